// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.tokenizer.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A reply in the words of the protocol, whole or a piece of it. */
final class ReplyJson {

    private final CompletionRequest request;
    private final String id;
    private final long created;

    /** @param id of the reply, unique */
    ReplyJson(CompletionRequest request, String id, long created) {
        this.request = request;
        this.id = (request.chat() ? "chatcmpl-" : "cmpl-") + id;
        this.created = created;
    }

    /** A piece of a stream, or the whole reply, without choices. */
    ObjectNode empty(boolean piece) {
        ObjectNode body = Json.newObject();
        body.put("id", id);
        body.put("object", request.chat() ? piece ? "chat.completion.chunk" : "chat.completion" : "text_completion");
        body.put("created", created);
        body.put("model", request.model().name());
        body.put("system_fingerprint", fingerprint());
        body.putArray("choices");
        return body;
    }

    private String fingerprint() {
        String digest = request.model().fingerprint();
        return "fp_" + digest.substring(0, Math.min(12, digest.length()));
    }

    /** A piece with one choice. */
    ObjectNode piece(int index, boolean first, String text, List<TokenLogprob> logprobs, Generation.Finish finish) {
        ObjectNode body = empty(true);
        ObjectNode choice = choice(body, index);
        if (request.chat()) {
            ObjectNode delta = choice.putObject("delta");
            if (first) {
                delta.put("role", "assistant");
            }
            if (finish == null) {
                delta.put("content", text);
            }
        } else {
            choice.put("text", text);
        }
        end(choice, logprobs, finish);
        return body;
    }

    /** Adds a whole reply. */
    void add(ObjectNode body, int index, String text, List<TokenLogprob> logprobs, Generation.Finish finish) {
        ObjectNode choice = choice(body, index);
        if (request.chat()) {
            choice.putObject("message")
                    .put("role", "assistant")
                    .put("content", text)
                    .putNull("refusal");
        } else {
            choice.put("text", text);
        }
        end(choice, logprobs, finish);
    }

    private static ObjectNode choice(ObjectNode body, int index) {
        return ((ArrayNode) body.get("choices")).addObject().put("index", index);
    }

    private void end(ObjectNode choice, List<TokenLogprob> logprobs, Generation.Finish finish) {
        if (request.topLogprobs() < 0 || logprobs.isEmpty()) {
            choice.putNull("logprobs");
        } else if (request.chat()) {
            ArrayNode content = choice.putObject("logprobs").putArray("content");
            logprobs.forEach(one -> chatLogprob(content.addObject(), one, true));
        } else {
            textLogprobs(choice.putObject("logprobs"), logprobs);
        }
        choice.put("finish_reason", finish == null ? null : finish.name().toLowerCase(Locale.ROOT));
    }

    private void chatLogprob(ObjectNode node, TokenLogprob logprob, boolean withTop) {
        Vocabulary vocabulary = request.model().model().vocabulary();
        node.put("token", vocabulary.decode(logprob.token()));
        node.put("logprob", finite(logprob.logprob()));
        ArrayNode bytes = node.putArray("bytes");
        for (byte one : vocabulary.bytes(logprob.token())) {
            bytes.add(one & 0xFF);
        }
        if (withTop) {
            ArrayNode top = node.putArray("top_logprobs");
            logprob.top().forEach(one -> chatLogprob(top.addObject(), one, false));
        }
    }

    private void textLogprobs(ObjectNode node, List<TokenLogprob> logprobs) {
        Vocabulary vocabulary = request.model().model().vocabulary();
        ArrayNode tokens = node.putArray("tokens");
        ArrayNode values = node.putArray("token_logprobs");
        ArrayNode top = node.putArray("top_logprobs");
        for (TokenLogprob logprob : logprobs) {
            tokens.add(vocabulary.decode(logprob.token()));
            values.add(finite(logprob.logprob()));
            ObjectNode likeliest = top.addObject();
            logprob.top().forEach(one -> likeliest.put(vocabulary.decode(one.token()), finite(one.logprob())));
        }
    }

    /** JSON has no infinity; the protocol's stand-in for what cannot come. */
    private static double finite(double logprob) {
        return Math.max(logprob, -9999.0);
    }

    /** Adds how many tokens there were. */
    void usage(ObjectNode body, int written) {
        body.putObject("usage")
                .put("prompt_tokens", request.promptTokens())
                .put("completion_tokens", written)
                .put("total_tokens", request.promptTokens() + written);
    }

    /** A server-sent event. */
    static byte[] event(ObjectNode body) {
        return ("data: " + new String(Json.bytes(body), StandardCharsets.UTF_8) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
