// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.PendingSave;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are written while training goes on, of an engine that can copy, onto a disk that can be held up. */
@Timeout(60)
class CheckpointWritingTest {

    private static final ModelConfig SHAPE = ToyFamily.config(new ModelDimensions(1, 4, 1, 1, 16, 8, 20));
    private static final RunIdentity IDENTITY = new RunIdentity(Map.of(), SHAPE.toMetadata(), 7, "words", "books");
    private static final TrainingState FIRST = TrainingState.START;
    private static final TrainingState SECOND =
            FIRST.afterStep(1, new StepTiming(64, 3, 0.1, 0.07), new DataPosition(0, 4));

    @TempDir
    private Path folder;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch disk = new CountDownLatch(1);
    private CheckpointStore store;

    @BeforeEach
    void open() {
        store = new CheckpointStore(folder, IDENTITY, new CheckpointRetention(1, 2, 0, false));
    }

    @Test
    void trainingGoesOnWhileOneIsWritten() throws IOException {
        store.begin(model(null), FIRST);
        store.check();
        assertThat(folder.resolve("checkpoint-0")).doesNotExist();
        disk.countDown();
        assertThat(store.newestFirst()).extracting(CheckpointStore.Found::step).containsExactly(0L);
        assertThat(events).containsExactly("copied", "written", "freed");
    }

    @Test
    void aSecondOneWaitsForTheFirst() throws Exception {
        store.begin(model(null), FIRST);
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                store.begin(model(null), SECOND);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> second.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(events).containsExactly("copied");
        disk.countDown();
        second.get();
        assertThat(store.newestFirst()).extracting(CheckpointStore.Found::step).containsExactly(1L, 0L);
        assertThat(events).containsExactly("copied", "written", "freed", "copied", "written", "freed");
    }

    @Test
    void whatWritingFailsWithEndsTheTraining() throws IOException {
        disk.countDown();
        store.begin(model(new IOException("No space left on device")), FIRST);
        assertThatThrownBy(() -> {
                    while (true) {
                        store.check();
                        Thread.onSpinWait();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("checkpoint of step 0: No space left on device");
        assertThat(events).containsExactly("copied", "freed");
        assertThat(CheckpointStore.in(folder)).isEmpty();
        // What was left of it is in nobody's way.
        store.save(model(null), FIRST);
        assertThat(CheckpointStore.in(folder)).hasSize(1);
    }

    @Test
    void aStopWaitsForWhatIsBeingWrittenAndWritesItOnce() throws Exception {
        store.begin(model(null), FIRST);
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> {
            try {
                store.save(model(null), FIRST);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        disk.countDown();
        stop.get();
        assertThat(folder.resolve("checkpoint-0").resolve(CheckpointFile.NAME)).exists();
        assertThat(events).containsExactly("copied", "written", "freed");
    }

    @Test
    void closingWaitsForWhatIsBeingWritten() throws Exception {
        store.begin(model(null), FIRST);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(store::close);
        assertThatThrownBy(() -> closing.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        disk.countDown();
        closing.get();
        assertThat(folder.resolve("checkpoint-0")).isDirectory();
    }

    /** A toy that copies, and whose files are written when the disk is free, or fail. */
    private TrainableModel model(IOException failure) {
        TrainableModel toy = new ToyBackend().create(SHAPE, 1);
        return (TrainableModel) Proxy.newProxyInstance(
                TrainableModel.class.getClassLoader(),
                new Class<?>[] {TrainableModel.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("beginSave")) {
                        return pending(toy, (Path) arguments[0], failure);
                    }
                    try {
                        return method.invoke(toy, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private PendingSave pending(TrainableModel toy, Path to, IOException failure) {
        events.add("copied");
        return new PendingSave() {
            @Override
            public void write() throws IOException {
                try {
                    disk.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (failure != null) {
                    Files.write(to.resolve(TrainableModel.WEIGHTS), new byte[3]);
                    throw failure;
                }
                toy.save(to, true);
                events.add("written");
            }

            @Override
            public void close() {
                events.add("freed");
            }
        };
    }
}
