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
 * Conversations packed into rows of C tokens, C the context: whole ones, best fit first, the rest of a row padded. A
 * target is learnt where the template's mask says so, which is never across the border of two conversations: each
 * begins with a marker that nobody says. Both orders, of packing and of rows, follow from the seed.
 */
final class ConversationRows implements Rows {

    private final List<Conversation> conversations;
    private final int context;
    private final int pad;
    private final Bins rows;
    private final int[] order;

    /**
     * @param conversations of at most C + 1 tokens each: a row has one token more than it has inputs
     * @param chosen which of them, in any order, some perhaps more than once
     */
    ConversationRows(List<Conversation> conversations, int[] chosen, int context, int pad, long seed) {
        this.conversations = conversations;
        this.context = context;
        this.pad = pad;
        int[] shuffled = chosen.clone();
        Shuffle.shuffle(shuffled, Shuffle.seed(seed, "conversations", 0));
        this.rows = BestFit.pack(shuffled, item -> conversations.get(item).length(), context + 1);
        this.order = Shuffle.permutation(rows.count(), Shuffle.seed(seed, "rows", 0));
    }

    /** An epoch's rows: each conversation as often as it repeats, a broken number of times by the epoch's luck. */
    static Epochs epochs(List<Conversation> conversations, int context, int pad, long seed) {
        return number -> {
            long epochSeed = Shuffle.seed(seed, "epoch", number);
            int[] chosen = IntStream.range(0, conversations.size())
                    .flatMap(i -> IntStream.generate(() -> i)
                            .limit(times(conversations.get(i).repeats(), Shuffle.seed(epochSeed, "repeats", i))))
                    .toArray();
            return new ConversationRows(conversations, chosen, context, pad, epochSeed);
        };
    }

    /** Each conversation once. */
    static ConversationRows once(List<Conversation> conversations, int context, int pad, long seed) {
        int[] all = IntStream.range(0, conversations.size()).toArray();
        return new ConversationRows(conversations, all, context, pad, seed);
    }

    private static int times(double repeats, long luck) {
        double share = (luck >>> 11) * 0x1.0p-53;
        return (int) Math.floor(repeats + share);
    }

    @Override
    public int count() {
        return rows.count();
    }

    @Override
    public int fill(int row, int[] inputs, int[] targets, int at) {
        int box = order[row];
        int done = 0;
        for (int item = 0; item < rows.size(box); item++) {
            MaskedTokens said = conversations.get(rows.item(box, item)).tokens();
            int[] tokens = said.tokens();
            boolean[] learnt = said.lossMask();
            for (int i = 0; i < tokens.length; i++, done++) {
                if (done < context) {
                    inputs[at + done] = tokens[i];
                }
                if (done > 0) {
                    targets[at + done - 1] = learnt[i] ? tokens[i] : TokenBatch.IGNORED;
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
    public Set<String> sources(int row) {
        Set<String> ids = new LinkedHashSet<>();
        int box = order[row];
        for (int item = 0; item < rows.size(box); item++) {
            ids.add(conversations.get(rows.item(box, item)).id());
        }
        return ids;
    }
}
