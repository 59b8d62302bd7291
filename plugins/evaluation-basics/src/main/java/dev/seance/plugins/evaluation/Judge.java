// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmForecast;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A language model of today that says whether replies answer. It sees the conversation and nothing else, is asked for one
 * word, and at temperature 0; what it says costs money, and may change with the model.
 */
final class Judge {

    /** What it can find. */
    enum Finding {
        YES,
        PARTLY,
        NO,
        /** It said something else, or nothing. */
        NONE
    }

    private static final String PROMPT = "judge.txt";
    private static final int MAX_TOKENS = 8;
    private static final long ANSWER_TOKENS = 3;

    /** A reply of the length that small models give, for the forecast. */
    private static final String TYPICAL = "word ".repeat(40).strip();

    /** They only wait; how many requests are under way at once the recipe says. */
    private static final int THREADS = 16;

    private final String llm;
    private final String prompt;

    /** @param options that name a language model */
    Judge(ConversationOptions options) {
        this.llm = options.judge().orElseThrow();
        this.prompt = resource().replace("{language}", options.language());
    }

    private static String resource() {
        try (InputStream in = Judge.class.getResourceAsStream(PROMPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What judging replies to these questions will come to. */
    LlmForecast forecast(List<Question> questions, int repeats) {
        List<LlmRequest> samples = questions.stream()
                .map(question -> new Reply(
                        question,
                        question.turns().stream().skip(1).map(turn -> TYPICAL).toList(),
                        TYPICAL,
                        true))
                .map(this::request)
                .toList();
        return new LlmForecast(llm, (long) questions.size() * repeats, samples, ANSWER_TOKENS);
    }

    private LlmRequest request(Reply reply) {
        StringBuilder conversation = new StringBuilder();
        List<String> asked = reply.question().turns();
        for (int i = 0; i < asked.size(); i++) {
            String said = i < reply.earlier().size() ? reply.earlier().get(i) : reply.text();
            conversation
                    .append("Person: ")
                    .append(asked.get(i))
                    .append("\nModel: ")
                    .append(said.isBlank() ? "(nothing)" : said)
                    .append('\n');
        }
        String text = prompt.replace("{conversation}", conversation.toString().strip());
        return new LlmRequest("", List.of(new Turn(Role.USER, text)), 0, MAX_TOKENS);
    }

    /** Judges replies, several at once; in their order. */
    List<Finding> judge(List<Reply> replies, LlmClient client) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Finding>> waiting = new ArrayList<>();
            for (Reply reply : replies) {
                waiting.add(threads.submit(() -> finding(client.ask(request(reply)))));
            }
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> one : waiting) {
                findings.add(one.get());
            }
            return findings;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while judging", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Finding finding(LlmReply reply) {
        String word = reply.text().strip().toUpperCase(Locale.ROOT).split("\\P{L}+", 2)[0];
        return switch (word) {
            case "YES" -> Finding.YES;
            case "PARTLY" -> Finding.PARTLY;
            case "NO" -> Finding.NO;
            default -> Finding.NONE;
        };
    }
}
