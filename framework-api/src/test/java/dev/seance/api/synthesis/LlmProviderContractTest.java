// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.ScriptedLlm;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

/** The contract passes a right provider and notices each way of being wrong. */
class LlmProviderContractTest {

    @Nested
    class PassesARightOne extends ScriptedContract {

        PassesARightOne() {
            super(right -> right);
        }
    }

    @Test
    void noticesACallWhenAClientIsOpened() {
        assertNoticed(
                right -> model -> {
                    LlmClient client = right.open(model);
                    client.ask(new LlmRequest("", List.of(greeting()), 0, 1));
                    return client;
                },
                LlmProviderContract::callsNobodyWhenItOpensAClient);
    }

    @Test
    void noticesABlankAnswer() {
        assertNoticed(
                replies(reply -> new LlmReply(" ", FinishReason.STOP, reply.inputTokens(), reply.outputTokens())),
                LlmProviderContract::answersAQuestion);
    }

    @Test
    void noticesTokensThatAreNotCounted() {
        assertNoticed(
                replies(reply -> new LlmReply(reply.text(), FinishReason.STOP, 0, 0)),
                LlmProviderContract::answersAQuestion);
    }

    @Test
    void noticesACutOffAnswerThatPassesForComplete() {
        assertNoticed(
                replies(reply ->
                        new LlmReply(reply.text(), FinishReason.STOP, reply.inputTokens(), reply.outputTokens())),
                LlmProviderContract::saysWhenAnAnswerWasCutOff);
    }

    @Test
    void noticesARetryOfItsOwn() {
        UnaryOperator<LlmProvider> retrying = right -> model -> new Client(right.open(model)) {
            @Override
            public LlmReply ask(LlmRequest request) {
                try {
                    return super.ask(request);
                } catch (LlmException e) {
                    return super.ask(request);
                }
            }
        };
        assertNoticed(retrying, LlmProviderContract::letsAnOverloadedServiceBeAskedAgainAndLeavesThatToTheCaller);
    }

    @Test
    void noticesACacheOfItsOwn() {
        UnaryOperator<LlmProvider> caching = right -> model -> new Client(right.open(model)) {
            private LlmReply cached;

            @Override
            public LlmReply ask(LlmRequest request) {
                cached = cached == null ? super.ask(request) : cached;
                return cached;
            }
        };
        assertNoticed(caching, LlmProviderContract::sendsOneRequestAQuestion);
        assertNoticed(caching, LlmProviderContract::answersSeveralThreadsAtOnce);
    }

    @Test
    void noticesAnExceptionThatSaysNothingOfRetrying() {
        UnaryOperator<LlmProvider> raw = right -> model -> new Client(right.open(model)) {
            @Override
            public LlmReply ask(LlmRequest request) {
                try {
                    return super.ask(request);
                } catch (LlmException e) {
                    throw new IllegalStateException(e.getMessage(), e);
                }
            }
        };
        assertNoticed(raw, LlmProviderContract::letsAnUnreachableServiceBeAskedAgain);
    }

    @Test
    void noticesAWrongWordOnRetrying() {
        UnaryOperator<LlmProvider> contrary = right -> model -> new Client(right.open(model)) {
            @Override
            public LlmReply ask(LlmRequest request) {
                try {
                    return super.ask(request);
                } catch (LlmException e) {
                    throw new LlmException(e.getMessage(), !e.retriable(), e);
                }
            }
        };
        assertNoticed(contrary, LlmProviderContract::letsAnUnreachableServiceBeAskedAgain);
        assertNoticed(contrary, LlmProviderContract::doesNotLetARefusedKeyBeTriedAgain);
    }

    @Test
    void noticesAMissingKeyThatIsFoundOutLate() {
        ScriptedContract wrong = new ScriptedContract(right -> right) {
            @Override
            protected Optional<LlmProvider> unconfigured() {
                return Optional.of(model -> new Client(provider().open(model)) {
                    @Override
                    public LlmReply ask(LlmRequest request) {
                        throw new UserError("set ACME_KEY");
                    }
                });
            }
        };
        assertThatThrownBy(wrong::namesWhatIsMissingBeforeItIsAsked).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesASecondCloseThatFails() {
        UnaryOperator<LlmProvider> once = right -> model -> new Client(right.open(model)) {
            private boolean closed;

            @Override
            public void close() {
                if (closed) {
                    throw new IllegalStateException("closed already");
                }
                closed = true;
            }
        };
        assertNoticed(once, LlmProviderContract::canBeClosedTwice);
    }

    /** A method of the contract. */
    private interface Law {
        void check(LlmProviderContract contract) throws Exception;
    }

    private static void assertNoticed(UnaryOperator<LlmProvider> wrong, Law law) {
        assertThatThrownBy(() -> law.check(new ScriptedContract(wrong))).isInstanceOf(AssertionError.class);
    }

    private static UnaryOperator<LlmProvider> replies(UnaryOperator<LlmReply> change) {
        return right -> model -> new Client(right.open(model)) {
            @Override
            public LlmReply ask(LlmRequest request) {
                return change.apply(super.ask(request));
            }
        };
    }

    private static Turn greeting() {
        return new Turn(Role.USER, "Good evening.");
    }

    /** A client that does as another does. */
    private static class Client implements LlmClient {

        private final LlmClient client;

        Client(LlmClient client) {
            this.client = client;
        }

        @Override
        public LlmReply ask(LlmRequest request) {
            return client.ask(request);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** The contract about some provider made from a right one. */
    private static class ScriptedContract extends LlmProviderContract {

        private final UnaryOperator<LlmProvider> made;
        private final AtomicInteger requests = new AtomicInteger();
        private final Map<Fault, LlmException> failures = new EnumMap<>(Map.of(
                Fault.OVERLOADED, new LlmException("529 overloaded", true, null),
                Fault.KEY_REFUSED, new LlmException("401 invalid key", false, null),
                Fault.UNREACHABLE, new LlmException("connection refused", true, null)));

        ScriptedContract(UnaryOperator<LlmProvider> made) {
            this.made = made;
        }

        @Override
        protected Class<? extends ExtensionPoint> extension() {
            return ScriptedLlm.class;
        }

        @Override
        protected LlmProvider provider() {
            return made.apply(ScriptedLlm.answering(request -> {
                requests.incrementAndGet();
                return "Good evening to you, sir.";
            }));
        }

        @Override
        protected String model() {
            return "scripted-1";
        }

        @Override
        protected int requests() {
            return requests.get();
        }

        @Override
        protected Optional<LlmProvider> faulty(Fault fault) {
            return Optional.of(made.apply(ScriptedLlm.answering(request -> {
                requests.incrementAndGet();
                throw failures.get(fault);
            })));
        }

        @Override
        protected Optional<LlmProvider> unconfigured() {
            return Optional.of(model -> {
                throw new UserError("the environment variable ACME_KEY is not set; set it to the service's key");
            });
        }
    }
}
