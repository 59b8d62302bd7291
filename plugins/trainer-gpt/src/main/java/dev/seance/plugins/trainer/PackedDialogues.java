// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TokenBatch;
import dev.seance.kit.chat.MaskedTokens;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Dialogues packed into sequences of C tokens, C the context: whole ones, best fit first, the rest of a sequence padded.
 * The loss is taken where the template's mask says so, which is never across the border of two dialogues: each begins
 * with a special token that is in no reply. Both orders, of packing and of sequences, follow from the seed.
 */
final class PackedDialogues implements SequenceDataset {

    private final List<TokenizedDialogue> dialogues;
    private final int context;
    private final int pad;
    private final Bins sequences;
    private final int[] order;

    /**
     * @param dialogues of at most C + 1 tokens each: a sequence has one token more than it has inputs
     * @param chosen which of them, in any order, some perhaps more than once
     */
    PackedDialogues(List<TokenizedDialogue> dialogues, int[] chosen, int context, int pad, long seed) {
        this.dialogues = dialogues;
        this.context = context;
        this.pad = pad;
        int[] shuffled = chosen.clone();
        Shuffle.shuffle(shuffled, Shuffle.seed(seed, "conversations", 0));
        this.sequences = BestFit.pack(shuffled, item -> dialogues.get(item).length(), context + 1);
        this.order = Shuffle.permutation(sequences.count(), Shuffle.seed(seed, "rows", 0));
    }

    /** The datasets of epochs: each dialogue as often as it repeats, the fraction of a repeat by chance in each epoch. */
    static EpochDatasets epochs(List<TokenizedDialogue> dialogues, int context, int pad, long seed) {
        return number -> {
            long epochSeed = Shuffle.seed(seed, "epoch", number);
            int[] chosen = IntStream.range(0, dialogues.size())
                    .flatMap(i -> IntStream.generate(() -> i)
                            .limit(times(dialogues.get(i).repeats(), Shuffle.seed(epochSeed, "repeats", i))))
                    .toArray();
            return new PackedDialogues(dialogues, chosen, context, pad, epochSeed);
        };
    }

    /** Each dialogue once. */
    static PackedDialogues once(List<TokenizedDialogue> dialogues, int context, int pad, long seed) {
        int[] all = IntStream.range(0, dialogues.size()).toArray();
        return new PackedDialogues(dialogues, all, context, pad, seed);
    }

    private static int times(double repeats, long random) {
        double fraction = (random >>> 11) * 0x1.0p-53;
        return (int) Math.floor(repeats + fraction);
    }

    @Override
    public int count() {
        return sequences.count();
    }

    @Override
    public int fill(int index, int[] inputs, int[] targets, int at) {
        int bin = order[index];
        int done = 0;
        for (int item = 0; item < sequences.size(bin); item++) {
            MaskedTokens dialogue = dialogues.get(sequences.item(bin, item)).tokens();
            int[] tokens = dialogue.tokens();
            boolean[] lossMask = dialogue.lossMask();
            for (int i = 0; i < tokens.length; i++, done++) {
                if (done < context) {
                    inputs[at + done] = tokens[i];
                }
                if (done > 0) {
                    targets[at + done - 1] = lossMask[i] ? tokens[i] : TokenBatch.IGNORED;
                }
            }
        }
        int used = Math.min(done, context);
        for (; done <= context; done++) {
            if (done < context) {
                inputs[at + done] = pad;
            }
            targets[at + done - 1] = TokenBatch.IGNORED;
        }
        return used;
    }

    @Override
    public Set<String> sources(int index) {
        Set<String> ids = new LinkedHashSet<>();
        int bin = order[index];
        for (int item = 0; item < sequences.size(bin); item++) {
            ids.add(dialogues.get(sequences.item(bin, item)).id());
        }
        return ids;
    }
}
