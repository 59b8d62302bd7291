// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The answer to a request while it is written. It hears of each choice on the decoder's thread, and goes on on its
 * connection's own, to which all of its state is confined.
 */
final class Reply {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    /** Where an answer goes. */
    interface Output {

        /** Answers with a whole body. */
        void whole(int status, ObjectNode body);

        /** Begins an answer of events. */
        void begin();

        void event(byte[] bytes);

        /** Ends an answer of events. */
        void end();
    }

    private final CompletionRequest request;
    private final ServerMetrics metrics;
    private final Executor connection;
    private final Output output;
    private final ReplyJson json;
    private final long asked = System.nanoTime();
    private final List<Choice> choices = new ArrayList<>();
    private List<Generation> generations = List.of();
    private boolean begun;
    private boolean over;
    private int ended;
    private int written;

    private Reply(CompletionRequest request, ServerMetrics metrics, Executor connection, Output output) {
        this.request = request;
        this.metrics = metrics;
        this.connection = connection;
        this.output = output;
        this.json = new ReplyJson(
                request, UUID.randomUUID().toString().replace("-", ""), System.currentTimeMillis() / 1000);
    }

    /**
     * Has the decoder write what a request asks for.
     *
     * @param connection runs work on the connection's thread, which is this one
     * @throws ApiError when the server is busy; then nothing goes to the output
     */
    static Reply begin(CompletionRequest request, Service service, Executor connection, Output output) {
        if (request.choices() > service.decoder().most()) {
            throw ApiError.busy("the request wants " + request.choices() + " replies, and at most "
                    + service.decoder().most() + " can be written or wait at a time");
        }
        Reply reply = new Reply(request, service.metrics(), connection, output);
        long deadline =
                System.nanoTime() + TimeUnit.SECONDS.toNanos(service.options().timeLimit());
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < request.choices(); i++) {
            Choice choice = reply.new Choice(i);
            reply.choices.add(choice);
            generations.add(request.generation(i, deadline, choice));
        }
        reply.generations = generations;
        service.decoder().submit(request.model().name(), generations);
        return reply;
    }

    /** Ends it, because nobody reads it any more. */
    void cancel() {
        over = true;
        generations.forEach(Generation::cancel);
    }

    private void onConnection(Runnable work) {
        try {
            connection.execute(() -> {
                if (!over) {
                    work.run();
                }
            });
        } catch (RejectedExecutionException e) {
            // The server has been stopped: there is no connection to tell.
            generations.forEach(Generation::cancel);
        }
    }

    private void failed(ApiError error) {
        cancel();
        if (begun) {
            output.event(ReplyJson.event(error.json()));
            output.end();
        } else {
            output.whole(error.status(), error.json());
        }
    }

    private void streamed(ObjectNode piece) {
        output.event(ReplyJson.event(piece));
    }

    private void choiceEnded() {
        if (++ended < choices.size()) {
            return;
        }
        over = true;
        if (request.stream()) {
            if (request.usage()) {
                ObjectNode last = json.empty(true);
                json.usage(last, written);
                streamed(last);
            }
            output.event(DONE);
            output.end();
        } else {
            ObjectNode body = json.empty(false);
            choices.forEach(choice -> choice.addTo(body));
            json.usage(body, written);
            output.whole(200, body);
        }
    }

    /** One of the replies that the request wants. */
    private final class Choice implements Generation.Listener {

        private final int index;
        private final StringBuilder text = new StringBuilder();
        private final List<TokenLogprob> logprobs = new ArrayList<>();
        private Generation.Finish finish;
        private boolean first = true;

        Choice(int index) {
            this.index = index;
        }

        @Override
        public void text(String piece, List<TokenLogprob> pieceLogprobs) {
            onConnection(() -> {
                if (first && index == 0) {
                    metrics.firstToken((System.nanoTime() - asked) / 1e9);
                }
                if (request.stream()) {
                    stream(piece, pieceLogprobs, null);
                } else {
                    text.append(piece);
                    logprobs.addAll(pieceLogprobs);
                }
                first = false;
            });
        }

        private void stream(String piece, List<TokenLogprob> pieceLogprobs, Generation.Finish end) {
            if (!begun) {
                begun = true;
                output.begin();
            }
            streamed(json.piece(index, first, piece, pieceLogprobs, end));
        }

        @Override
        public void end(Generation.Finish end, int tokens) {
            onConnection(() -> {
                finish = end;
                written += tokens;
                if (request.stream()) {
                    stream("", List.of(), end);
                }
                choiceEnded();
            });
        }

        @Override
        public void failed(ApiError error) {
            onConnection(() -> Reply.this.failed(error));
        }

        void addTo(ObjectNode body) {
            json.add(body, index, text.toString(), logprobs, finish);
        }
    }
}
