// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.model.Sampling;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.model.Generator;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Has a model write, counted and timed, until it ends by itself, is as long as it may be, or is asked to stop. One thread.
 */
final class ReplyWriter {

    private final Vocabulary vocabulary;
    private final Consumer<String> onText;
    private final BooleanSupplier stop;
    private int[] written = new int[64];
    private int count;

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
     * @param reply whether white space at the beginning is left out, see {@link TextPrinter}
     */
    Reply write(Generator generator, Sampling sampling, int[] prompt, int end, boolean reply) {
        long began = System.nanoTime();
        TextPrinter printer = new TextPrinter(vocabulary, reply, onText);
        Reply.Finish finish;
        try {
            generator.generate(prompt, end, token -> {
                keep(token);
                printer.accept(token);
                if (stop.getAsBoolean()) {
                    throw new Stopped();
                }
            });
            finish = count < sampling.maxTokens() ? Reply.Finish.STOP : Reply.Finish.LENGTH;
        } catch (Stopped e) {
            finish = Reply.Finish.INTERRUPTED;
        }
        printer.finish();
        String text = vocabulary.decode(Arrays.copyOf(written, count));
        return new Reply(reply ? text.strip() : text, count, finish, (System.nanoTime() - began) / 1e9);
    }

    private void keep(int token) {
        if (count == written.length) {
            written = Arrays.copyOf(written, 2 * count);
        }
        written[count++] = token;
    }

    /** Leads out of the generator, which closes what it has open. */
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1;

        Stopped() {
            super("asked to stop", null, false, false);
        }
    }
}
