// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.model.Sampling;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.model.Sampler;
import dev.seance.kit.model.TextStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One reply being written: what the model has to read, how the next token is drawn, and who listens. Made by the thread of
 * a connection and then the decoder's alone, but for {@link #cancel}.
 */
final class Generation {

    /** Why a reply ended. */
    enum Finish {
        /** The model, or a stop string, ended it. */
        STOP,
        /** It is as long as it may be, or took as long. */
        LENGTH
    }

    /** Hears of a reply, on the decoder's thread; must not wait. */
    interface Listener {

        /** @param logprobs of the tokens behind the text, where asked for */
        void text(String piece, List<TokenLogprob> logprobs);

        /** @param tokens how many were drawn */
        void end(Finish finish, int tokens);

        void failed(ApiError error);
    }

    private final int[] prompt;
    private final int maxTokens;
    private final int topLogprobs;
    private final Vocabulary vocabulary;
    private final int end;
    private final Listener listener;
    private final long deadline;
    private final Sampling sampling;
    private final long seed;
    private final TextStream stream;
    private final StringBuilder piece = new StringBuilder();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private Sampler sampler;
    private int[] reply = new int[64];
    private int count;
    private volatile boolean cancelled;

    /**
     * @param prompt what the model reads; leaves room in its context
     * @param sampling with a length that fits behind the prompt
     * @param topLogprobs how many of the likeliest tokens to tell of beside each; -1 for no logprobs at all
     * @param isReply whether white space before the text is left out
     * @param deadline in nanoseconds of {@link System#nanoTime}
     */
    Generation(
            Vocabulary vocabulary,
            int[] prompt,
            Sampling sampling,
            long seed,
            int topLogprobs,
            boolean isReply,
            long deadline,
            Listener listener) {
        this.vocabulary = vocabulary;
        this.prompt = prompt;
        this.maxTokens = sampling.maxTokens();
        this.topLogprobs = topLogprobs;
        this.end = vocabulary.id(SpecialToken.DOCUMENT);
        this.listener = listener;
        this.deadline = deadline;
        this.sampling = sampling;
        this.seed = seed;
        this.stream = new TextStream(vocabulary, sampling.stop(), isReply, piece::append);
    }

    int[] prompt() {
        return prompt;
    }

    /** Nobody listens any more. Any thread. */
    void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Whether its time is over. */
    boolean late(long now) {
        return now - deadline > 0;
    }

    /** The token to read next. */
    int last() {
        return reply[count - 1];
    }

    /**
     * Draws a token and tells what came of it.
     *
     * @param logits what the model made of all there is; changed
     * @return whether the reply goes on
     */
    boolean advance(float[] logits) {
        float[] told = topLogprobs < 0 ? null : logits.clone();
        if (sampler == null) { // which is as large as the vocabulary: not while it waits
            sampler = Sampler.of(vocabulary, sampling, seed);
        }
        int token = sampler.draw(logits, reply, 0, count);
        if (token == end) {
            finish(Finish.STOP);
            return false;
        }
        if (count == reply.length) {
            reply = Arrays.copyOf(reply, 2 * count);
        }
        reply[count++] = token;
        if (told != null) {
            logprobs.add(TokenLogprob.of(token, told, topLogprobs));
        }
        if (stream.accept(token)) {
            finish(Finish.STOP);
            return false;
        }
        if (count == maxTokens) {
            finish(Finish.LENGTH);
            return false;
        }
        hand();
        return true;
    }

    /** Ends it, with what was held back. */
    void finish(Finish finish) {
        stream.finish();
        hand();
        if (!logprobs.isEmpty()) {
            listener.text("", take());
        }
        listener.end(finish, count);
    }

    void fail(ApiError error) {
        listener.failed(error);
    }

    private void hand() {
        if (piece.length() > 0) {
            String text = piece.toString();
            piece.setLength(0);
            listener.text(text, take());
        }
    }

    private List<TokenLogprob> take() {
        List<TokenLogprob> taken = List.copyOf(logprobs);
        logprobs.clear();
        return taken;
    }

    int tokens() {
        return count;
    }
}
