// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.model.Sampling;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.model.GeneratedText;
import dev.seance.kit.model.Generator;
import dev.seance.kit.model.TextStream;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Has a model write, counted and timed, until it ends by itself, is as long as it may be, or is asked to stop. One thread.
 */
final class ReplyWriter {

    private final Vocabulary vocabulary;
    private final Consumer<String> onText;
    private final BooleanSupplier stop;

    /**
     * @param onText receives the text piece by piece, in whole characters
     * @param stop asked after every token whether to end
     */
    ReplyWriter(Vocabulary vocabulary, Consumer<String> onText, BooleanSupplier stop) {
        this.vocabulary = vocabulary;
        this.onText = onText;
        this.stop = stop;
    }

    /**
     * Writes once.
     *
     * @param end the token that ends the text and is no part of it
     * @param reply whether white space at its beginning and end is left out, see {@link TextStream}
     */
    Reply write(Generator generator, Sampling sampling, int[] prompt, int end, boolean reply) {
        long began = System.nanoTime();
        boolean[] interrupted = new boolean[1];
        GeneratedText written = generator.write(
                prompt,
                end,
                new TextStream(vocabulary, sampling.stop(), reply, onText),
                () -> interrupted[0] = stop.getAsBoolean());
        String text = reply ? written.text().strip() : written.text();
        return new Reply(text, written.tokens(), finish(written, interrupted[0]), (System.nanoTime() - began) / 1e9);
    }

    private static Reply.Finish finish(GeneratedText written, boolean interrupted) {
        if (interrupted) {
            return Reply.Finish.INTERRUPTED;
        }
        return written.ended() ? Reply.Finish.STOP : Reply.Finish.LENGTH;
    }
}
