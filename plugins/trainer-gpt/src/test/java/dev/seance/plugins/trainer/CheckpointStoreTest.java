// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

    private static final ModelShape SHAPE = new ModelShape(Architecture.NANOCHAT, 1, 4, 1, 1, 16, 8, 20);

    @TempDir
    private Path folder;

    private final ToyBackend backend = new ToyBackend();
    private final TrainableModel model = backend.create(SHAPE, 1);

    @Test
    void remembersTheStateToTheBit() throws IOException {
        TrainingState state =
                TrainingState.START.learnt(1 / 3.0, 64, 0.1).measured(2.0 / 3).lookedAt();
        CheckpointStore store = new CheckpointStore(folder, "digest");
        store.save(model, TrainingState.START);
        store.save(model, state);
        assertThat(store.newestFirst())
                .extracting(CheckpointStore.Saved::state)
                .containsExactly(state, TrainingState.START);
    }

    @Test
    void replacesACheckpointThatItDidNotRestore() throws IOException {
        new CheckpointStore(folder, "digest").save(model, TrainingState.START);
        Path weights = folder.resolve("checkpoint-0").resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, new byte[1]);
        new CheckpointStore(folder, "digest").save(model, TrainingState.START);
        assertThat(weights).hasBinaryContent(whole);
    }

    @Test
    void keepsTheLastTwo() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, "digest");
        TrainingState state = TrainingState.START;
        for (int i = 0; i < 12; i++) {
            state = state.learnt(1, 1, 1);
            store.save(model, state);
        }
        assertThat(store.newestFirst())
                .extracting(saved -> saved.state().step())
                .containsExactly(12L, 11L);
    }

    @Test
    void aCheckpointCutShortIsNone() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, "digest");
        backend.machine().dieAt(2);
        assertThatThrownBy(() -> store.save(model, TrainingState.START)).isInstanceOf(ToyMachine.Died.class);
        assertThat(folder.resolve("checkpoint-0.tmp")).exists();
        assertThat(store.newestFirst()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesACheckpointMadeWithOtherOptions() throws IOException {
        new CheckpointStore(folder, "digest").save(model, TrainingState.START);
        assertThatThrownBy(() -> new CheckpointStore(folder, "another").newestFirst())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("made with other options; delete its folder");
    }

    @Test
    void saysWhatIsDamaged() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, "digest");
        store.save(model, TrainingState.START);
        Path file = folder.resolve("checkpoint-0").resolve(CheckpointStore.STATE);
        Files.writeString(file, Files.readString(file).replace("tokens=0", "tokens=many"));
        assertThatThrownBy(store::newestFirst)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("damaged: 'tokens' is many");
    }
}
