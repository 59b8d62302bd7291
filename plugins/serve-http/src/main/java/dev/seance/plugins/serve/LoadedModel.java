// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.model.DecodingBatch;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.serving.ServedModel;
import dev.seance.kit.model.OutOfMemory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model with the replies that it writes and those that wait for it. The decoder's thread works; {@link #waiting} is
 * guarded by the decoder's lock.
 */
final class LoadedModel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);

    private final ServedModel served;
    private final LanguageModel weights;
    private final ServerMetrics metrics;
    private final Generation[] slots;
    private final float[][] logits;
    private final Deque<Generation> waiting = new ArrayDeque<>();
    private DecodingBatch batch;
    private volatile int active;

    private LoadedModel(ServedModel served, LanguageModel weights, int slots, ServerMetrics metrics) {
        this.served = served;
        this.weights = weights;
        this.metrics = metrics;
        this.slots = new Generation[slots];
        this.logits = new float[slots][weights.config().vocabularySize()];
        this.batch = weights.decodeTogether(slots);
    }

    /** Loads the weights. */
    static LoadedModel load(ServedModel served, int slots, ServerMetrics metrics) throws IOException {
        LanguageModel weights = served.model().backend().load(served.model().folder());
        try {
            return new LoadedModel(served, weights, slots, metrics);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    ServedModel served() {
        return served;
    }

    Deque<Generation> waiting() {
        return waiting;
    }

    /** Replies that are being written. */
    int active() {
        return active;
    }

    /** How many more replies can begin. */
    int free() {
        return slots.length - active;
    }

    /** Begins a reply: reads its prompt and draws its first token. */
    void begin(Generation generation) {
        int slot = 0;
        while (slots[slot] != null) {
            slot++;
        }
        slots[slot] = generation;
        active++;
        try {
            batch.append(slot, generation.prompt(), logits[slot]);
            metrics.read(served.name(), generation.prompt().length);
            advance(slot);
        } catch (RuntimeException
                | Error e) { // the thread goes on whatever a model does, or every client waits for ever
            failed(e);
        }
    }

    /** Writes every reply on by a token. */
    void step() {
        try {
            dropEnded();
            int[] active = new int[slots.length];
            int[] tokens = new int[slots.length];
            int count = 0;
            for (int slot = 0; slot < slots.length; slot++) {
                if (slots[slot] != null) {
                    active[count] = slot;
                    tokens[count++] = slots[slot].last();
                }
            }
            if (count == 0) {
                return;
            }
            int[] chosen = Arrays.copyOf(active, count);
            float[][] found = new float[count][];
            for (int i = 0; i < count; i++) {
                found[i] = logits[chosen[i]];
            }
            batch.step(chosen, Arrays.copyOf(tokens, count), found);
            for (int slot : chosen) {
                advance(slot);
            }
        } catch (RuntimeException
                | Error e) { // the thread goes on whatever a model does, or every client waits for ever
            failed(e);
        }
    }

    private void advance(int slot) {
        if (!slots[slot].advance(logits[slot])) {
            clear(slot);
        }
    }

    /** Those whose client has gone, and those whose time is over. */
    private void dropEnded() {
        long now = System.nanoTime();
        for (int slot = 0; slot < slots.length; slot++) {
            Generation generation = slots[slot];
            if (generation == null) {
                continue;
            }
            if (generation.cancelled()) {
                metrics.cancelled();
                clear(slot);
            } else if (generation.late(now)) {
                generation.finish(Generation.Finish.LENGTH);
                clear(slot);
            }
        }
    }

    private void clear(int slot) {
        metrics.wrote(served.name(), slots[slot].tokens());
        slots[slot] = null;
        active--;
        batch.clear(slot);
    }

    /** What went wrong for one went wrong for all that were computed with it. The next replies begin anew. */
    private void failed(Throwable failure) {
        LOG.error("model {} failed", served.name(), failure);
        ApiError error = OutOfMemory.behind(failure).isPresent()
                ? new ApiError(
                        503, "server_error", null, "out_of_memory", "there is not enough memory for this request")
                : ApiError.internal();
        endAll(error);
        try {
            batch.close();
            batch = weights.decodeTogether(slots.length);
        } catch (RuntimeException | Error e) { // then the next reply fails too, and tries again
            LOG.error("model {} cannot begin anew", served.name(), e);
        }
    }

    /** Ends all that is being written. */
    void endAll(ApiError error) {
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null) {
                slots[slot].fail(error);
                slots[slot] = null;
            }
        }
        active = 0;
    }

    @Override
    public void close() {
        batch.close();
        weights.close();
    }
}
