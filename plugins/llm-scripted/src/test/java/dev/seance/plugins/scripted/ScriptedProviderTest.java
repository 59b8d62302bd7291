// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmProviderContract;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class ScriptedProviderTest extends LlmProviderContract {

    private static final String ANSWERS = """
            # for tests
            [the weather]
            Foul.
            [the weather]
            Fair, sir,
            and warm.
            [thank]
            Not at all.
            []
            Good evening to you.
            """;

    @TempDir
    Path folder;

    /** The contract counts what a service receives; here the clients' calls stand for it. */
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ScriptedProvider.class;
    }

    @Override
    protected LlmProvider provider() {
        LlmProvider provider = provider(ANSWERS);
        return model -> {
            LlmClient client = provider.open(model);
            return new LlmClient() {
                @Override
                public LlmReply ask(LlmRequest request) {
                    asked.incrementAndGet();
                    return client.ask(request);
                }

                @Override
                public void close() {
                    client.close();
                }
            };
        };
    }

    private ScriptedProvider provider(String answers) {
        try {
            return new ScriptedProvider(new ScriptedOptions(Files.writeString(folder.resolve("answers.txt"), answers)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected String model() {
        return "any";
    }

    @Override
    protected int requests() {
        return asked.get();
    }

    @Override
    protected Optional<LlmProvider> faulty(Fault fault) {
        return Optional.empty();
    }

    @Override
    protected Optional<LlmProvider> unconfigured() {
        return Optional.of(new ScriptedProvider(new ScriptedOptions(folder.resolve("nowhere.txt"))));
    }

    @Test
    void answersByTheFirstPhraseThatTheRequestHas() {
        assertThat(ask(ANSWERS, "Thanks for the talk about The Weather.", 0)).isIn("Foul.", "Fair, sir,\nand warm.");
        assertThat(ask(ANSWERS, "Thank you.", 0)).isEqualTo("Not at all.");
        assertThat(ask(ANSWERS, "Who are you?", 0)).isEqualTo("Good evening to you.");
    }

    @Test
    void givesSeveralAnswersInTurn() {
        List<String> answers = new ArrayList<>();
        for (int sample = 0; sample < 4; sample++) {
            answers.add(ask(ANSWERS, "And the weather?", sample));
        }
        assertThat(answers.get(0)).isNotEqualTo(answers.get(1));
        assertThat(answers.subList(2, 4)).isEqualTo(answers.subList(0, 2));
        assertThat(ask(ANSWERS, "And the weather?", 1)).isEqualTo(answers.get(1));
    }

    @Test
    void saysWhatTheFileLacks() {
        assertThatThrownBy(() -> ask("[thank]\nNot at all.\n", "Who are you?", 0))
                .isInstanceOf(LlmException.class)
                .hasMessageContaining("none to 'Who are you?'");
        assertRefused("Hello.\n[a]\nb\n", "answers.txt, line 1: 'Hello.' stands before the first phrase");
        assertRefused("[a]\n[b]\nc\n", "answers.txt, line 1: nothing stands below this phrase");
        assertRefused("[a]\n", "answers.txt, line 1: nothing stands below this phrase");
        assertRefused("\n# nothing\n", "answers.txt has no answers");
    }

    private void assertRefused(String answers, String message) {
        assertThatThrownBy(() -> provider(answers).open("any"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    private String ask(String answers, String question, long sample) {
        try (LlmClient client = provider(answers).open("any")) {
            return client.ask(new LlmRequest("", List.of(new Turn(Role.USER, question)), 0, 50, sample))
                    .text();
        }
    }
}
