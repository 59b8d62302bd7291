// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Writes on from a prompt, token by token, as {@link Sampler} draws them. The same seed, model and prompt give the same
 * text. Not thread-safe.
 */
public final class Generator {

    private final LanguageModel model;
    private final Sampling sampling;
    private final Sampler sampler;
    private final float[] logits;

    /**
     * @param banned tokens that are never drawn: padding, role markers
     * @param seed of the draws
     */
    public Generator(LanguageModel model, Sampling sampling, Set<Integer> banned, long seed) {
        this.model = model;
        this.sampling = sampling;
        int vocabulary = model.config().vocabularySize();
        this.sampler = new Sampler(vocabulary, sampling, banned, seed);
        this.logits = new float[vocabulary];
    }

    /**
     * A generator of text: padding and the markers of who speaks, which are no part of any, are never drawn.
     *
     * @param vocabulary of the model
     * @param seed of the draws
     */
    public static Generator of(LanguageModel model, Vocabulary vocabulary, Sampling sampling, long seed) {
        return new Generator(model, sampling, Sampler.markers(vocabulary), seed);
    }

    /** The same without anybody to interrupt it. */
    public GeneratedText write(int[] prompt, int stop, TextStream stream) {
        return write(prompt, stop, stream, () -> false);
    }

    /**
     * Writes text until a stop token, a stop string, the longest reply, the end of the context, or until it is interrupted;
     * otherwise as {@link #generate}.
     *
     * @param stream receives the tokens, and knows the stop strings
     * @param interrupted asked after every token whether to end
     */
    public GeneratedText write(int[] prompt, int stop, TextStream stream, BooleanSupplier interrupted) {
        int[] drawn = new int[1];
        boolean ended = generate(prompt, stop, token -> {
            drawn[0]++;
            return !stream.accept(token) && !interrupted.getAsBoolean();
        });
        stream.finish();
        return new GeneratedText(stream.text(), drawn[0], ended);
    }

    /**
     * Writes until a stop token, the longest reply, or the end of the context. A prompt that leaves too little room for
     * the longest reply is cut, but to no less than half the context: its first token and its end are kept. Stop strings are
     * not looked for: tokens do not end where these do, see {@link #write}.
     *
     * @param prompt at least one token
     * @param stop the token that ends the reply and is not part of it
     * @param onToken told each token as it is drawn
     * @return the reply
     */
    public int[] generate(int[] prompt, int stop, IntConsumer onToken) {
        int[] reply = new int[Math.min(sampling.maxTokens(), model.config().context())];
        int[] drawn = new int[1];
        generate(prompt, stop, token -> {
            reply[drawn[0]++] = token;
            onToken.accept(token);
            return true;
        });
        return Arrays.copyOf(reply, drawn[0]);
    }

    /** Until the listener has enough of it too; whether it came to its end. */
    private boolean generate(int[] prompt, int stop, IntPredicate wantsMore) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one token");
        }
        int context = model.config().context();
        int[] kept = fit(prompt, Math.max(context - sampling.maxTokens(), Math.max(1, context / 2)));
        int[] text = Arrays.copyOf(kept, context);
        int length = kept.length;
        int limit = Math.min(context, length + sampling.maxTokens());
        int[] next = new int[1];
        try (DecodingSession decoding = model.decode()) {
            decoding.append(kept, logits);
            while (length < limit) {
                // Only the reply counts as said lately: a question's words are what an answer should be about.
                next[0] = sampler.draw(logits, text, kept.length, length);
                if (next[0] == stop) {
                    return true;
                }
                text[length++] = next[0];
                if (!wantsMore.test(next[0])) {
                    return true;
                }
                if (length < limit) {
                    decoding.append(next, logits);
                }
            }
        }
        return false;
    }

    private static int[] fit(int[] prompt, int room) {
        if (prompt.length <= room) {
            return prompt;
        }
        int[] kept = Arrays.copyOfRange(prompt, prompt.length - room, prompt.length);
        kept[0] = prompt[0];
        return kept;
    }
}
