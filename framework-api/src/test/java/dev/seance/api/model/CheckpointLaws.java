// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import dev.seance.api.testing.TinyTraining;
import dev.seance.kit.model.Checkpoints;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import dev.seance.kit.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How every backend saves models and finds them again. */
interface CheckpointLaws extends BackendLaws {

    @Test
    default void writesTheTensorsThatEveryBackendReads(@TempDir Path folder) throws IOException {
        try (TrainableModel model = fresh(1)) {
            model.save(folder, false);
        }
        assertThat(folder.toFile().list()).containsExactly(TrainableModel.WEIGHTS);
        assertThat(Checkpoints.config(folder, families())).isEqualTo(config());
        try (Safetensors file = Safetensors.open(folder.resolve(TrainableModel.WEIGHTS))) {
            assertThat(file.tensors()).allMatch(tensor -> tensor.type() == TensorType.F32);
            assertThat(file.tensors().stream().collect(Collectors.toMap(TensorEntry::name, TensorEntry::shape)))
                    .isEqualTo(tensors(config()));
        }
    }

    private static Map<String, List<Long>> tensors(ModelConfig config) {
        return config.tensors().stream().collect(Collectors.toMap(ModelTensor::name, ModelTensor::shape));
    }

    @Test
    default void writesTheOptimizerWhenAsked(@TempDir Path folder) throws IOException {
        try (TrainableModel model = fresh(1)) {
            model.save(folder, true);
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(TrainableModel.WEIGHTS, TrainableModel.OPTIMIZER);
        Safetensors.open(folder.resolve(TrainableModel.OPTIMIZER)).close();
    }

    @Test
    default void resumesAsIfItHadNeverStopped(@TempDir Path folder) throws IOException {
        Path straight = Files.createDirectory(folder.resolve("straight"));
        Path half = Files.createDirectory(folder.resolve("half"));
        Path resumed = Files.createDirectory(folder.resolve("resumed"));
        double[] losses;
        try (TrainableModel model = fresh(1)) {
            losses = BackendLaws.learn(model, 1, 6);
            model.save(straight, false);
        }
        try (TrainableModel model = fresh(1)) {
            BackendLaws.learn(model, 1, 3);
            model.save(half, true);
        }
        try (TrainableModel model = backend().restore(half)) {
            assertThat(model.config()).isEqualTo(config());
            assertThat(BackendLaws.learn(model, 4, 3)).isEqualTo(Arrays.copyOfRange(losses, 3, 6));
            model.save(resumed, false);
        }
        assertThat(resumed.resolve(TrainableModel.WEIGHTS))
                .hasSameBinaryContentAs(straight.resolve(TrainableModel.WEIGHTS));
    }

    @Test
    default void resumesMuonAsIfItHadNeverStopped(@TempDir Path folder) throws IOException {
        Path straight = Files.createDirectory(folder.resolve("straight"));
        Path resumed = Files.createDirectory(folder.resolve("resumed"));
        try (TrainableModel model = fresh(1)) {
            muonSteps(model, 1, 3);
            model.save(resumed, true);
            muonSteps(model, 4, 6);
            model.save(straight, true);
        }
        try (TrainableModel model = backend().restore(resumed)) {
            muonSteps(model, 4, 6);
            model.save(resumed, true);
        }
        for (String file : List.of(TrainableModel.WEIGHTS, TrainableModel.OPTIMIZER)) {
            assertThat(resumed.resolve(file)).hasSameBinaryContentAs(straight.resolve(file));
        }
    }

    @Test
    default void whatABegunSaveWritesIsTheModelAsItWas(@TempDir Path folder) throws Exception {
        Path atOnce = Files.createDirectory(folder.resolve("at-once"));
        Path later = Files.createDirectory(folder.resolve("later"));
        try (TrainableModel model = fresh(1)) {
            muonSteps(model, 1, 2);
            model.save(atOnce, true);
            try (PendingSave begun = model.beginSave(later, true)) {
                muonSteps(model, 3, 4);
                CompletableFuture.runAsync(() -> assertThatCode(begun::write).doesNotThrowAnyException())
                        .get();
                muonSteps(model, 5, 5);
            }
            assertThat(Double.isFinite(muonStep(model, 6))).isTrue();
        }
        for (String file : List.of(TrainableModel.WEIGHTS, TrainableModel.OPTIMIZER)) {
            assertThat(later.resolve(file)).hasSameBinaryContentAs(atOnce.resolve(file));
        }
    }

    @Test
    default void aBegunSaveNeedsNoModelAndNeedNotBeWritten(@TempDir Path folder) throws IOException {
        Path written = Files.createDirectory(folder.resolve("written"));
        PendingSave begun;
        try (TrainableModel model = fresh(1)) {
            model.beginSave(Files.createDirectory(folder.resolve("never")), true)
                    .close();
            begun = model.beginSave(written, false);
        }
        try (begun) {
            begun.write();
        }
        assertThat(written.toFile().list()).containsExactly(TrainableModel.WEIGHTS);
    }

    private static void muonSteps(TrainableModel model, int first, int last) {
        for (int number = first; number <= last; number++) {
            muonStep(model, number);
        }
    }

    private static double muonStep(TrainableModel model, int number) {
        TokenBatch batch = TinyTraining.random(4, number);
        model.accumulate(batch, 1.0 / batch.targetCount());
        return model.update(TinyTraining.muonStep(model.config().groups(), number, 0.01));
    }

    @Test
    default void savesOfTheOptimizerWhatTheLastRuleOfATensorNeeds(@TempDir Path folder) throws IOException {
        try (TrainableModel model = fresh(1)) {
            model.save(folder, true);
            assertThat(optimizer(folder)).isEmpty();
            BackendLaws.learn(model, 1, 2);
            model.save(folder, true);
            assertThat(optimizer(folder)).isEqualTo(names(config(), tensor -> Set.of("mean.", "square.")));
        }
        try (TrainableModel model = backend().restore(folder)) {
            muonSteps(model, 3, 4);
            model.save(folder, true);
            assertThat(optimizer(folder))
                    .isEqualTo(names(
                            config(),
                            tensor -> tensor.group().matrices()
                                    ? Set.of("momentum.", "variance.")
                                    : Set.of("mean.", "square.")));
        }
        try (TrainableModel model = backend().restore(folder)) {
            BackendLaws.learn(model, 5, 1);
            model.save(folder, true);
            assertThat(optimizer(folder)).isEqualTo(names(config(), tensor -> Set.of("mean.", "square.")));
        }
    }

    private static Set<String> optimizer(Path folder) throws IOException {
        try (Safetensors file = Safetensors.open(folder.resolve(TrainableModel.OPTIMIZER))) {
            return file.tensors().stream().map(TensorEntry::name).collect(Collectors.toSet());
        }
    }

    private static Set<String> names(ModelConfig config, Function<ModelTensor, Set<String>> prefixes) {
        return config.tensors().stream()
                .flatMap(tensor -> prefixes.apply(tensor).stream().map(prefix -> prefix + tensor.name()))
                .collect(Collectors.toSet());
    }

    @Test
    default void savingChangesNothing(@TempDir Path folder) throws IOException {
        try (TrainableModel quiet = fresh(1);
                TrainableModel saving = fresh(1)) {
            double[] losses = BackendLaws.learn(quiet, 1, 4);
            BackendLaws.learn(saving, 1, 2);
            saving.save(folder, true);
            saving.save(folder, true);
            assertThat(BackendLaws.learn(saving, 3, 2)).isEqualTo(Arrays.copyOfRange(losses, 2, 4));
        }
    }

    @Test
    default void startsAFreshOptimizerWithoutItsState(@TempDir Path folder) throws IOException {
        TokenBatch batch = TinyTraining.random(2, 1);
        double loss;
        try (TrainableModel model = fresh(1)) {
            BackendLaws.learn(model, 1, 3);
            model.save(folder, false);
            loss = model.score(batch).nats();
        }
        try (TrainableModel model = backend().restore(folder)) {
            assertThat(model.score(batch).nats()).isEqualTo(loss);
            BackendLaws.learn(model, batch, 1, 0.001);
            assertThat(model.score(batch).nats()).isLessThan(loss);
        }
    }

    @Test
    default void scoresAlikeWhenLoadedForGeneration(@TempDir Path folder) throws IOException {
        TokenBatch batch = TinyTraining.random(4, 1);
        try (TrainableModel model = fresh(1)) {
            BackendLaws.learnByHeart(model, batch, 5);
            model.save(folder, true);
            double loss = model.score(batch).nats();
            assertThat(model.languageModel().score(batch).nats()).isCloseTo(loss, sameButForRounding());
            try (LanguageModel loaded = backend().load(folder)) {
                assertThat(loaded.config()).isEqualTo(config());
                assertThat(loaded.score(batch).targets()).isEqualTo(batch.targetCount());
                assertThat(loaded.score(batch).nats()).isCloseTo(loss, sameButForRounding());
            }
        }
    }

    @Test
    default void namesTheFileThatIsMissing(@TempDir Path folder) {
        refuses(folder, TrainableModel.WEIGHTS, () -> backend().restore(folder));
        refuses(folder, TrainableModel.WEIGHTS, () -> backend().load(folder));
    }

    @Test
    default void namesTheFileThatIsCutShort(@TempDir Path folder) throws IOException {
        try (TrainableModel model = fresh(1)) {
            model.save(folder, true);
        }
        for (String name : List.of(TrainableModel.OPTIMIZER, TrainableModel.WEIGHTS)) {
            Path file = folder.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
                Files.write(file, Arrays.copyOf(whole, length));
                if (name.equals(TrainableModel.WEIGHTS)) {
                    refuses(folder, name, () -> backend().load(folder));
                }
                refuses(folder, name, () -> backend().restore(folder));
            }
            Files.write(file, whole);
        }
    }

