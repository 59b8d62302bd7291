// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.testing.LlmService;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class OpenAiProviderTest extends ProviderLaws {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return OpenAiProvider.class;
    }

    @Override
    LlmProvider at(String address, int timeout) {
        return new OpenAiProvider(
                new OpenAiOptions("A_KEY", address + "/v1", true, timeout),
                Clock.systemUTC(),
                name -> name.equals("A_KEY") ? KEY : null);
    }

    @Override
    boolean sendsKey() {
        return true;
    }

    @Override
    protected Optional<LlmProvider> unconfigured() {
        return Optional.of(new OpenAiProvider(
                new OpenAiOptions("A_KEY", OpenAiOptions.OFFICIAL, true, 1), Clock.systemUTC(), name -> null));
    }

    @Test
    void leavesTheTemperatureOutWhereAModelRefusesIt() {
        try (LlmService service = LlmService.answering(said -> "Yes.")) {
            OpenAiOptions options = new OpenAiOptions("A_KEY", service.address() + "/v1", false, 30);
            try (LlmClient client = new OpenAiProvider(options, Clock.systemUTC(), name -> KEY).open("a-model")) {
                client.ask(new LlmRequest("", List.of(new Turn(Role.USER, "Well?")), 0.5, 77));
            }
            assertThat(service.bodies())
                    .singleElement()
                    .asString()
                    .doesNotContain("temperature")
                    .containsPattern("\"max_tokens\"\\s*:\\s*77");
        }
    }

    @Test
    void doesNotAskAgainOnAnEmptyAccount() {
        try (LlmService service = LlmService.answering(said -> "Yes.").always(LlmService.Fault.OUT_OF_CREDIT);
                LlmClient client = at(service.address(), 30).open("a-model")) {
            LlmException failure = catchThrowableOfType(
                    LlmException.class,
                    () -> client.ask(new LlmRequest("", List.of(new Turn(Role.USER, "Well?")), 1, 100)));
            assertThat(failure.retriable()).isFalse();
            assertThat(failure.mayBeCharged()).isFalse();
            assertThat(failure).message().endsWith(": 429, You exceeded your current quota, check your plan");
        }
    }
}
