// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import dev.seance.api.testing.ToyMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

    private static final ModelConfig SHAPE = ToyFamily.config(new ModelDimensions(1, 4, 1, 1, 16, 8, 20));
    private static final RunIdentity IDENTITY = new RunIdentity(
            Map.of("max-grad-norm", "1", "path", " C:\\books\n"), SHAPE.toMetadata(), 7, "words", "books");
    private static final StepTiming TIMING = new StepTiming(64, 3, 0.1, 0.07);

    @TempDir
    private Path folder;

    private final ToyBackend backend = new ToyBackend();
    private final TrainableModel model = backend.create(SHAPE, 1);

    private CheckpointStore store() {
        return store(IDENTITY, new CheckpointRetention(5, 2, 0, false));
    }

    private CheckpointStore store(RunIdentity identity, CheckpointRetention retention) {
        return new CheckpointStore(folder, identity, retention);
    }

    private static TrainingState afterStep(TrainingState state) {
        return state.afterStep(1 / 3.0, TIMING, new DataPosition(1, 4 * state.step()));
    }

    private CheckpointStore.Restored restore(CheckpointStore store, boolean own) throws IOException {
        return store.restore(store.newestFirst().get(0), backend, own);
    }

    @Test
    void remembersTheStateToTheBit() throws IOException {
        TrainingState state = afterStep(TrainingState.START).validated(2.0 / 3).evaluated();
        CheckpointStore store = store();
        store.save(model, TrainingState.START);
        store.save(model, state);
        assertThat(store.states()).containsExactly(state, TrainingState.START);
        CheckpointStore.Restored restored = restore(store, true);
        assertThat(restored.state()).isEqualTo(state);
        assertThat(restored.differences()).isEmpty();
    }

    @Test
    void replacesACheckpointThatItDidNotRestore() throws IOException {
        store().save(model, TrainingState.START);
        Path weights = folder.resolve("checkpoint-0").resolve(TrainableModel.WEIGHTS);
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, new byte[1]);
        store().save(model, TrainingState.START);
        assertThat(weights).hasBinaryContent(whole);
    }

    @Test
    void keepsTheLastFewAndSomeForGood() throws IOException {
        CheckpointStore store = store(IDENTITY, new CheckpointRetention(1, 3, 4, false));
        TrainingState state = TrainingState.START;
        for (int i = 0; i < 14; i++) {
            state = afterStep(state);
            store.save(model, state);
        }
        assertThat(steps(store)).containsExactly(14L, 13L, 12L, 8L, 4L);
    }

    @Test
    void aRefusedCheckpointOfALaterStepMakesWayForTheNextGoodOne() throws IOException {
        TrainingState first = afterStep(TrainingState.START);
        TrainingState second = afterStep(first);
        TrainingState third = afterStep(second);
        CheckpointStore store = store();
        store.save(model, first);
        store.save(model, third);
        Files.write(folder.resolve("checkpoint-3").resolve(TrainableModel.WEIGHTS), new byte[1]);
        store(IDENTITY, new CheckpointRetention(5, 1, 0, false)).save(model, second);
        assertThat(steps(store)).containsExactly(2L);
    }

    @Test
    void whatIsKeptForGoodHasASecondPlace() throws IOException {
        CheckpointStore store = store(IDENTITY, new CheckpointRetention(1, 1, 2, false));
        TrainingState state = TrainingState.START;
        for (int i = 0; i < 5; i++) {
            state = afterStep(state);
            store.save(model, state);
        }
        Path output = Files.createDirectory(folder.resolve("output"));
        store.linkPermanent(output);
        for (Path step : List.of(Path.of("checkpoint-2"), Path.of("checkpoint-4"))) {
            for (String file : List.of(TrainableModel.WEIGHTS, TrainableModel.OPTIMIZER, CheckpointFile.NAME)) {
                assertThat(output.resolve(step).resolve(file))
                        .hasSameBinaryContentAs(folder.resolve(step).resolve(file));
            }
        }
        assertThat(output.toFile().list()).hasSize(2);
        // A folder of several is as good as one: the newest is meant.
        assertThat(CheckpointStore.in(output).get(0).step()).isEqualTo(4);
        assertThat(CheckpointStore.in(output.resolve("checkpoint-2"))).hasSize(1);
    }

    @Test
    void aCheckpointCutShortIsNone() throws IOException {
        CheckpointStore store = store();
        backend.machine().dieAt(2);
        assertThatThrownBy(() -> store.save(model, TrainingState.START)).isInstanceOf(ToyMachine.Died.class);
        assertThat(folder.resolve("checkpoint-0.tmp")).exists();
        assertThat(store.newestFirst()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Nested
    class Refuses {

        @Test
        void aCheckpointOfOtherOptionsUnlessItMayBeFromElsewhere() throws IOException {
            store().save(model, TrainingState.START);
            RunIdentity others = new RunIdentity(Map.of("max-grad-norm", "2"), SHAPE.toMetadata(), 8, "words", "books");
            CheckpointStore store = store(others, new CheckpointRetention(5, 2, 0, false));
            assertThatThrownBy(() -> restore(store, true))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("a checkpoint of another training: max-grad-norm 1, here 2; path ")
                    .hasMessageEndingWith("another seed");
            assertThat(restore(store, false).differences()).contains("max-grad-norm 1, here 2", "another seed");
        }

        @Test
        void anotherShapeVocabularyOrDataEverywhere() throws IOException {
            store().save(model, TrainingState.START);
            ModelConfig wider = ToyFamily.config(new ModelDimensions(1, 8, 1, 1, 16, 8, 20));
            RunIdentity others = new RunIdentity(IDENTITY.options(), wider.toMetadata(), 7, "letters", "pages");
            CheckpointStore store = store(others, new CheckpointRetention(5, 2, 0, false));
            assertThatThrownBy(() -> restore(store, false))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("width 4, here 8; another vocabulary; other training data");
        }

        @Test
        void everyTruncationOfTheStateFile() throws IOException {
            store().save(model, TrainingState.START);
            Path file = folder.resolve("checkpoint-0").resolve(CheckpointFile.NAME);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> restore(store(), true))
                        .as("%d of %d bytes", length, whole.length)
                        .isInstanceOf(UserError.class)
                        .hasMessageContaining(CheckpointFile.NAME);
            }
        }

        @Test
        void anAlteredStateFile() throws IOException {
            store().save(model, TrainingState.START);
            Path file = folder.resolve("checkpoint-0").resolve(CheckpointFile.NAME);
            Files.writeString(file, Files.readString(file).replace("tokens=0", "tokens=9"));
            assertThatThrownBy(() -> restore(store(), true))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("altered since it was written");
        }

        @Test
        void oneFlippedBitAnywhere() throws IOException {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            store().save(model, TrainingState.START);
            for (String name : List.of(TrainableModel.WEIGHTS, TrainableModel.OPTIMIZER, CheckpointFile.NAME)) {
                Path file = folder.resolve("checkpoint-0").resolve(name);
                byte[] whole = Files.readAllBytes(file);
                for (int i = 0; i < 20; i++) {
                    byte[] flipped = whole.clone();
                    flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
                    Files.write(file, flipped);
                    assertThatThrownBy(() -> restore(store(), true))
                            .as("%s, seed %d, round %d", name, seed, i)
                            .isInstanceOf(UserError.class);
                }
                Files.write(file, whole);
            }
            assertThat(restore(store(), true).state().step()).isZero();
        }

        @Test
        void aMissingFile() throws IOException {
            store().save(model, TrainingState.START);
            Files.delete(folder.resolve("checkpoint-0").resolve(TrainableModel.OPTIMIZER));
            assertThatThrownBy(() -> restore(store(), true))
                    .isInstanceOf(UserError.class)
                    .hasMessageEndingWith(TrainableModel.OPTIMIZER + ": missing");
        }

        @Test
        void anotherVersion() throws IOException {
            store().save(model, TrainingState.START);
            Path file = folder.resolve("checkpoint-0").resolve(CheckpointFile.NAME);
            Files.writeString(
                    file,
                    Files.readString(file).replace("seance-training 3", "seance-training 4"),
                    StandardCharsets.UTF_8);
            assertThatThrownBy(() -> restore(store(), true))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("expected the format seance-training 3, found seance-training 4");
        }
    }

    private static List<Long> steps(CheckpointStore store) throws IOException {
        return store.newestFirst().stream().map(CheckpointStore.Found::step).toList();
    }
}
