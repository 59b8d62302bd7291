// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.chat;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Turns a conversation into the tokens a chat model sees, the same for training and for talking:
 *
 * <pre>{@code <|endoftext|>tags<|user|>question<|endoftext|><|assistant|>reply<|endoftext|>...}</pre>
 *
 * <p>The tags are those that stand before a document's text when the model was trained with any, see {@link
 * dev.seance.api.corpus.TagTemplate}. Only what the model says is in the loss: the mask covers each reply and the marker that ends it.
 */
public final class ChatTemplate {

    private final Vocabulary vocabulary;
    private final int[] tags;
    private final int end;

    /** A template without tags. */
    public ChatTemplate(Vocabulary vocabulary) {
        this(vocabulary, "");
    }

    /** @param tags the tags of a conversation, as their template renders them; "" for none */
    public ChatTemplate(Vocabulary vocabulary, String tags) {
        this.tags = vocabulary.encode(tags);
        this.vocabulary = Objects.requireNonNull(vocabulary, "vocabulary");
        this.end = vocabulary.id(SpecialToken.DOCUMENT);
    }

    /**
     * A conversation with its system prompt, for which there is no marker of its own: it stands before the first question,
     * with an empty line between, as nanochat has it. The vocabulary's chat template does the same.
     *
     * @param system the prompt, or ""
     * @param turns whose first is the person's
     */
    public static List<Turn> withSystem(String system, List<Turn> turns) {
        if (system.isBlank()) {
            return turns;
        }
        List<Turn> all = new ArrayList<>(turns);
        all.set(0, new Turn(Role.USER, system.strip() + "\n\n" + turns.get(0).text()));
        return all;
    }

    /** The token that ends a reply. */
    public int end() {
        return end;
    }

    /** The tokens of a whole conversation, and which of them are in the loss. */
    public MaskedTokens render(List<Turn> turns) {
        Builder builder = new Builder();
        builder.add(end, false);
        for (int tag : tags) {
            builder.add(tag, false);
        }
        for (Turn turn : turns) {
            boolean inLoss = turn.role() == Role.ASSISTANT;
            builder.add(marker(turn.role()), false);
            for (int id : vocabulary.encode(turn.text())) {
                builder.add(id, inLoss);
            }
            builder.add(end, inLoss);
        }
        return builder.build();
    }

    /**
     * The tokens that make the model say the next turn.
     *
     * @param turns a conversation whose last turn is the person's
     */
    public int[] prompt(List<Turn> turns) {
        if (turns.isEmpty() || turns.get(turns.size() - 1).role() != Role.USER) {
            throw new IllegalArgumentException("the last turn must be the person's");
        }
        int[] said = render(turns).tokens();
        int[] prompt = Arrays.copyOf(said, said.length + 1);
        prompt[said.length] = marker(Role.ASSISTANT);
        return prompt;
    }

    private int marker(Role role) {
        return vocabulary.id(
                switch (role) {
                    case USER -> SpecialToken.USER;
                    case ASSISTANT -> SpecialToken.ASSISTANT;
                });
    }

    private static final class Builder {

        private int[] tokens = new int[256];
        private boolean[] lossMask = new boolean[256];
        private int size;

        void add(int token, boolean inLoss) {
            if (size == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * size);
                lossMask = Arrays.copyOf(lossMask, 2 * size);
            }
            tokens[size] = token;
            lossMask[size++] = inLoss;
        }

        MaskedTokens build() {
            return new MaskedTokens(Arrays.copyOf(tokens, size), Arrays.copyOf(lossMask, size));
        }
    }
}
