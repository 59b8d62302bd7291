// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.testing.ScriptedBackend;
import dev.seance.core.store.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatLoopTest {

    @TempDir
    Path folder;

    private String talk(String... lines) throws IOException {
        return talk(TextOutput::new, lines);
    }

    private String talk(Function<PrintStream, ChatOutput> kind, String... lines) throws IOException {
        ScriptedBackend backend = new ScriptedBackend(Map.of(
                "Hi", "Good day.",
                "HiGood day.Who?", "A man.",
                "Be brief.\n\nHi", "Day.",
                "One.\nTwo.", "Three."));
        TrainedModel model = backend.model("chat", 512);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Conversation conversation = new Conversation(
                backend.load(model.folder()), model.vocabulary(), "", "", Sampling.DEFAULT.withMaxTokens(64), 1);
        ChatOutput output = kind.apply(out);
        try (ChatInput in =
                new PlainInput(new BufferedReader(new StringReader(String.join("\n", lines) + "\n")), output::prompt)) {
            new ChatLoop(conversation, in, output).run();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void undoTakesTheLastExchangeBackAndRegenerateSaysItAgain() throws IOException {
        assertThat(talk("Hi", "Who?", "/undo", "Who?", "/regenerate", "/undo", "/undo", "/undo", "/regenerate"))
                .isEqualTo("> Good day.\n> A man.\n> (taken back: Who?)\n> A man.\n> A man.\n> (taken back: Who?)\n"
                        + "> (taken back: Hi)\n> (nothing was said yet)\n> (nothing was said yet)\n> ");
    }

    @Test
    void theSystemPromptCanBeChanged() throws IOException {
        assertThat(talk("/system", "/system Be brief.", "Hi", "/new", "Hi", "/system \"\"", "/new", "Hi"))
                .isEqualTo("> (it is told nothing)\n> (it is told: Be brief.)\n> Day.\n> (a new conversation)\n> Day.\n"
                        + "> (it is told nothing)\n> (a new conversation)\n> Good day.\n> ");
    }

    @Test
    void temperatureHasItsRange() throws IOException {
        assertThat(talk("/temperature 0", "/temperature -1", "/temperature hot", "/temperature NaN"))
                .isEqualTo("> (temperature 0.0)\n"
                        + "> (/temperature takes a number from 0 to 10, such as /temperature 0.7)\n".repeat(3)
                        + "> ");
    }

    @Test
    void savesTheConversationIntoANewFile() throws IOException {
        Path file = folder.resolve("talk \u00e9.txt");
        String said = talk("Hi", "/save " + file, "/save " + file, "/save", "/save " + folder.resolve("no/such"));
        assertThat(said).contains("(saved in ", "is there already; give another name", "there is no such folder");
        assertThat(Files.readString(file)).isEqualTo("user: Hi\n\nassistant: Good day.\n\n");
    }

    @Test
    void whatIsNoCommandIsNotSaidToTheModel() throws IOException {
        assertThat(talk("/regenrate", "/help"))
                .contains("(there is no command /regenrate; /help lists those there are)", "/undo ");
    }

    @Test
    void aBackslashAtItsEndJoinsALineToTheNext() throws IOException {
        assertThat(talk("One.\\", "Two.", "/undo")).isEqualTo("> . Three.\n> (taken back: One.\nTwo.)\n> ");
        assertThat(ChatInput.continues("a\\\\")).as("an even number is text").isFalse();
        assertThat(talk("/undo\\")).as("the end of the input ends the message").contains("nothing was said yet");
    }

    @Test
    void aProgramGetsAnObjectALineAndNothingElse() throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        String said = talk(out -> new JsonOutput(out, nowhere), "Hi", "/new", "x".repeat(600), "/help", "Hi");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : said.lines().toList()) {
            lines.add(Json.mapper().readTree(line));
        }
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).get("text").asText()).isEqualTo("Good day.");
        assertThat(lines.get(0).get("tokens").asInt()).isEqualTo(9);
        assertThat(lines.get(0).get("finishReason").asText()).isEqualTo("stop");
        assertThat(lines.get(1).get("error").asText()).contains("tokens long");
        assertThat(lines.get(2).get("text").asText()).isEqualTo("Good day.");
    }
}
