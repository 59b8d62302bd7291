// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.Sampling;
import dev.seance.api.serving.ServedModel;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.chat.ChatTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is asked of a model, in either way of asking: a conversation or a text to go on with.
 *
 * @param model who is asked
 * @param chat whether it is a conversation
 * @param prompts what the model reads; one for a conversation
 * @param sampling how replies are drawn; as long as they may be if the prompt leaves room
 * @param seed of the first reply's draws
 * @param n how many replies to each prompt
 * @param topLogprobs how many of the likeliest tokens to tell of beside each; -1 for no logprobs at all
 * @param stream whether the text comes as it is written
 * @param usage whether a stream ends with the number of tokens
 */
record CompletionRequest(
        ServedModel model,
        boolean chat,
        List<int[]> prompts,
        Sampling sampling,
        long seed,
        int n,
        int topLogprobs,
        boolean stream,
        boolean usage) {

    /** The protocol's own limits. */
    private static final int MAX_N = 128;

    private static final int MAX_STOP = 4;
    private static final int MAX_STOP_LENGTH = 256;
    private static final int MAX_PROMPTS = 128;
    private static final int MAX_TOP_LOGPROBS = 20;
    private static final double MAX_TEMPERATURE = 2;

    /** Parameters that change nothing here: whom to bill, where to keep. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "user",
            "store",
            "metadata",
            "service_tier",
            "safety_identifier",
            "prompt_cache_key",
            "parallel_tool_calls");

    /** Parameters that this server does not have, and the values with which they ask for nothing. */
    private static final List<String> UNSUPPORTED = List.of(
            "tools",
            "tool_choice",
            "functions",
            "function_call",
            "response_format",
            "modalities",
            "audio",
            "prediction",
            "web_search_options",
            "reasoning_effort",
            "verbosity",
            "logit_bias",
            "frequency_penalty",
            "presence_penalty",
            "best_of",
            "echo",
            "suffix");

    private static final Set<String> ASKS_NOTHING = Set.of(
            "[]", "{}", "0", "0.0", "false", "\"\"", "\"none\"", "\"auto\"", "[\"text\"]", "{\"type\":\"text\"}");

    /** What stands for a turn of the model without words, since no turn is empty. */
    private static final String NOTHING = "...";

    CompletionRequest {
        prompts = List.copyOf(prompts);
    }

    /**
     * Reads a conversation to reply to.
     *
     * @throws ApiError when something in it is wrong
     */
    static CompletionRequest chat(ObjectNode body, Decoder decoder, Sampling defaults) {
        Fields fields = new Fields(body);
        ServedModel model = model(fields, decoder);
        Sampling sampling = sampling(fields, defaults, true);
        boolean shorten = truncation(fields);
        int topLogprobs = chatLogprobs(fields);
        JsonNode messages = fields.get("messages")
                .orElseThrow(() -> ApiError.invalid(
                        "messages", "missing_required_parameter", "Missing required parameter: 'messages'."));
        CompletionRequest request =
                rest(fields, model, true, List.of(), sampling, topLogprobs); // before the long work, what is quick
        Conversation conversation = Conversation.read(messages);
        return request.with(List.of(conversation.prompt(model, sampling, shorten)));
    }

    /**
     * Reads a text to go on with.
     *
     * @throws ApiError when something in it is wrong
     */
    static CompletionRequest text(ObjectNode body, Decoder decoder, Sampling defaults) {
        Fields fields = new Fields(body);
        ServedModel model = model(fields, decoder);
        Sampling sampling = sampling(fields, defaults, false);
        int topLogprobs = (int) fields.integer("logprobs", 0, 5).orElse(-1);
        JsonNode prompt = fields.get("prompt")
                .orElseThrow(() -> ApiError.invalid(
                        "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'."));
        CompletionRequest request = rest(fields, model, false, List.of(), sampling, topLogprobs);
        return request.with(prompts(prompt, model));
    }

    private CompletionRequest with(List<int[]> read) {
        int context = model.model().config().context();
        for (int[] prompt : read) {
            if (prompt.length >= context) {
                throw tooLong(chat ? "messages" : "prompt", context, prompt.length);
            }
        }
        return new CompletionRequest(model, chat, read, sampling, seed, n, topLogprobs, stream, usage);
    }

    static ApiError tooLong(String param, int context, int length) {
        return ApiError.invalid(
                param,
                "context_length_exceeded",
                "This model's maximum context length is " + context
                        + " tokens, of which one at least is for the reply, and" + " the " + param + " came to "
                        + length + " tokens; shorten them.");
    }

    private static ServedModel model(Fields fields, Decoder decoder) {
        String name = fields.text("model");
        return decoder.model(name).orElseThrow(() -> unknownModel(name, decoder));
    }

    static ApiError unknownModel(String name, Decoder decoder) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return new ApiError(
                404,
                "invalid_request_error",
                "model",
                "model_not_found",
                "The model '" + shown + "' does not exist (have: " + decoder.names() + ").");
    }

    private static Sampling sampling(Fields fields, Sampling defaults, boolean chat) {
        long maxTokens = fields.integer("max_tokens", 1, Integer.MAX_VALUE).orElse(defaults.maxTokens());
        if (chat) {
            OptionalLong newer = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
            maxTokens = newer.orElse(maxTokens);
        }
        return new Sampling(
                fields.number("temperature", 0, MAX_TEMPERATURE).orElse(defaults.temperature()),
                (int) fields.integer("top_k", 0, Integer.MAX_VALUE).orElse(defaults.topK()),
                fields.number("top_p", 0, 1).orElse(defaults.topP()),
                fields.number("min_p", 0, 1).orElse(defaults.minP()),
                fields.number("repetition_penalty", 1, 10).orElse(defaults.repetitionPenalty()),
                defaults.repetitionWindow(),
                (int) maxTokens,
                stop(fields).orElse(defaults.stop()));
    }

    private static Optional<List<String>> stop(Fields fields) {
        Optional<JsonNode> value = fields.get("stop");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        List<String> stop = new ArrayList<>();
        if (value.get().isArray()) {
            value.get().forEach(one -> stop.add(one.isTextual() ? one.textValue() : ""));
        } else {
            stop.add(value.get().isTextual() ? value.get().textValue() : "");
        }
        if (stop.size() > MAX_STOP
                || stop.stream().anyMatch(string -> string.isEmpty() || string.length() > MAX_STOP_LENGTH)) {
            throw ApiError.invalid(
                    "stop",
                    "invalid_value",
                    "Invalid value for 'stop': expected a string, or up to " + MAX_STOP + " of them, each of 1 to "
                            + MAX_STOP_LENGTH + " characters.");
        }
        return Optional.of(stop);
    }

    /** Whether a conversation that is too long loses its oldest turns; otherwise it is refused. */
    private static boolean truncation(Fields fields) {
        String value = fields.get("truncation").map(JsonNode::asText).orElse("disabled");
        if (!value.equals("auto") && !value.equals("disabled")) {
            throw ApiError.invalid(
                    "truncation", "invalid_value", "Invalid value for 'truncation': expected 'auto' or 'disabled'.");
        }
        return value.equals("auto");
    }

    private static int chatLogprobs(Fields fields) {
        boolean wanted = fields.flag("logprobs");
        OptionalLong top = fields.integer("top_logprobs", 0, MAX_TOP_LOGPROBS);
        if (top.isPresent() && !wanted) {
            throw ApiError.invalid(
                    "top_logprobs", "invalid_value", "'top_logprobs' is only allowed when 'logprobs' is true.");
        }
        return wanted ? (int) top.orElse(0) : -1;
    }

    private static CompletionRequest rest(
            Fields fields, ServedModel model, boolean chat, List<int[]> prompts, Sampling sampling, int topLogprobs) {
        int n = (int) fields.integer("n", 1, MAX_N).orElse(1);
        long seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE)
                .orElseGet(() -> ThreadLocalRandom.current().nextLong());
        boolean stream = fields.flag("stream");
        boolean usage = usage(fields, stream);
        WITHOUT_EFFECT.forEach(fields::get);
        for (String name : UNSUPPORTED) {
            Optional<JsonNode> value = fields.get(name);
            boolean asks = value.isPresent()
                    && !ASKS_NOTHING.contains(value.get().toString())
                    && !(name.equals("best_of") && value.get().asInt() == n);
            if (asks) {
                throw ApiError.invalid(
                        name, "unsupported_parameter", "Unsupported parameter: '" + name + "' is not supported here.");
            }
        }
        fields.refuseUnknown();
        return new CompletionRequest(model, chat, prompts, sampling, seed, n, topLogprobs, stream, usage);
    }

    private static boolean usage(Fields fields, boolean stream) {
        Optional<JsonNode> options = fields.get("stream_options");
        if (options.isEmpty()) {
            return false;
        }
        if (!stream) {
            throw ApiError.invalid(
                    "stream_options", "invalid_value", "'stream_options' is only allowed when 'stream' is true.");
        }
        if (!(options.get() instanceof ObjectNode object)) {
            throw Fields.wrongType("stream_options", "an object", options.get());
        }
        Fields inner = new Fields(object);
        boolean usage = inner.flag("include_usage");
        inner.get("include_obfuscation");
        inner.refuseUnknown();
        return usage;
    }

    private static List<int[]> prompts(JsonNode prompt, ServedModel model) {
        List<int[]> prompts = new ArrayList<>();
        if (prompt.isArray() && !prompt.isEmpty() && !prompt.get(0).isIntegralNumber()) {
            if (prompt.size() > MAX_PROMPTS) {
                throw ApiError.invalid(
                        "prompt", "invalid_value", "'prompt' has " + prompt.size() + " texts; at most " + MAX_PROMPTS);
            }
            prompt.forEach(one -> prompts.add(onePrompt(one, model)));
        } else {
            prompts.add(onePrompt(prompt, model));
        }
        return prompts;
    }

    /** A text, or its tokens; before it the token with which every text begins. */
    private static int[] onePrompt(JsonNode prompt, ServedModel model) {
        Vocabulary vocabulary = model.model().vocabulary();
        int[] tokens;
        if (prompt.isTextual()) {
            tokens = vocabulary.encode(prompt.textValue());
        } else if (prompt.isArray()) {
            tokens = new int[prompt.size()];
            for (int i = 0; i < tokens.length; i++) {
                JsonNode token = prompt.get(i);
                if (!token.canConvertToInt()
                        || !token.isIntegralNumber()
                        || token.intValue() < 0
                        || token.intValue() >= vocabulary.size()) {
                    throw ApiError.invalid(
                            "prompt",
                            "invalid_value",
                            "Invalid value for 'prompt': tokens are integers from 0 to " + (vocabulary.size() - 1)
                                    + ".");
                }
                tokens[i] = token.intValue();
            }
        } else {
            throw Fields.wrongType("prompt", "a string, tokens, or an array of either", prompt);
        }
        int[] whole = new int[tokens.length + 1];
        whole[0] = vocabulary.id(SpecialToken.DOCUMENT);
        System.arraycopy(tokens, 0, whole, 1, tokens.length);
        return whole;
    }

    /** Number of replies. */
    int choices() {
        return n * prompts.size();
    }

    /** The reply of that number, which starts at 0: those to the first prompt come first. */
    Generation generation(int index, long deadline, Generation.Listener listener) {
        int[] prompt = prompts.get(index / n);
        int room = model.model().config().context() - prompt.length;
        return new Generation(
                model.model().vocabulary(),
                prompt,
                sampling.withMaxTokens(Math.min(sampling.maxTokens(), room)),
                // Far apart, so that the replies of neighbouring seeds are not the same in another order.
                seed + index * 0x9E3779B97F4A7C15L,
                topLogprobs,
                chat,
                deadline,
                listener);
    }

    /** All tokens that are read for it. */
    int promptTokens() {
        return prompts.stream().mapToInt(prompt -> prompt.length).sum();
    }

    /** For a turn of the model that has no words. */
    static String orNothing(String text) {
        return text.isBlank() ? NOTHING : text;
    }

    /** The chat template of a model. */
    static ChatTemplate template(ServedModel model) {
        return new ChatTemplate(model.model().vocabulary());
    }
}
