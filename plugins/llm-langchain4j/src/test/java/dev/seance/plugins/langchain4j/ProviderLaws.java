// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmProviderContract;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.testing.LlmService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for each of the plugin's providers, against a service that speaks its protocol. */
abstract class ProviderLaws extends LlmProviderContract {

    static final String KEY = "sk-secret-1837";

    private final LlmService service = LlmService.answering(said -> "Good evening to you, sir: " + said);

    /** A provider that asks at that address. */
    abstract LlmProvider at(String address, int timeout);

    /** The name of the limit that the protocol's servers know. */
    String limit() {
        return "\"max_tokens\"";
    }

    /** Whether requests carry a key. */
    abstract boolean sendsKey();

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    protected LlmProvider provider() {
        return at(service.address(), 30);
    }

    @Override
    protected String model() {
        return "a-model";
    }

    @Override
    protected int requests() {
        return service.requests();
    }

    @Override
    protected Optional<LlmProvider> faulty(Fault fault) {
        return switch (fault) {
            case OVERLOADED -> {
                service.always(LlmService.Fault.OVERLOADED);
                yield Optional.of(provider());
            }
            case KEY_REFUSED -> {
                service.always(LlmService.Fault.KEY_REFUSED);
                yield Optional.of(provider());
            }
            case UNREACHABLE -> Optional.of(at("http://127.0.0.1:" + freePort(), 30));
        };
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void sendsAllThatWasSaid() {
        try (LlmClient client = provider().open("a-model")) {
            LlmReply reply = client.ask(new LlmRequest(
                    "Be brief.",
                    List.of(
                            new Turn(Role.USER, "Who \"are\" you?"),
                            new Turn(Role.ASSISTANT, "A friend,\nsir."),
                            new Turn(Role.USER, "Naïve \u2014 indeed?")),
                    0.25,
                    77));
            assertThat(reply.text()).isEqualTo("Good evening to you, sir: Naïve \u2014 indeed?");
        }
        assertThat(service.bodies())
                .singleElement()
                .asString()
                .contains("Be brief.", "Who \\\"are\\\" you?", "A friend,\\nsir.", "a-model", "0.25", "77")
                .contains("\"assistant\"", limit());
        assertThat(service.keys()).containsExactly(sendsKey() ? KEY : "");
    }

    @Test
    void chargesWhatTheServiceBills() {
        try (LlmClient client = provider().open("a-model")) {
            LlmReply reply = client.ask(question());
            assertThat(reply.inputTokens() + reply.outputTokens()).isEqualTo(service.billedTokens());
        }
    }

    @Test
    void waitsAsLongAsTheServiceSays() {
        LlmException failure = failure(LlmService.Fault.TOO_MANY_REQUESTS, 30);
        assertThat(failure.retriable()).isTrue();
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(failure.mayBeCharged()).isFalse();
        assertThat(failure).message().endsWith(": 429, slow down, please");
    }

    @Test
    void asksAgainAfterAnErrorOfTheService() {
        LlmException failure = failure(LlmService.Fault.INTERNAL_ERROR, 30);
        assertThat(failure.retriable()).isTrue();
        assertThat(failure.mayBeCharged()).isFalse();
        assertThat(failure).message().endsWith(": 500, something broke");
    }

    @Test
    void doesNotAskAgainWhatIsWrong() {
        LlmException failure = failure(LlmService.Fault.BAD_REQUEST, 30);
        assertThat(failure.retriable()).isFalse();
        assertThat(failure).message().endsWith(": 400, no such model");
    }

    @Test
    void neverRepeatsTheKey() {
        LlmException failure = failure(LlmService.Fault.KEY_REFUSED, 30);
        assertThat(failure.retriable()).isFalse();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain(KEY);
        }
        assertThat(failure).message().contains("401, invalid key");
    }

    @Test
    void countsAsPerhapsChargedWhatDidNotArriveWhole() {
        for (LlmService.Fault fault : List.of(LlmService.Fault.CUT, LlmService.Fault.MALFORMED)) {
            LlmException failure = failure(fault, 30);
            assertThat(failure.retriable()).as("%s", fault).isTrue();
            assertThat(failure.mayBeCharged()).as("%s", fault).isTrue();
        }
    }

    @Test
    @Timeout(30)
    void waitsForTheWholeAnswerNoLongerThanItMay() {
        for (LlmService.Fault fault : List.of(LlmService.Fault.HANGS, LlmService.Fault.STALLS)) {
            LlmException late = failure(fault, 1);
            assertThat(late.retriable()).as("%s", fault).isTrue();
            assertThat(late.mayBeCharged()).as("%s", fault).isTrue();
            assertThat(late).message().as("%s", fault).endsWith(": did not answer in time");
        }
    }

    @Test
    void tellsARefusalFromAnAnswer() {
        service.always(LlmService.Fault.REFUSAL);
        try (LlmClient client = provider().open("a-model")) {
            assertThat(client.ask(question()).finishReason()).isEqualTo(FinishReason.REFUSAL);
        }
    }

    private LlmException failure(LlmService.Fault fault, int timeout) {
        service.always(fault);
        try (LlmClient client = at(service.address(), timeout).open("a-model")) {
            LlmException failure = catchThrowableOfType(LlmException.class, () -> client.ask(question()));
            assertThat(failure).as("%s", fault).isNotNull();
            return failure;
        }
    }

    private static LlmRequest question() {
        return new LlmRequest("", List.of(new Turn(Role.USER, "Good evening.")), 1, 100);
    }
}
