// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.run.UserError;
import dev.seance.api.serving.ServedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Computes for all requests, on one thread: in each round every model writes all its replies on by one token, in one pass,
 * and begins at most one that waits (continuous batching, Yu et al., Orca, 2022). So replies begin and end whenever they do,
 * and nobody waits for another's end while there is room.
 *
 * <p>A model is confined to a thread, and an engine uses all processors for each pass: a second thread would gain nothing.
 */
final class Decoder implements AutoCloseable {

    private final Map<String, LoadedModel> models = new LinkedHashMap<>();
    private final int maxWaiting;
    private final int slots;
    private final long stopMillis;
    private final Object lock = new Object();
    private final Thread thread = new Thread(this::work, "seance-decoder");

    // Guarded by the lock.
    private int waiting;
    private boolean stopping;
    private boolean ended;

    private Decoder(ServeOptions options) {
        this.maxWaiting = options.queue();
        this.slots = options.batch();
        this.stopMillis = TimeUnit.SECONDS.toMillis(options.stopTime());
    }

    /** Loads the models and starts. */
    static Decoder start(List<ServedModel> models, ServeOptions options, ServerMetrics metrics) throws IOException {
        Decoder decoder = new Decoder(options);
        try {
            for (ServedModel model : models) {
                if (decoder.models.containsKey(model.name())) {
                    throw new UserError("model '" + model.name() + "' is named twice; name it once");
                }
                decoder.models.put(model.name(), LoadedModel.load(model, options.batch(), metrics));
            }
        } catch (RuntimeException | IOException e) {
            decoder.models.values().forEach(LoadedModel::close);
            throw e;
        }
        decoder.thread.start();
        return decoder;
    }

    /** The models by name, in the order they were given. */
    List<ServedModel> models() {
        return models.values().stream().map(LoadedModel::served).toList();
    }

    Optional<ServedModel> model(String name) {
        return Optional.ofNullable(models.get(name)).map(LoadedModel::served);
    }

    /** Replies that wait. */
    int waiting() {
        synchronized (lock) {
            return waiting;
        }
    }

    /** Replies that are being written. */
    int active() {
        return models.values().stream().mapToInt(LoadedModel::active).sum();
    }

    /**
     * Takes the replies of a request, all or none.
     *
     * @throws ApiError when there are too many waiting, or the server is being stopped
     */
    void submit(String model, List<Generation> generations) {
        synchronized (lock) {
            if (stopping) {
                throw ApiError.stopping();
            }
            LoadedModel loaded = models.get(model);
            // Those for whom there is room do not have to wait.
            int room = Math.max(0, loaded.free() - loaded.waiting().size());
            if (waiting + generations.size() > maxWaiting + room) {
                throw ApiError.busy("too many requests: " + waiting + " replies are waiting already; try again later");
            }
            loaded.waiting().addAll(generations);
            waiting += generations.size();
            lock.notifyAll();
        }
    }

    /** The most replies that a request can want, when nothing else is being done. */
    int most() {
        return maxWaiting + slots;
    }

    private void work() {
        while (awaitWork()) {
            for (LoadedModel model : models.values()) {
                next(model).ifPresent(model::begin);
                model.step();
            }
        }
    }

    private boolean awaitWork() {
        synchronized (lock) {
            while (!ended && waiting == 0 && active() == 0) {
                if (stopping) {
                    return false;
                }
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    return false;
                }
            }
            return !ended;
        }
    }

    /** The first that waits for a model, if it can begin. */
    private Optional<Generation> next(LoadedModel model) {
        synchronized (lock) {
            long now = System.nanoTime();
            while (model.free() > 0 && !model.waiting().isEmpty()) {
                Generation generation = model.waiting().poll();
                waiting--;
                if (generation.late(now)) {
                    generation.fail(ApiError.busy("the request has waited for as long as a request may take"));
                } else if (!generation.cancelled()) {
                    return Optional.of(generation);
                }
            }
            return Optional.empty();
        }
    }

    /** Forgets those that wait and whose client has gone, so that they take nobody's place. */
    void forgetCancelled() {
        synchronized (lock) {
            for (LoadedModel model : models.values()) {
                int before = model.waiting().size();
                model.waiting().removeIf(Generation::cancelled);
                waiting -= before - model.waiting().size();
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            stopping = true;
            lock.notifyAll();
        }
        try {
            thread.join(Math.max(1, stopMillis));
            synchronized (lock) {
                ended = true;
                lock.notifyAll();
            }
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the models cannot be closed under the thread that uses them
        }
        for (LoadedModel model : models.values()) {
            List<Generation> left = new ArrayList<>(model.waiting());
            left.forEach(generation -> generation.fail(ApiError.stopping()));
            model.waiting().clear();
            model.endAll(ApiError.stopping());
            model.close();
        }
    }

    /** The names there are, for messages. */
    String names() {
        return models.keySet().stream().collect(Collectors.joining(", "));
    }
}
