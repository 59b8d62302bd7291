// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.seance.api.serving.ModelServer;
import dev.seance.api.serving.ModelServerContract;
import dev.seance.api.serving.ServedModel;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.ExtensionPoint;

class OpenAiServerTest extends ModelServerContract {

    private static final ServedModel MODEL = scripted(
            "model",
            Map.of(
                    "Good evening.",
                    "Good evening, sir; née 🎩.",
                    "Count.",
                    "One, two, three, four...",
                    "Be brief.\n\nWho are you?",
                    "A gentleman.",
                    "Good evening.Good evening to you.Is it late?",
                    "It is nine.",
                    "It was a",
                    " dark night."),
            512);

    private Serving serving;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return OpenAiServer.class;
    }

    @Override
    protected ModelServer server() {
        return new OpenAiServer(Serving.OPTIONS);
    }

    @BeforeEach
    void serve() throws IOException {
        serving = Serving.of(MODEL, scripted("other/1:base", Map.of("Hm?", "Well."), 64));
    }

    @AfterEach
    void stop() {
        serving.close();
    }

    /** The data of a stream's events. */
    private List<String> stream(String path, String body) throws IOException {
        HttpResponse<String> response = serving.post(path, body);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream; charset=utf-8");
        return response.body()
                .lines()
                .filter(line -> !line.isEmpty())
                .peek(line -> assertThat(line).startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    @Nested
    class Chat {

        @Test
        void repliesWhole() throws IOException {
            JsonNode reply = serving.chat("Good evening.", "");
            assertThat(reply.at("/object").asText()).isEqualTo("chat.completion");
            assertThat(reply.at("/id").asText()).startsWith("chatcmpl-");
            assertThat(reply.at("/model").asText()).isEqualTo("model");
            assertThat(reply.at("/choices/0/message/role").asText()).isEqualTo("assistant");
            assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("Good evening, sir; née 🎩.");
            assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
            // A token a byte: the question with four markers, and the reply.
            assertThat(reply.at("/usage/prompt_tokens").asInt()).isEqualTo(13 + 4);
            assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(29);
            assertThat(reply.at("/usage/total_tokens").asInt()).isEqualTo(46);
        }

        @Test
        void streamsTheSame() throws IOException {
            List<String> events = stream(
                    "/v1/chat/completions",
                    Serving.chatBody(
                            "model",
                            "Good evening.",
                            ", \"stream\": true, \"stream_options\": {\"include_usage\": true}"));
            assertThat(events).last().isEqualTo("[DONE]");
            StringBuilder text = new StringBuilder();
            List<String> finishes = new ArrayList<>();
            for (String event : events.subList(0, events.size() - 2)) {
                JsonNode piece = Serving.JSON.readTree(event);
                assertThat(piece.at("/object").asText()).isEqualTo("chat.completion.chunk");
                text.append(piece.at("/choices/0/delta/content").asText(""));
                finishes.add(piece.at("/choices/0/finish_reason").asText());
            }
            assertThat(text).hasToString("Good evening, sir; née 🎩.");
            assertThat(Serving.JSON
                            .readTree(events.get(0))
                            .at("/choices/0/delta/role")
                            .asText())
                    .isEqualTo("assistant");
            assertThat(finishes).last().isEqualTo("stop");
            assertThat(finishes.subList(0, finishes.size() - 1)).containsOnly("null");
            JsonNode last = Serving.JSON.readTree(events.get(events.size() - 2));
            assertThat(last.at("/choices")).isEmpty();
            assertThat(last.at("/usage/completion_tokens").asInt()).isEqualTo(29);
        }

        @Test
        void endsWhereItIsToldTo() throws IOException {
            JsonNode cut = serving.chat("Count.", ", \"max_completion_tokens\": 8");
            assertThat(cut.at("/choices/0/message/content").asText()).isEqualTo("One, two");
            assertThat(cut.at("/choices/0/finish_reason").asText()).isEqualTo("length");
            JsonNode stopped = serving.chat("Count.", ", \"stop\": [\", th\", \"four\"]");
            assertThat(stopped.at("/choices/0/message/content").asText()).isEqualTo("One, two");
            assertThat(stopped.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        }

        @Test
        void readsTheWholeConversationAndItsSystemPrompt() throws IOException {
            String body = "{\"model\": \"model\", \"messages\": [{\"role\": \"user\", \"content\": \"Good evening.\"},"
                    + "{\"role\": \"assistant\", \"content\": \"Good evening to you.\"},"
                    + "{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"Is it late?\"}]}]}";
            assertThat(serving.post("/v1/chat/completions", body).body()).contains("It is nine.");
            String told = "{\"model\": \"model\", \"messages\": [{\"role\": \"system\", \"content\": \"Be brief.\"},"
                    + "{\"role\": \"user\", \"content\": \"Who are you?\"}]}";
            assertThat(serving.post("/v1/chat/completions", told).body()).contains("A gentleman.");
        }

        @Test
        void givesSeveralRepliesEachWithItsNumber() throws IOException {
            JsonNode reply = serving.chat("Good evening.", ", \"n\": 3");
            assertThat(reply.at("/choices").findValuesAsText("index")).containsExactly("0", "1", "2");
            assertThat(reply.at("/choices").findValuesAsText("content"))
                    .hasSize(3)
                    .containsOnly("Good evening, sir; née 🎩.");
            assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(3 * 29);
        }

        @Test
        void tellsHowLikelyEachTokenWas() throws IOException {
            JsonNode content = serving.chat(
                            "Good evening.", ", \"logprobs\": true, \"top_logprobs\": 2, \"max_tokens\": 4")
                    .at("/choices/0/logprobs/content");
            assertThat(content).hasSize(4);
            assertThat(content.at("/0/token").asText()).isEqualTo("G");
            assertThat(content.at("/0/bytes/0").asInt()).isEqualTo('G');
            assertThat(content.at("/0/logprob").asDouble()).isCloseTo(0, within(1e-6));
            assertThat(content.at("/0/top_logprobs")).hasSize(2);
            assertThat(content.at("/0/top_logprobs/0/token").asText()).isEqualTo("G");
            assertThat(content.at("/0/top_logprobs/1/logprob").asDouble()).isCloseTo(-200, within(1.0));
        }

        @Test
        void drawsTheSameFromTheSameSeed() throws IOException {
            String warm = ", \"temperature\": 2, \"max_tokens\": 20, \"seed\": ";
            ServedModel undecided =
                    new ServedModel("undecided", "f", new Undecided().model("undecided", 64), MODEL.origin());
            try (Serving drawing = Serving.of(undecided)) {
                List<String> drawn = new ArrayList<>();
                for (int seed : new int[] {7, 7, 8}) {
                    drawn.add(Serving.JSON
                            .readTree(drawing.post(
                                            "/v1/chat/completions", Serving.chatBody("undecided", "Hm?", warm + seed))
                                    .body())
                            .at("/choices/0/message/content")
                            .asText());
                }
                assertThat(drawn.get(1)).isEqualTo(drawn.get(0)).hasSizeGreaterThan(5);
                assertThat(drawn.get(2)).isNotEqualTo(drawn.get(0));
            }
        }

        @Test
        void leavesOutTheOldestTurnsOnlyWhereItIsAskedTo() throws IOException {
            String turns = "{\"role\": \"user\", \"content\": \"%s\"}, {\"role\": \"assistant\", \"content\": \"Ah.\"},"
                    .formatted("long ".repeat(20));
            String body = "{\"model\": \"other/1:base\", \"messages\": [" + turns
                    + "{\"role\": \"user\", \"content\": \"Hm?\"}]%s}";
            HttpResponse<String> refused = serving.post("/v1/chat/completions", body.formatted(""));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("context_length_exceeded").contains("64 tokens");
            assertThat(serving.post("/v1/chat/completions", body.formatted(", \"truncation\": \"auto\""))
                            .body())
                    .contains("Well.");
        }
    }

    @Nested
    class Completions {

        @Test
        void goOnWithATextOrSeveral() throws IOException {
            JsonNode reply = Serving.JSON.readTree(
                    serving.post("/v1/completions", "{\"model\": \"model\", \"prompt\": \"It was a\"}")
                            .body());
            assertThat(reply.at("/object").asText()).isEqualTo("text_completion");
            assertThat(reply.at("/choices/0/text").asText()).isEqualTo(" dark night.");
            JsonNode two = Serving.JSON.readTree(serving.post(
                            "/v1/completions",
                            "{\"model\": \"model\", \"prompt\": [\"It was a\", \"Good evening.\"], \"n\": 2}")
                    .body());
            assertThat(two.at("/choices").findValuesAsText("text"))
                    .containsExactly(
                            " dark night.", " dark night.", "Good evening, sir; née 🎩.", "Good evening, sir; née 🎩.");
            assertThat(two.at("/choices").findValuesAsText("index")).containsExactly("0", "1", "2", "3");
        }

        @Test
        void streamAndTellHowLikely() throws IOException {
            List<String> events = stream(
                    "/v1/completions",
                    "{\"model\": \"model\", \"prompt\": \"It was a\", \"stream\": true, \"logprobs\": 1}");
            JsonNode first = Serving.JSON.readTree(events.get(0));
            assertThat(first.at("/choices/0/text").asText()).isEqualTo(" ");
            assertThat(first.at("/choices/0/logprobs/tokens/0").asText()).isEqualTo(" ");
            assertThat(first.at("/choices/0/logprobs/token_logprobs/0").asDouble())
                    .isCloseTo(0, within(1e-6));
            assertThat(events).last().isEqualTo("[DONE]");
        }
    }

    @Test
    void listsItsModels() throws IOException {
        JsonNode list = Serving.JSON.readTree(serving.get("/v1/models").body());
        assertThat(list.at("/data").findValuesAsText("id")).containsExactly("model", "other/1:base");
        assertThat(serving.get("/v1/models/other/1:base").body()).contains("\"id\":\"other/1:base\"");
        assertThat(serving.get("/v1/models/other%2F1%3Abase").body()).contains("\"id\":\"other/1:base\"");
        assertThat(serving.get("/v1/models/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsItsHealthAndItsFigures() throws IOException {
        serving.chat("Good evening.", "");
        assertThat(serving.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(serving.metric("seance_generated_tokens_total{model=\"model\"}"))
                .isEqualTo(29);
        assertThat(serving.metric("seance_prompt_tokens_total{model=\"model\"}"))
                .isEqualTo(17);
        assertThat(serving.metric("seance_requests_total{path=\"/v1/chat/completions\",status=\"200\"}"))
                .isEqualTo(1);
        assertThat(serving.metric("seance_replies_active")).isZero();
        assertThat(serving.get("/metrics").body().lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.matches("[a-z_]+(\\{([a-z]+=\"[^\"]*\",?)*\\})? [0-9.E-]+"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            , "temperature": 2.5            | temperature    | invalid_value
            , "temperature": "warm"         | temperature    | invalid_type
            , "top_p": -0.1                 | top_p          | invalid_value
            , "min_p": 2                    | min_p          | invalid_value
            , "top_k": 1.5                  | top_k          | invalid_type
            , "max_tokens": 0               | max_tokens     | invalid_value
            , "max_completion_tokens": 1e99 | max_completion_tokens | invalid_type
            , "n": 0                        | n              | invalid_value
            , "seed": 99999999999999999999  | seed           | invalid_value
            , "stop": ["a","b","c","d","e"] | stop           | invalid_value
            , "stop": ""                    | stop           | invalid_value
            , "stream": "yes"               | stream         | invalid_type
            , "stream_options": {}          | stream_options | invalid_value
            , "top_logprobs": 3             | top_logprobs   | invalid_value
            , "logprobs": true, "top_logprobs": 21 | top_logprobs | invalid_value
            , "tools": [{"type": "function"}] | tools        | unsupported_parameter
            , "frequency_penalty": 0.5      | frequency_penalty | unsupported_parameter
            , "temprature": 1               | temprature     | unknown_parameter
            , "messages": []                | (body)         | invalid_json
            """)
    void refusesWhatIsWrongWithAParameter(String more, String param, String code) throws IOException {
        HttpResponse<String> response =
                serving.post("/v1/chat/completions", Serving.chatBody("model", "Good evening.", more));
        JsonNode error = Serving.JSON.readTree(response.body()).get("error");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("message").asText()).isNotBlank();
        if (!param.equals("(body)")) {
            assertThat(error.get("param").asText()).isEqualTo(param);
        }
    }

    @Test
    void takesParametersThatAskForNothing() throws IOException {
        String nothing = ", \"user\": \"me\", \"frequency_penalty\": 0, \"presence_penalty\": 0.0, \"logit_bias\": {},"
                + " \"tools\": [], \"response_format\": {\"type\": \"text\"}, \"temperature\": null, \"store\": false";
        assertThat(serving.chat("Good evening.", nothing).at("/choices")).hasSize(1);
    }

    @Test
    void refusesModelsAndAddressesThatThereAreNot() throws IOException {
        HttpResponse<String> model = serving.post("/v1/chat/completions", Serving.chatBody("nobody", "Hm?", ""));
        assertThat(model.statusCode()).isEqualTo(404);
        assertThat(model.body()).contains("model_not_found").contains("have: model, other/1:base");
        assertThat(serving.get("/v1/files").statusCode()).isEqualTo(404);
        assertThat(serving.get("/v1/chat/completions").statusCode()).isEqualTo(405);
        assertThat(serving.send(serving.request("/v1/chat/completions")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void wantsItsKeyWhereThereIsOne() throws IOException {
        try (Serving closed = Serving.withKey("s3cret", MODEL)) {
            assertThat(closed.get("/health").statusCode()).isEqualTo(200);
            assertThat(closed.get("/").statusCode()).isEqualTo(200);
            for (String path : List.of("/v1/models", "/v1/models/model", "/metrics", "/about")) {
                HttpResponse<String> refused = closed.get(path);
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.body()).contains("invalid_api_key").doesNotContain("s3cret");
                assertThat(closed.send(closed.request(path).header("Authorization", "Bearer s3cret"))
                                .statusCode())
                        .isEqualTo(200);
                assertThat(closed.send(closed.request(path).header("Authorization", "Bearer s3cre"))
                                .statusCode())
                        .isEqualTo(401);
            }
            assertThat(closed.post("/v1/chat/completions", "{}").statusCode()).isEqualTo(401);
        }
    }

    @Nested
    class LangChain4j {

        @Test
        void talks() {
            OpenAiChatModel model = OpenAiChatModel.builder()
                    .baseUrl(serving.base())
                    .apiKey("none")
                    .modelName("model")
                    .maxRetries(0)
                    .build();
            ChatResponse response = model.chat(
                    UserMessage.from("Good evening."),
                    AiMessage.from("Good evening to you."),
                    UserMessage.from("Is it late?"));
            assertThat(response.aiMessage().text()).isEqualTo("It is nine.");
            assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(11);
            assertThat(model.chat(SystemMessage.from("Be brief."), UserMessage.from("Who are you?"))
                            .aiMessage()
                            .text())
                    .isEqualTo("A gentleman.");
            Assertions.assertThatThrownBy(() -> model.chat("x".repeat(600)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("context_length_exceeded");
        }

        @Test
        void listens() throws Exception {
            OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                    .baseUrl(serving.base())
                    .apiKey("none")
                    .modelName("model")
                    .build();
            StringBuilder heard = new StringBuilder();
            CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
            model.chat("Good evening.", new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(String piece) {
                    heard.append(piece);
                }

                @Override
                public void onCompleteResponse(ChatResponse response) {
                    whole.complete(response);
                }

                @Override
                public void onError(Throwable error) {
                    whole.completeExceptionally(error);
                }
            });
            ChatResponse response = whole.get(20, TimeUnit.SECONDS);
            assertThat(heard).hasToString("Good evening, sir; née 🎩.");
            assertThat(response.aiMessage().text()).isEqualTo(heard.toString());
            assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(29);
        }
    }
}
