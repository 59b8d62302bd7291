// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.plugin.ExtensionContract;
import dev.seance.api.run.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What holds for every {@link LlmProvider}: opening a client calls nobody, a question is one request, and whatever goes
 * wrong is an {@link LlmException} that says whether to ask again. A plugin's test extends it and brings a service on
 * this machine (or a recording of one) that answers every question, in more than one token, and counts requests.
 */
public abstract class LlmProviderContract extends ExtensionContract {

    /** What a service may do instead of answering. */
    public enum Fault {
        /** It has had too many requests, or has no capacity now. */
        OVERLOADED,
        /** It does not accept the key. */
        KEY_REFUSED,
        /** Nobody listens at its address. */
        UNREACHABLE
    }

    private static final int THREADS = 4;
    private static final int QUESTIONS = 16;

    /** A new provider with the same options at each call, for the service that answers. */
    protected abstract LlmProvider provider();

    /** The name of a model that the service has. */
    protected abstract String model();

    /** How many requests the services of this test have received so far, those with a fault included. */
    protected abstract int requests();

    /** A new provider for a service with that fault; empty when this kind of service cannot have it. */
    protected abstract Optional<LlmProvider> faulty(Fault fault);

    /** A new provider without a key or an address that it needs; empty when it needs none. */
    protected abstract Optional<LlmProvider> unconfigured();

    @Test
    void callsNobodyWhenItOpensAClient() {
        int before = requests();
        provider().open(model()).close();
        if (provider() instanceof BatchLlmProvider provider) {
            provider.openBatches(model()).close();
        }
        assertThat(requests()).isEqualTo(before);
    }

    @Test
    void answersAQuestion() {
        try (LlmClient client = provider().open(model())) {
            LlmReply reply = client.ask(question(256));
            assertThat(reply.text()).isNotBlank();
            assertThat(reply.complete()).as("ended by itself").isTrue();
            assertThat(reply.inputTokens()).as("tokens of the question").isPositive();
            assertThat(reply.outputTokens()).as("tokens of the answer").isPositive();
        }
    }

    @Test
    void saysWhenAnAnswerWasCutOff() {
        try (LlmClient client = provider().open(model())) {
            LlmReply reply = client.ask(question(1));
            assertThat(reply.complete()).as("ended by itself").isFalse();
            assertThat(reply.outputTokens()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void sendsOneRequestAQuestion() {
        int before = requests();
        try (LlmClient client = provider().open(model())) {
            client.ask(question(256));
            assertThat(requests()).isEqualTo(before + 1);
            client.ask(question(256));
            assertThat(requests()).as("the same question again").isEqualTo(before + 2);
        }
    }

    @Test
    void answersSeveralThreadsAtOnce() throws Exception {
        int before = requests();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (LlmClient client = provider().open(model())) {
            List<Future<LlmReply>> replies = new ArrayList<>();
            for (int i = 0; i < QUESTIONS; i++) {
                replies.add(threads.submit(() -> client.ask(question(256))));
            }
            for (Future<LlmReply> reply : replies) {
                assertThat(reply.get().text()).isNotBlank();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(requests()).isEqualTo(before + QUESTIONS);
    }

    @Test
    void letsAnOverloadedServiceBeAskedAgainAndLeavesThatToTheCaller() {
        assertFails(Fault.OVERLOADED, true);
    }

    @Test
    void letsAnUnreachableServiceBeAskedAgain() {
        assertFails(Fault.UNREACHABLE, true);
    }

    @Test
    void doesNotLetARefusedKeyBeTriedAgain() {
        assertFails(Fault.KEY_REFUSED, false);
    }

    private void assertFails(Fault fault, boolean retriable) {
        Optional<LlmProvider> faulty = faulty(fault);
        if (faulty.isEmpty()) {
            return;
        }
        int before = requests();
        try (LlmClient client = faulty.get().open(model())) {
            LlmException failure = catchThrowableOfType(LlmException.class, () -> client.ask(question(256)));
            assertThat(failure).as("failure when %s", fault).isNotNull();
            assertThat(failure.retriable()).as("retriable when %s", fault).isEqualTo(retriable);
            assertThat(failure).message().isNotBlank();
        }
        assertThat(requests() - before).as("requests when %s", fault).isLessThanOrEqualTo(1);
    }

    @Test
    void namesWhatIsMissingBeforeItIsAsked() {
        unconfigured().ifPresent(provider -> assertThatThrownBy(
                        () -> provider.open(model()).close())
                .isInstanceOf(UserError.class)
                .message()
                .isNotBlank());
        unconfigured()
                .filter(BatchLlmProvider.class::isInstance)
                .map(BatchLlmProvider.class::cast)
                .ifPresent(provider -> assertThatThrownBy(
                                () -> provider.openBatches(model()).close())
                        .isInstanceOf(UserError.class)
                        .message()
                        .isNotBlank());
    }

    @Test
    void canBeClosedTwice() {
        LlmClient client = provider().open(model());
        client.close();
        assertThatCode(client::close).doesNotThrowAnyException();
    }

    private static LlmRequest question(int maxTokens) {
        return new LlmRequest(
                "Answer as a Victorian would.", List.of(new Turn(Role.USER, "Good evening, sir.")), 0, maxTokens);
    }
}
