// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.seance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.model.RunModel;
import dev.seance.api.model.RunModels;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmProviderContract;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.testing.ScriptedBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class SeanceProviderTest extends LlmProviderContract {

    private static final SeanceOptions OPTIONS = new SeanceOptions(50, 1.0, 64);
    private static final String GREETING = "Answer as a Victorian would.\n\nGood evening, sir.";

    private final AtomicInteger asked = new AtomicInteger();
    private final ScriptedBackend backend =
            new ScriptedBackend(Map.of(GREETING, "Good evening to you.", "Hm?", "Yes..."));

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return SeanceProvider.class;
    }

    @Override
    protected LlmProvider provider() {
        return model -> {
            LlmClient client = new SeanceProvider(OPTIONS, this::find).open(model);
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

    private RunModel find(String name) {
        return new RunModel("fingerprint of " + name, backend.model(name, 1024));
    }

    @Override
    protected String model() {
        return "victorian-tiny";
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
        RunModels none = name -> {
            throw new UserError("no run '" + name + "'");
        };
        return Optional.of(new SeanceProvider(OPTIONS, none));
    }

    @Test
    void theSystemPromptStandsBeforeTheFirstQuestion() {
        try (LlmClient client = new SeanceProvider(OPTIONS, this::find).open(model())) {
            LlmReply reply = client.ask(new LlmRequest(
                    "Answer as a Victorian would.", List.of(new Turn(Role.USER, "Good evening, sir.")), 0, 100));
            assertThat(reply.text()).isEqualTo("Good evening to you.");
            assertThat(reply.complete()).isTrue();
        }
    }

    @Test
    void anAnswerThatDoesNotEndIsCutAndSaysSo() {
        try (LlmClient client = new SeanceProvider(OPTIONS, this::find).open(model())) {
            LlmReply reply = client.ask(new LlmRequest("", List.of(new Turn(Role.USER, "Hm?")), 0.7, 10));
            assertThat(reply.complete()).isFalse();
            assertThat(reply.outputTokens()).isEqualTo(10);
        }
    }

    @Test
    void aRequestBeyondTheContextIsRefusedForGood() {
        try (LlmClient client = new SeanceProvider(OPTIONS, this::find).open(model())) {
            LlmRequest request = new LlmRequest("", List.of(new Turn(Role.USER, "x".repeat(1000))), 0, 100);
            LlmException failure = catchThrowableOfType(LlmException.class, () -> client.ask(request));
            assertThat(failure)
                    .hasMessage(
                            "the request is 1004 tokens long, and model 'victorian-tiny' reads at most 924 and writes"
                                    + " 100 after them");
            assertThat(failure.retriable()).isFalse();
        }
    }

    @Test
    void otherWeightsAreAnotherRevision() {
        assertThat(new SeanceProvider(OPTIONS, this::find).revision("victorian/3"))
                .isEqualTo("fingerprint of victorian/3");
    }
}
