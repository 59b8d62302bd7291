// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What is counted, as Prometheus reads it (text format 0.0.4). Safe for use by several threads. */
final class ServerMetrics {

    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> promptTokens = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> writtenTokens = new ConcurrentSkipListMap<>();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder firstTokens = new LongAdder();
    private final DoubleAdder firstTokenSeconds = new DoubleAdder();

    /** @param path one of those there are: another would be the client's own words */
    void answered(String path, int status) {
        add(requests, "path=\"" + path + "\",status=\"" + status + "\"", 1);
    }

    void read(String model, int tokens) {
        add(promptTokens, label(model), tokens);
    }

    void wrote(String model, int tokens) {
        add(writtenTokens, label(model), tokens);
    }

    void cancelled() {
        cancelled.increment();
    }

    void firstToken(double seconds) {
        firstTokens.increment();
        firstTokenSeconds.add(seconds);
    }

    private static String label(String model) {
        return "model=\"" + model.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static void add(Map<String, LongAdder> counts, String labels, long number) {
        counts.computeIfAbsent(labels, unused -> new LongAdder()).add(number);
    }

    String text(Decoder decoder, int connections) {
        StringBuilder out = new StringBuilder();
        counter(out, "seance_requests_total", "Requests by path and status of the answer.", requests);
        counter(out, "seance_prompt_tokens_total", "Tokens of prompts that were read.", promptTokens);
        counter(out, "seance_generated_tokens_total", "Tokens that were written.", writtenTokens);
        counter(out, "seance_cancelled_total", "Replies whose client went away.", Map.of("", cancelled));
        head(out, "seance_first_token_seconds", "Time from a request to the first text of its reply.", "summary");
        out.append(String.format(Locale.ROOT, "seance_first_token_seconds_sum %s%n", firstTokenSeconds.sum()));
        out.append("seance_first_token_seconds_count ")
                .append(firstTokens.sum())
                .append('\n');
        gauge(out, "seance_replies_active", "Replies that are being written.", decoder.active());
        gauge(out, "seance_replies_waiting", "Replies that wait for their turn.", decoder.waiting());
        gauge(out, "seance_connections", "Open connections.", connections);
        return out.toString().replace("\r", "");
    }

    private static void counter(StringBuilder out, String name, String help, Map<String, LongAdder> counts) {
        head(out, name, help, "counter");
        counts.forEach((labels, count) -> out.append(name)
                .append(labels.isEmpty() ? "" : "{" + labels + "}")
                .append(' ')
                .append(count.sum())
                .append('\n'));
    }

    private static void gauge(StringBuilder out, String name, String help, long value) {
        head(out, name, help, "gauge");
        out.append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder out, String name, String help, String type) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
