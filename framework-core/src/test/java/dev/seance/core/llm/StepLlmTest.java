// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.core.recipe.LlmTerms;
import dev.seance.core.store.CallLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepLlmTest {

    /** A dollar for each token of an answer. */
    private static final Optional<LlmTerms.Price> DOLLAR =
            Optional.of(new LlmTerms.Price(0, 1_000_000, Optional.empty()));

    private static final int MOST_TOKENS = 4;

    @TempDir
    Path folder;

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();
    private CallLog log;

    @BeforeEach
    void open() throws IOException {
        log = CallLog.open(folder.resolve(CallLog.FILE));
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void buysAnAnswerOnce() throws IOException {
        LlmClient first = client(DOLLAR, OptionalDouble.empty(), this::counted);
        LlmReply reply = first.ask(request("Good evening.", 0));
        assertThat(first.ask(request("Good evening.", 0))).isEqualTo(reply);
        assertThat(sent).hasValue(1);

        log.close();
        log = CallLog.open(folder.resolve(CallLog.FILE));
        assertThat(client(DOLLAR, OptionalDouble.empty(), this::counted).ask(request("Good evening.", 0)))
                .isEqualTo(reply);
        assertThat(sent).hasValue(1);
        assertThat(log.totals(List.of("key"))).isEqualTo(new CallLog.Totals(1, 1, 3, 2, 2));
    }

    @Test
    void buysAsManyAnswersToOneQuestionAsAreWanted() {
        LlmClient client = client(DOLLAR, OptionalDouble.empty(), this::counted);
        List<String> answers = new ArrayList<>();
        for (int sample = 0; sample < 5; sample++) {
            answers.add(client.ask(request("Write a scene.", sample)).text());
        }
        assertThat(answers).doesNotHaveDuplicates();
        assertThat(client.ask(request("Write a scene.", 3)).text()).isEqualTo(answers.get(3));
        assertThat(sent).hasValue(5);
    }

    @Test
    void sendsEqualRequestsAtTheSameTimeOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        LlmClient client = client(DOLLAR, OptionalDouble.empty(), request -> {
            begun.countDown();
            await(go);
            return counted(request);
        });
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<LlmReply>> replies = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                replies.add(threads.submit(() -> client.ask(request("Good evening.", 0))));
            }
            begun.await();
            go.countDown();
            for (Future<LlmReply> reply : replies) {
                assertThat(reply.get()).isEqualTo(replies.get(0).get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(sent).hasValue(1);
    }

    @Test
    void asksAgainWhatTheServiceCouldNotAnswerAndWaitsAsLongAsItSays() {
        Duration wait = Duration.ofMillis(300);
        long before = System.nanoTime();
        LlmClient client = client(DOLLAR, OptionalDouble.empty(), request -> {
            if (sent.incrementAndGet() == 1) {
                throw new LlmException("429: too many requests", wait, null);
            }
            return reply("yes");
        });
        assertThat(client.ask(request("Anybody?", 0)).text()).isEqualTo("yes");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(wait);
        assertThat(log.totals(List.of("key"))).isEqualTo(new CallLog.Totals(2, 1, 3, 1, 1));
        assertThat(log.calls(List.of("key")).get(0).error()).isEqualTo("429: too many requests");
    }

    @Test
    void asksOnceWhatIsRefused() {
        LlmClient client = client(DOLLAR, OptionalDouble.empty(), request -> {
            sent.incrementAndGet();
            throw new LlmException("401: no such key", false, null);
        });
        assertThatThrownBy(() -> client.ask(request("Anybody?", 0))).hasMessage("401: no such key");
        assertThat(sent).hasValue(1);
    }

    @Test
    void countsALostAnswerAtTheMostThatItCanHaveCost() {
        LlmClient client = client(DOLLAR, OptionalDouble.empty(), request -> {
            if (sent.incrementAndGet() == 1) {
                throw LlmException.lost("the connection was cut", null);
            }
            return reply("yes");
        });
        client.ask(request("Anybody?", 0));
        assertThat(log.totals(List.of("key")).usd()).isEqualTo(MOST_TOKENS + 1);
    }

    @Test
    void countsACallWithoutAnEndAtTheMostThatItCanHaveCost() throws IOException {
        LlmClient client = client(DOLLAR, OptionalDouble.empty(), request -> {
            throw new ThreadDeath();
        });
        assertThatThrownBy(() -> client.ask(request("Anybody?", 0))).isInstanceOf(ThreadDeath.class);
        assertThat(log.totals(List.of("key"))).isEqualTo(new CallLog.Totals(1, 0, 0, 0, MOST_TOKENS));
    }

    @Test
    void stopsBeforeTheBudgetIsExceededAndGoesOnWithMore() {
        LlmClient client = client(DOLLAR, OptionalDouble.of(9), this::counted);
        // Two dollars each; a fourth could cost four, of three that are left.
        for (int i = 0; i < 3; i++) {
            client.ask(request("Write a scene.", i));
        }
        assertThatThrownBy(() -> client.ask(request("Write a scene.", 3)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the budget of $9.00 does not reach")
                .hasMessageContaining("$6.0000 are spent")
                .hasMessageContaining("raise budget.usd");
        assertThat(sent).hasValue(3);

        LlmClient more = client(DOLLAR, OptionalDouble.of(10), this::counted);
        more.ask(request("Write a scene.", 3));
        assertThat(sent).hasValue(4);
    }

    /** However many threads ask, and whatever goes wrong: all done, none bought twice, never over the budget. */
    @Test
    void bearsFaultsOfEveryKind() throws Exception {
        int items = 400;
        SplittableRandom random = new SplittableRandom(1837);
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        LlmClient client = client(DOLLAR, OptionalDouble.of(items * MOST_TOKENS), request -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            try {
                int luck;
                synchronized (random) {
                    luck = random.nextInt(100);
                }
                if (luck < 5) {
                    throw new LlmException("429", Duration.ofMillis(1), null);
                }
                if (luck < 10) {
                    throw new LlmException("500", Duration.ZERO, null);
                }
                answered.incrementAndGet();
                return reply(request.turns().get(0).text());
            } finally {
                underWay.decrementAndGet();
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<LlmReply>> replies = new ArrayList<>();
            for (int i = 0; i < items; i++) {
                int item = i;
                replies.add(threads.submit(() -> client.ask(request("item " + item, 0))));
            }
            for (int i = 0; i < items; i++) {
                assertThat(replies.get(i).get().text()).isEqualTo("item " + i);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(answered).as("each bought once").hasValue(items);
        assertThat(most).as("under way at once").hasValueLessThanOrEqualTo(LlmTerms.DEFAULT_CONCURRENCY);
        assertThat(log.totals(List.of("key")).usd()).isCloseTo(items, within(1e-6));
    }

    @Test
    void stopsWaitingWhenTheUserAsksTo() {
        LlmClient client = client(DOLLAR, OptionalDouble.empty(), request -> {
            stop.set(true);
            throw new LlmException("busy", Duration.ofHours(1), null);
        });
        assertThatThrownBy(() -> client.ask(request("Anybody?", 0))).isInstanceOf(StopException.class);
    }

    @Test
    void saysWhichFileIsNoLog() throws IOException {
        Path file = Files.writeString(folder.resolve("other.sqlite"), "Dear Sir, this is no database.\n".repeat(40));
        assertThatThrownBy(() -> CallLog.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("other.sqlite cannot be used")
                .hasMessageContaining("move it away");
    }

    private LlmClient client(
            Optional<LlmTerms.Price> price, OptionalDouble budget, Function<LlmRequest, LlmReply> service) {
        LlmTerms terms =
                new LlmTerms(price, false, LlmTerms.DEFAULT_CONCURRENCY, OptionalInt.empty(), OptionalInt.empty(), 8);
        LlmClient sender = new LlmClient() {
            @Override
            public LlmReply ask(LlmRequest request) {
                return service.apply(request);
            }

            @Override
            public void close() {
                throw new AssertionError("not the step's to close");
            }
        };
        Waiting waiting = new Waiting(stop::get);
        Spending spending = new Spending(budget, waiting);
        spending.add(log.totals(List.of("key")).usd());
        StepLlm client = new StepLlm(
                new OpenLlm("provider", "model", Map.of(), terms, sender, Optional.empty()),
                new StepCalls(new RunCalls(log, spending, waiting, Clock.systemUTC()), "run/1", "scenes", "key"));
        client.close();
        return client;
    }

    private LlmReply counted(LlmRequest request) {
        return new LlmReply("answer " + sent.incrementAndGet(), FinishReason.STOP, 3, 2);
    }

    private static LlmReply reply(String text) {
        return new LlmReply(text, FinishReason.STOP, 3, 1);
    }

    private static LlmRequest request(String text, long sample) {
        return new LlmRequest("", List.of(new Turn(Role.USER, text)), 1, MOST_TOKENS, sample);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