    @Test
    default void namesTheFileThatIsNoCheckpoint(@TempDir Path folder) throws IOException {
        try (TrainableModel model = fresh(1)) {
            model.save(folder, false);
        }
        Map<String, String> header = Checkpoints.header(config());
        rewrite(folder, Map.of("format", "pt"), tensors -> tensors);
        refusesBoth(folder);
        rewrite(folder, header, tensors -> tensors.subList(1, tensors.size()));
        refusesBoth(folder);
        rewrite(folder, Checkpoints.header(wider(config())), tensors -> tensors);
        refusesBoth(folder);
    }

    private static ModelConfig wider(ModelConfig config) {
        ModelDimensions is = config.dimensions();
        ModelDimensions wider = new ModelDimensions(
                is.layers(),
                is.width(),
                is.heads(),
                is.kvHeads(),
                2 * is.mlpWidth(),
                is.context(),
                is.vocabularySize(),
                is.windows(),
                is.settings());
        return new ModelConfig(config.architecture(), wider, config.tensors(), config.reference());
    }

    private static void rewrite(Path folder, Map<String, String> header, UnaryOperator<List<TensorEntry>> change)
            throws IOException {
        Path file = folder.resolve(TrainableModel.WEIGHTS);
        List<TensorEntry> tensors;
        try (Safetensors old = Safetensors.open(file)) {
            tensors = change.apply(old.tensors());
        }
        Safetensors.write(file, header, tensors, (entry, from, count) -> ByteBuffer.allocate(count));
    }

    private void refusesBoth(Path folder) {
        refuses(folder, TrainableModel.WEIGHTS, () -> backend().restore(folder));
        refuses(folder, TrainableModel.WEIGHTS, () -> backend().load(folder));
    }

    private static void refuses(Path folder, String name, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(UserError.class)
                .hasMessageContaining(folder.resolve(name).toString());
    }
}
