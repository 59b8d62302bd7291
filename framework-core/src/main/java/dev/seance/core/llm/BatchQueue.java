// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.run.Progress;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.BatchAnswer;
import dev.seance.api.synthesis.LlmBatchClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.core.recipe.LlmTerms;
import dev.seance.core.store.CallLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Gathers requests into batches, hands these to the service, and asks for their answers until they are there.
 *
 * <p>The requests are in the log before the batch is handed over and the batch's id right after, so that a run that finds
 * requests in a batch waits for that one: whatever stopped the run that had sent it, nothing in it is bought again. Where
 * the id is missing, because a kill or a lost answer came between, the batch is looked for at the service. What came of a
 * batch is written down as one, and before anybody is told.
 *
 * <p>A thread of its own does all of that; whoever asks waits on {@link BatchedCall#answer}. Safe for use by several threads.
 */
final class BatchQueue implements AutoCloseable {

    private final LlmBatchClient client;
    private final LlmTerms terms;
    private final RunCalls run;
    private final BatchTimes times;
    /** What is queued or in a batch, by key; from there it goes into the log without a gap. */
    private final Map<String, BatchedCall> underWay = new HashMap<>();

    /** The keys of those of an earlier run for which the budget sets money aside. */
    private final Set<String> reserved = new HashSet<>();

    private final List<SubmittedBatch> batches = new ArrayList<>();
    private final Thread thread = new Thread(this::work, "seance-batches");
    private List<BatchedCall> queued = new ArrayList<>();
    private long lastArrival;
    private boolean submitting;
    private boolean closed;
    private RuntimeException broken;
    private volatile Optional<Progress> progress = Optional.empty();

    /** @param earlier the requests that earlier runs, or others that are running, have in batches */
    BatchQueue(
            LlmBatchClient client,
            LlmTerms terms,
            RunCalls run,
            BatchTimes times,
            Collection<CallLog.InBatch> earlier) {
        this.client = client;
        this.terms = terms;
        this.run = run;
        this.times = times;
        Map<List<String>, Map<Long, BatchedCall>> found = new LinkedHashMap<>();
        for (CallLog.InBatch one : earlier) {
            BatchedCall call = BatchedCall.ofEarlierRun(one.request());
            underWay.put(call.key(), call);
            found.computeIfAbsent(List.of(one.batch(), one.sent()), batch -> new LinkedHashMap<>())
                    .put(one.id(), call);
        }
        found.forEach((batch, calls) -> batches.add(new SubmittedBatch(batch.get(0), batch.get(1), calls, times)));
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Begins a step, whose spending has been counted.
     *
     * @param step where its user sees from now on how many requests wait
     */
    synchronized void begin(String stepKey, Progress step) {
        for (BatchedCall call : underWay.values()) {
            if (call.request().isEmpty() && call.logged().stepKey().equals(stepKey) && reserved.add(call.key())) {
                run.spending().setAsideOfSpent(call.mostUsd());
            }
        }
        progress = Optional.of(step);
        batches.forEach(batch -> step.note(batch.inWords()));
        showState("");
    }

    /** A request with that key that waits already, by this run or an earlier one. */
    synchronized Optional<BatchedCall> underWay(String key) {
        return Optional.ofNullable(underWay.get(key));
    }

    /** Puts a request into the next batch, unless an equal one waits already. */
    synchronized BatchedCall add(CallLog.Request logged, LlmRequest request) {
        if (broken != null) {
            throw broken;
        }
        BatchedCall other = underWay.get(logged.key());
        if (other != null) {
            return other;
        }
        BatchedCall call = BatchedCall.of(logged, request);
        underWay.put(call.key(), call);
        queued.add(call);
        lastArrival = System.nanoTime();
        notifyAll();
        return call;
    }

    private void work() {
        try {
            for (Optional<List<BatchedCall>> next = next(); next.isPresent(); next = next()) {
                if (!next.get().isEmpty()) {
                    submit(next.get());
                }
                poll();
            }
        } catch (InterruptedException e) {
            // closed
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Waits for what is to be done next: the calls of a batch, or none when a batch is to be asked for; empty at the end. */
    private synchronized Optional<List<BatchedCall>> next() throws InterruptedException {
        while (!closed) {
            long now = System.nanoTime();
            long left = batches.stream()
                    .mapToLong(batch -> batch.nanosUntilDue(now))
                    .min()
                    .orElse(Long.MAX_VALUE);
            if (!queued.isEmpty()) {
                long quiet = lastArrival + times.quiet().toNanos() - now;
                if (quiet <= 0 || queued.size() >= terms.concurrency()) {
                    submitting = true;
                    return Optional.of(nextBatch());
                }
                left = Math.min(left, quiet);
            }
            if (left <= 0) {
                return Optional.of(List.of());
            }
            wait(left == Long.MAX_VALUE ? 0 : left / 1_000_000 + 1);
        }
        return Optional.empty();
    }

    /** Takes from the queue what fits into one batch; the rest is the next. */
    private List<BatchedCall> nextBatch() {
        long bytes = 0;
        int count = 0;
        for (BatchedCall call : queued) {
            long more = client.bytes(call.request().orElseThrow());
            if (count > 0 && more > client.maxBytes() - bytes) {
                break;
            }
            bytes += more;
            count++;
        }
        List<BatchedCall> calls = queued.subList(0, count);
        queued = new ArrayList<>(queued.subList(count, queued.size()));
        return calls;
    }

    private void submit(List<BatchedCall> calls) {
        Map<Long, BatchedCall> rows = new LinkedHashMap<>();
        String now = run.now();
        try {
            run.waiting().check();
            Map<String, LlmRequest> requests = new LinkedHashMap<>();
            calls.forEach(call -> requests.put(call.key(), call.request().orElseThrow()));
            run.log().together(() -> calls.forEach(call -> rows.put(run.log().beginInBatch(call.logged(), now), call)));
            String id = client.submit(requests);
            run.log().submitted(rows.keySet(), id);
            add(new SubmittedBatch(id, now, rows, times));
        } catch (StopException e) {
            refuse(calls, e);
        } catch (LlmException e) {
            if (e.mayBeCharged()) {
                add(new SubmittedBatch("", now, rows, times));
            } else {
                run.log().together(() -> rows.keySet().forEach(row -> run.log().failed(row, e.getMessage(), 0, now)));
                refuse(calls, e);
            }
        } finally {
            submitted();
        }
    }

    private void refuse(List<BatchedCall> calls, RuntimeException why) {
        leave(calls);
        calls.forEach(call -> call.answer().completeExceptionally(why));
    }

    private synchronized void submitted() {
        submitting = false;
    }

    private synchronized void add(SubmittedBatch batch) {
        batches.add(batch);
        progress.ifPresent(step -> step.note(batch.inWords()));
        showState("");
    }

    private void poll() {
        for (SubmittedBatch batch : due()) {
            try {
                Optional<Map<String, BatchAnswer>> answers = batch.ask(client, run.log());
                if (answers.isPresent()) {
                    end(batch, answers.get());
                } else {
                    batch.later(Duration.ZERO);
                    showState("");
                }
            } catch (LlmException e) {
                if (e.retriable()) {
                    batch.later(e.retryAfter().orElse(Duration.ZERO));
                    showState("; " + e.getMessage());
                } else {
                    giveUp(batch, e);
                }
            }
        }
    }

    private synchronized List<SubmittedBatch> due() {
        long now = System.nanoTime();
        return closed
                ? List.of()
                : batches.stream()
                        .filter(batch -> batch.nanosUntilDue(now) <= 0)
                        .toList();
    }

    private void end(SubmittedBatch batch, Map<String, BatchAnswer> answers) {
        synchronized (this) {
            // As one: who finds a request here no more finds what came of it in the log.
            batch.write(answers, terms, run);
            leave(batch.calls());
            settle(batch.calls(), call -> batch.usd(call, answers, terms));
            batches.remove(batch);
            showState("");
        }
        batch.complete(answers);
    }

    /** What is in the batch stays there: a later run may get it. */
    private void giveUp(SubmittedBatch batch, LlmException why) {
        synchronized (this) {
            settle(batch.calls(), BatchedCall::mostUsd);
            batches.remove(batch);
        }
        UserError error = new UserError(
                "batch " + batch.name() + " cannot be asked for: " + why.getMessage()
                        + "; put that right and run the same command again, which takes its answers, or leave 'batch' out"
                        + " of the recipe to send its requests again, and pay for them again",
                why);
        batch.calls().forEach(call -> call.answer().completeExceptionally(error));
    }

    private synchronized void settle(Collection<BatchedCall> calls, ToDoubleFunction<BatchedCall> usd) {
        for (BatchedCall call : calls) {
            if (reserved.remove(call.key())) {
                run.spending().settle(call.mostUsd(), usd.applyAsDouble(call));
            }
        }
    }

    private synchronized void leave(Collection<BatchedCall> calls) {
        calls.forEach(call -> underWay.remove(call.key(), call));
    }

    private synchronized void showState(String addition) {
        int requests = batches.stream().mapToInt(batch -> batch.calls().size()).sum();
        String state = String.format(
                Locale.ROOT,
                "%,d requests wait in %s",
                requests,
                batches.size() == 1 ? "a batch" : batches.size() + " batches");
        progress.ifPresent(step -> step.state(requests == 0 ? "" : state + addition));
    }

    private void fail(Throwable e) {
        List<BatchedCall> waiting;
        synchronized (this) {
            broken = e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
            waiting = List.copyOf(underWay.values());
            settle(waiting, BatchedCall::mostUsd);
        }
        waiting.forEach(call -> call.answer().completeExceptionally(e));
    }

    /** Batches go on; one that is being handed over is waited for, so that its id is known to the next run. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
            if (!submitting) {
                thread.interrupt();
            }
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
