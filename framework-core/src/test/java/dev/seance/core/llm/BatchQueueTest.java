// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.Progress;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.core.llm.BatchService.Kill;
import dev.seance.core.recipe.LlmTerms;
import dev.seance.core.store.CallLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BatchQueueTest {

    private static final int MOST_TOKENS = 4;

    /** A dollar for each token of an answer, half of it in a batch. */
    private static final Optional<LlmTerms.Price> DOLLAR =
            Optional.of(new LlmTerms.Price(0, 1_000_000, 0.5, Optional.empty()));

    private static final BatchTimes SHORT =
            new BatchTimes(Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofMillis(50));

    @TempDir
    Path folder;

    private final BatchService service = new BatchService();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<String> states = new CopyOnWriteArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    /** What one run has of a model. */
    private final class Process {

        private final CallLog log;
        private final OpenLlm llm;
        private final LlmClient client;
        private final Kill kill;

        Process(Kill kill, OptionalDouble budget, int concurrency, BatchTimes times) throws IOException {
            this.kill = kill;
            log = CallLog.open(folder.resolve(CallLog.FILE));
            LlmTerms terms = new LlmTerms(DOLLAR, true, concurrency, OptionalInt.empty(), OptionalInt.empty(), 2);
            Waiting waiting = new Waiting(stop::get);
            Spending spending = new Spending(budget, waiting);
            RunCalls calls = new RunCalls(log, spending, waiting, Clock.systemUTC());
            BatchQueue queue =
                    new BatchQueue(service.client(kill), terms, calls, times, log.inBatches("provider", "model"));
            llm = new OpenLlm("provider", "model", Map.of(), terms, new NeverAsked(), Optional.of(queue));
            spending.add(log.totals(List.of("key")).usd());
            queue.begin("key", new Shown());
            client = new StepLlm(llm, new StepCalls(calls, "run/1", "scenes", "key"));
            processes.add(this);
        }

        List<Future<LlmReply>> ask(int count) {
            return IntStream.range(0, count)
                    .mapToObj(item -> threads.submit(() -> client.ask(request("item " + item))))
                    .toList();
        }

        void close() {
            llm.close();
            log.close();
        }
    }

    private Process process() throws IOException {
        return killed(Kill.NEVER);
    }

    private Process killed(Kill kill) throws IOException {
        return new Process(kill, OptionalDouble.empty(), 100, SHORT);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        processes.stream().filter(process -> process.kill == Kill.NEVER).forEach(Process::close);
    }

    private static void assertAnswered(List<Future<LlmReply>> replies) throws Exception {
        for (int i = 0; i < replies.size(); i++) {
            assertThat(replies.get(i).get().text()).isEqualTo("re: item " + i);
        }
    }

    private CallLog.Totals totals() throws IOException {
        try (CallLog log = CallLog.open(folder.resolve(CallLog.FILE))) {
            return log.totals(List.of("key"));
        }
    }

    @Nested
    class Gathers {

        @Test
        void whatWaitsIntoOneBatchAtItsPrice() throws Exception {
            assertAnswered(process().ask(20));
            assertThat(service.sizes()).containsExactly(20);
            assertThat(totals()).isEqualTo(new CallLog.Totals(20, 20, 60, 40, 20));
            assertThat(notes).containsExactly("batch batch-1 is under way with 20 requests");
            assertThat(states).contains("20 requests wait in a batch").last().isEqualTo("");
        }

        @Test
        void noMoreThanABatchMayHave() throws Exception {
            BatchTimes patient = new BatchTimes(Duration.ofHours(1), Duration.ofMillis(10), Duration.ofMillis(50));
            assertAnswered(new Process(Kill.NEVER, OptionalDouble.empty(), 5, patient).ask(15));
            assertThat(service.sizes()).containsExactly(5, 5, 5);
        }

        @Test
        void noMoreBytesThanTheServiceTakes() throws Exception {
            service.limit(79);
            assertAnswered(process().ask(20));
            assertThat(service.sizes()).allMatch(size -> size <= 7);
            assertThat(service.sizes().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(20);
            assertThat(totals().usd()).isEqualTo(20);
        }

        @Test
        void oneThatIsTooLargeByItself() throws Exception {
            service.limit(5);
            assertAnswered(process().ask(3));
            assertThat(service.sizes()).containsExactly(1, 1, 1);
        }

        @Test
        void noMoreThanTheBudgetAllows() throws Exception {
            // Two dollars at most each, and one in the end: at 7 spent a tenth could exceed it.
            List<Future<LlmReply>> replies = new Process(Kill.NEVER, OptionalDouble.of(8.5), 100, SHORT).ask(20);
            List<Throwable> failures = new ArrayList<>();
            for (Future<LlmReply> reply : replies) {
                try {
                    reply.get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
            assertThat(service.sizes().get(0)).isEqualTo(4);
            assertThat(totals().usd()).isCloseTo(7, within(1e-9));
            assertThat(failures).hasSize(13).allSatisfy(failure -> assertThat(failure)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("the budget of $8.50 does not reach"));
        }
    }

    @Nested
    class AfterAKill {

        @ParameterizedTest
        @EnumSource(
                value = Kill.class,
                names = {"BEFORE_THE_ID_IS_HEARD", "BEFORE_IT_ASKS_FOR_ANSWERS"})
        void takesTheAnswersOfTheBatchUnderWay(Kill kill) throws Exception {
            killed(kill).ask(10);
            await(() -> service.sizes().size() == 1);
            // What the killed one wrote last is on the disk before it hangs.
            await(() -> kill == Kill.BEFORE_THE_ID_IS_HEARD || notes.size() == 1);
            assertThat(totals().usd()).as("at most").isEqualTo(20);

            assertAnswered(process().ask(12));
            assertThat(service.requests()).doesNotHaveDuplicates().hasSize(12);
            assertThat(totals()).isEqualTo(new CallLog.Totals(12, 12, 36, 24, 12));
        }

        @Test
        void asksForWhatTheServiceNeverGot() throws Exception {
            killed(Kill.BEFORE_THE_SERVICE_HAS_THE_BATCH).ask(10);
            await(() -> totals().calls() == 10);

            assertAnswered(process().ask(10));
            assertThat(service.requests()).hasSize(10);
            assertThat(totals()).isEqualTo(new CallLog.Totals(20, 10, 30, 20, 10));
        }

        @Test
        void doesNotTakeSomebodyElsesBatchForItsOwn() throws Exception {
            service.take(Map.of("one", request("one"), "two", request("two")));
            killed(Kill.BEFORE_THE_ID_IS_HEARD).ask(2);
            await(() -> service.sizes().size() == 2);

            assertAnswered(process().ask(2));
            assertThat(service.sizes()).containsExactly(2, 2);
        }

        @Test
        void spendsWhatTheAnswersLeaveOfTheMostThatTheyCouldCost() throws Exception {
            killed(Kill.BEFORE_IT_ASKS_FOR_ANSWERS).ask(10);
            await(() -> notes.size() == 1);

            // 20 set down for the ten; they come to 10, and each further one needs 2 and comes to 1.
            assertAnswered(new Process(Kill.NEVER, OptionalDouble.of(21), 100, SHORT).ask(15));
            assertThat(totals().usd()).isEqualTo(15);
        }

        @Test
        void fetchesWhatNobodyAsksForAnyMore() throws Exception {
            killed(Kill.BEFORE_IT_ASKS_FOR_ANSWERS).ask(10);
            await(() -> notes.size() == 1);
            process();
            await(() -> totals().answers() == 10);
            assertThat(totals().usd()).isEqualTo(10);
        }
    }

    @Nested
    class WhenSomethingFails {

        @Test
        void findsABatchOfWhichItDidNotHear() throws Exception {
            service.loseNextId();
            assertAnswered(process().ask(10));
            assertThat(service.sizes()).containsExactly(10);
            assertThat(totals()).isEqualTo(new CallLog.Totals(10, 10, 30, 20, 10));
        }

        @Test
        void handsABatchOverAgainThatTheServiceCouldNotTake() throws Exception {
            service.refuse(new LlmException("429: too many requests", Duration.ofMillis(1), null));
            assertAnswered(process().ask(10));
            assertThat(service.requests()).hasSize(10);
            assertThat(totals()).isEqualTo(new CallLog.Totals(20, 10, 30, 20, 10));
        }

        @Test
        void failsWithABatchThatIsRefused() throws Exception {
            service.refuse(new LlmException("401: no such key", false, null));
            assertThatThrownBy(() -> process().client.ask(request("item 0"))).hasMessage("401: no such key");
            assertThat(totals().usd()).isZero();
        }

        @Test
        void asksOnlyForWhatHasNoAnswer() throws Exception {
            service.fail("item 3", new LlmException("expired", true, null));
            service.fail("item 5", null);
            assertAnswered(process().ask(10));
            assertThat(service.requests())
                    .hasSize(12)
                    .filteredOn("item 3"::equals)
                    .hasSize(2);
            // What expired is free; what is missing in the results may have cost its most.
            assertThat(totals()).isEqualTo(new CallLog.Totals(12, 10, 30, 20, 12));
        }

        @Test
        void failsARequestThatIsWrongAndKeepsTheOthers() throws Exception {
            service.fail("item 3", new LlmException("no such model", false, null));
            List<Future<LlmReply>> replies = process().ask(10);
            assertThatThrownBy(() -> replies.get(3).get()).hasRootCauseMessage("no such model");
            assertThat(replies.get(4).get().text()).isEqualTo("re: item 4");
            assertThat(totals()).isEqualTo(new CallLog.Totals(10, 9, 27, 18, 9));
        }

        @Test
        void asksForABatchUntilTheServiceSays() throws Exception {
            service.beSilent(new LlmException("529: overloaded", true, null));
            service.beSilent(LlmException.lost("did not answer in time", null));
            assertAnswered(process().ask(2));
            assertThat(service.sizes()).containsExactly(2);
            assertThat(states).contains("2 requests wait in a batch; 529: overloaded");
        }

        @Test
        void leavesABatchToALaterRunThatItMayNotAskFor() throws Exception {
            service.beSilent(new LlmException("401: no such key", false, null));
            Process first = process();
            assertThatThrownBy(() -> first.client.ask(request("item 0")))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("batch batch-1 cannot be asked for: 401: no such key")
                    .hasMessageContaining("run the same command again");
            assertThat(totals().usd()).as("at most").isEqualTo(2);

            assertAnswered(process().ask(1));
            assertThat(service.sizes()).containsExactly(1);
            assertThat(totals()).isEqualTo(new CallLog.Totals(1, 1, 3, 2, 1));
        }
    }

    @Test
    void asksEverLessOften() throws Exception {
        service.stopWorking();
        BatchTimes growing = new BatchTimes(Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofSeconds(20));
        List<Future<LlmReply>> replies = new Process(Kill.NEVER, OptionalDouble.empty(), 100, growing).ask(1);
        Thread.sleep(1500);
        // At 0.1, 0.25, 0.475, 0.81 and 1.32 seconds, and the machine may be slow.
        assertThat(service.asked()).isBetween(1, 5);
        service.work();
        assertAnswered(replies);
    }

    @Test
    void stopsAtOnceWhenTheUserAsksToAndGoesOnLater() throws Exception {
        service.stopWorking();
        Process first = process();
        List<Future<LlmReply>> replies = first.ask(10);
        await(() -> notes.size() == 1);
        stop.set(true);
        for (Future<LlmReply> reply : replies) {
            assertThatThrownBy(reply::get)
                    .hasCauseInstanceOf(StopException.class)
                    .hasMessageContaining("goes on at the service");
        }
        first.close();
        processes.remove(first);
        stop.set(false);
        service.work();

        assertAnswered(process().ask(10));
        assertThat(notes)
                .filteredOn("batch batch-1 is under way with 10 requests"::equals)
                .hasSize(2);
        assertThat(service.sizes()).containsExactly(10);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        while (!condition.holds()) {
            Thread.sleep(5);
        }
    }

    private static LlmRequest request(String text) {
        return new LlmRequest("", List.of(new Turn(Role.USER, text)), 1, MOST_TOKENS);
    }

    /** In batches nothing is asked singly. */
    private static final class NeverAsked implements LlmClient {

        @Override
        public LlmReply ask(LlmRequest request) {
            throw new AssertionError("asked singly");
        }

        @Override
        public void close() {}
    }

    private final class Shown implements Progress {

        @Override
        public void begin(String phase, long total, String unit) {}

        @Override
        public void advance(long units) {}

        @Override
        public void state(String text) {
            states.add(text);
        }

        @Override
        public void note(String line) {
            notes.add(line);
        }
    }
}
