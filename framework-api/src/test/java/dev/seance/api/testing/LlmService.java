// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A language-model service on this machine that speaks the real protocols: Anthropic's messages ({@code /v1/messages}),
 * OpenAI's chat completions ({@code /v1/chat/completions}) and Ollama's chat ({@code /api/chat}). A word counts as a token;
 * an answer is cut off at the request's limit; each request can meet with a fault; it keeps a bill of its own. Anthropic's
 * message batches ({@code /v1/messages/batches}) are {@link #batches}.
 */
public final class LlmService implements AutoCloseable {

    /** What a request may meet with. */
    public enum Fault {
        NONE,
        /** 429 with Retry-After: 1. */
        TOO_MANY_REQUESTS,
        /** 429 without more, as OpenAI says it of an account that is empty. */
        OUT_OF_CREDIT,
        /** 500. */
        INTERNAL_ERROR,
        /** 529, Anthropic's, with a message. */
        OVERLOADED,
        /** 401; the message repeats the key, as careless services do. */
        KEY_REFUSED,
        /** 400. */
        BAD_REQUEST,
        /** Never answers. */
        HANGS,
        /** Half an answer, then silence on an open connection. Billed. */
        STALLS,
        /** Half an answer, then the connection is cut. The work is done, and billed. */
        CUT,
        /** 200 with half a JSON. Billed. */
        MALFORMED,
        /** 200 with the first line alone. Billed. */
        SHORTENED,
        /** Declines to answer. Billed. */
        REFUSAL
    }

    private static final Pattern SAID =
            Pattern.compile("\"(?:content|text|system)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** Of Anthropic's, it may stand behind the messages. */
    private static final Pattern SYSTEM = Pattern.compile("(?<!\\\\)\"system\"\\s*:");

    private static final Pattern LIMIT =
            Pattern.compile("\"(?:max_tokens|max_completion_tokens|num_predict)\"\\s*:\\s*(\\d+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "llm-service");
        thread.setDaemon(true);
        return thread;
    });
    private final UnaryOperator<String> script;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong billedInputTokens = new AtomicLong();
    private final AtomicLong billedOutputTokens = new AtomicLong();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final LlmServiceBatches batches = new LlmServiceBatches(this);
    private volatile IntFunction<Fault> faults = request -> Fault.NONE;

    private LlmService(HttpServer server, UnaryOperator<String> script) {
        this.server = server;
        this.script = script;
    }

    /**
     * Starts a service.
     *
     * @param script from what the person said last to the answer; called by several threads at once
     */
    public static LlmService answering(UnaryOperator<String> script) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            LlmService service = new LlmService(server, script);
            server.createContext("/v1/messages", exchange -> service.serve(exchange, Protocol.ANTHROPIC));
            server.createContext("/v1/messages/batches", service.batches::serve);
            server.createContext("/v1/chat/completions", exchange -> service.serve(exchange, Protocol.OPENAI));
            server.createContext("/api/chat", exchange -> service.serve(exchange, Protocol.OLLAMA));
            server.setExecutor(service.threads);
            server.start();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the requests from now on meet with, by their number, from 1. */
    public LlmService meeting(IntFunction<Fault> given) {
        faults = given;
        return this;
    }

    /** Every request meets with that. */
    public LlmService always(Fault fault) {
        return meeting(request -> fault);
    }

    /** Its batches. */
    public LlmServiceBatches batches() {
        return batches;
    }

    /** Its address, without a path. */
    public String address() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    /** How many requests it has received, those in batches not counted. */
    public int requests() {
        return requests.get();
    }

    /** Tokens of questions and answers that it would charge for. */
    public long billedTokens() {
        return billedInputTokens() + billedOutputTokens();
    }

    /** Tokens of questions that it would charge for. */
    public long billedInputTokens() {
        return billedInputTokens.get();
    }

    /** Tokens of answers that it would charge for. */
    public long billedOutputTokens() {
        return billedOutputTokens.get();
    }

    /** The keys that requests came with, in order of arrival; "" for none. */
    public List<String> keys() {
        return List.copyOf(keys);
    }

    /** The requests' bodies, in order of arrival. */
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    enum Protocol {
        ANTHROPIC,
        OPENAI,
        OLLAMA;

        String key(HttpExchange exchange) {
            String header = exchange.getRequestHeaders().getFirst(this == ANTHROPIC ? "x-api-key" : "Authorization");
            return header == null ? "" : header.replaceFirst("^Bearer ", "");
        }

        String error(String type, String message) {
            return this == OLLAMA
                    ? "{\"error\":" + quoted(message) + "}"
                    : "{\"type\":\"error\",\"error\":{\"type\":" + quoted(type) + ",\"message\":" + quoted(message)
                            + "}}";
        }

        String answer(String text, String reason, int in, int out) {
            return switch (this) {
                case ANTHROPIC ->
                    String.format(
                            Locale.ROOT,
                            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":"
                                    + "[{\"type\":\"text\",\"text\":%s}],\"stop_reason\":\"%s\",\"stop_sequence\":null,"
                                    + "\"usage\":{\"input_tokens\":%d,\"output_tokens\":%d}}",
                            quoted(text),
                            reason.equals("stop") ? "end_turn" : reason.equals("length") ? "max_tokens" : "refusal",
                            in,
                            out);
                case OPENAI ->
                    String.format(
                            Locale.ROOT,
                            "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                                    + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":%s},"
                                    + "\"finish_reason\":\"%s\"}],\"usage\":{\"prompt_tokens\":%d,"
                                    + "\"completion_tokens\":%d,\"total_tokens\":%d}}",
                            quoted(text),
                            reason.equals("refusal") ? "content_filter" : reason,
                            in,
                            out,
                            in + out);
                case OLLAMA ->
                    String.format(
                            Locale.ROOT,
                            "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\","
                                    + "\"content\":%s},\"done_reason\":\"%s\",\"done\":true,\"prompt_eval_count\":%d,"
                                    + "\"eval_count\":%d}",
                            quoted(text),
                            reason,
                            in,
                            out);
            };
        }
    }

    private void serve(HttpExchange exchange, Protocol protocol) throws IOException {
        int number = requests.incrementAndGet();
        String body = received(exchange, protocol);
        Fault fault = faults.apply(number);
        if (!meets(exchange, protocol, fault)) {
            deliver(exchange, reply(protocol, body, fault == Fault.REFUSAL), fault);
        }
    }

    /** Reads and remembers a request. */
    String received(HttpExchange exchange, Protocol protocol) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        keys.add(protocol.key(exchange));
        bodies.add(body);
        return body;
    }

    /** Whether a request meets with a fault before any work is done. */
    static boolean meets(HttpExchange exchange, Protocol protocol, Fault fault) throws IOException {
        switch (fault) {
            case TOO_MANY_REQUESTS -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                send(exchange, 429, protocol.error("rate_limit_error", "slow down, please"));
            }
            case OUT_OF_CREDIT ->
                send(
                        exchange,
                        429,
                        protocol.error("insufficient_quota", "You exceeded your current quota, check your plan"));
            case INTERNAL_ERROR -> send(exchange, 500, protocol.error("api_error", "something broke"));
            case OVERLOADED -> send(exchange, 529, protocol.error("overloaded_error", "Overloaded"));
            case KEY_REFUSED ->
                send(exchange, 401, protocol.error("authentication_error", "invalid key " + protocol.key(exchange)));
            case BAD_REQUEST -> send(exchange, 400, protocol.error("invalid_request_error", "no such model"));
            case HANGS -> hang();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Answers a request, and bills it. */
    String reply(Protocol protocol, String body, boolean refuses) {
        String said = "";
        int in = 0;
        Matcher system = SYSTEM.matcher(body);
        int end = system.find() && system.start() > body.indexOf("\"messages\"") ? system.start() : body.length();
        for (Matcher each = SAID.matcher(body); each.find(); ) {
            String text = plain(each.group(1));
            in += words(text).length;
            said = each.start() < end ? text : said;
        }
        String[] words = words(refuses ? "I would rather not." : script.apply(said));
        Matcher limit = LIMIT.matcher(body);
        int most = limit.find() ? Integer.parseInt(limit.group(1)) : Integer.MAX_VALUE;
        int out = Math.min(words.length, most);
        billedInputTokens.addAndGet(in);
        billedOutputTokens.addAndGet(out);
        String text = out < words.length ? String.join(" ", Arrays.copyOf(words, out)) : String.join(" ", words);
        String reason = refuses ? "refusal" : out < words.length ? "length" : "stop";
        return protocol.answer(text, reason, in, out);
    }

    /** Sends an answer, or what a fault leaves of it. */
    static void deliver(HttpExchange exchange, String answer, Fault fault) throws IOException {
        switch (fault) {
            case CUT, STALLS -> {
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
                exchange.getResponseBody().flush();
                if (fault == Fault.STALLS) {
                    hang();
                }
                // Closing a body before all of it is written cuts the connection.
                exchange.close();
            }
            case SHORTENED -> send(exchange, 200, answer.lines().findFirst().orElse(""));
            case MALFORMED -> send(exchange, 200, answer.substring(0, answer.length() / 2));
            default -> send(exchange, 200, answer);
        }
    }

    private static void hang() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String[] words(String text) {
        return text.strip().split(" +");
    }

    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static String plain(String json) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = json.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'u' -> {
                    text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
