// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchBackendTest {
    @Test
    void saysWhatItFoundAndWhyItChoseAPrecision() {
        BackendDiagnosis diagnosis =
                new PyTorchBackend(PyTorchOptions.DEFAULT, Fixtures.ENVIRONMENT, Families.ALL).diagnose();
        assertThat(diagnosis.usable()).isTrue();
        assertThat(diagnosis.findings())
                .anyMatch(line -> line.startsWith("natives: PyTorch 2.7.1 for CPUs"))
                .anyMatch(line -> line.startsWith("loaded: PyTorch 2.7.1 from "))
                .anyMatch(line -> line.matches(
                        "precision: (bf16|fp32) \\(a small training step measured: bf16 .*, fp32 \\d+ GFLOP/s, .*\\)"))
                .anyMatch(line -> line.startsWith("threads: "));
    }

    @Test
    void savesThePeakThroughput(@TempDir Path cache) {
        Environment environment = new Environment(cache, true, 1, Clock.systemUTC());
        PyTorchOptions options = new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, 1);
        PeakThroughput peaks = new PyTorchBackend(options, environment, Families.ALL).peaks();
        assertThat(peaks.precision()).isEqualTo(Precision.FP32);
        // From an old processor that others use too, to more than any core does.
        assertThat(peaks.matrixFlops()).isBetween(1e8, 1e12);
        assertThat(peaks.readBytesPerSecond()).isBetween(1e8, 1e12);
        assertThat(new PyTorchBackend(options, environment, Families.ALL).peaks())
                .isEqualTo(peaks);
    }

    /**
     * The limit itself is held by {@link AutotunerTest}; this is about what it is made of: a step in bf16 that a processor
     * emulates takes minutes. Five times the limit, since other processes may have the cores.
     */
    @Test
    void choosingPrecisionAndThreadsTakesSeconds(@TempDir Path cache) {
        Environment environment = new Environment(cache, true, 2, Clock.systemUTC());
        PyTorchOptions fixed = new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, 1);
        Machine.open(fixed, Fixtures.ENVIRONMENT, Families.ALL);
        long begin = System.nanoTime();
        Machine.open(PyTorchOptions.DEFAULT, environment, Families.ALL);
        assertThat((System.nanoTime() - begin) / 1e9).isLessThan(5 * Autotuner.LIMIT.toSeconds());
    }

    @Test
    void saysWhatItComputesWith() {
        try (TrainableModel model = Fixtures.bf16().create(Fixtures.TINY, 1)) {
            assertThat(model.computeSettings())
                    .containsEntry("engine", "PyTorch 2.7.1")
                    .containsEntry("device", "cpu")
                    .containsEntry("precision", "bf16")
                    .containsEntry("threads", "1")
                    .containsKeys("processor", "cpu-capability");
        }
    }

    @Test
    void aMissingGpuIsAUserError() {
        PyTorchOptions cuda = PyTorchOptions.DEFAULT.withDevice(DeviceChoice.CUDA);
        PyTorchBackend backend = new PyTorchBackend(cuda, Fixtures.ENVIRONMENT, Families.ALL);
        assertThatThrownBy(() -> backend.create(Fixtures.TINY, 1))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("device cuda was asked for", "PYTORCH_LIBRARY_PATH", "DJL_OFFLINE=false");
        assertThat(backend.preflight()).anyMatch(line -> line.startsWith("device cuda was asked for"));
        assertThat(backend.diagnose().usable()).isFalse();
    }

    @Test
    void aResumedTrainingComputesWithTheSameSettings(@TempDir Path folder) throws IOException {
        PyTorchBackend slow = Fixtures.backend(PrecisionChoice.FP32, 1);
        try (TrainableModel model = slow.create(Fixtures.TINY, 1)) {
            Fixtures.train(model, Fixtures.BATCH, 1, 1);
            model.save(folder, true);
        }
        ComputeSettings before = ComputeSettings.of(folder).orElseThrow();
        assertThat(before.precision()).isEqualTo(Precision.FP32);
        assertThat(before.threads()).isEqualTo(1);

        PyTorchOptions auto = new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.AUTO, 0);
        Machine machine = Machine.open(auto, Fixtures.ENVIRONMENT, Families.ALL, Optional.of(before));
        assertThat(machine.computeSettings()).isEqualTo(before);
        PyTorchOptions asked = new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.BF16, 2);
        assertThat(Machine.open(asked, Fixtures.ENVIRONMENT, Families.ALL, Optional.of(before))
                        .computeSettings())
                .as("what is asked for wins")
                .isEqualTo(new ComputeSettings(before.processor(), before.device(), Precision.BF16, 2));

        Files.delete(folder.resolve(TrainableModel.OPTIMIZER));
        assertThat(ComputeSettings.of(folder)).isEmpty();
        try (Safetensors weights = Safetensors.open(folder.resolve(TrainableModel.WEIGHTS))) {
            assertThat(ComputeSettings.fromHeader(weights.metadata()))
                    .as("a finished model has no settings of its machine")
                    .isEmpty();
        }
    }

    @Test
    void anErrorInAProgramShowsItsLine() {
        Libtorch libtorch = Libtorch.open(Fixtures.ENVIRONMENT, 2);
        String code = """
                class Broken(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def add(self, x: Tensor) -> Tensor:
                    return x + torch.ones([5])
                """;
        byte[] archive = TorchScriptArchive.of("Broken", code, Map.of("training", true));
        try (Program program = Program.load(libtorch, Device.cpu(), "broken.py", archive)) {
            assertThatThrownBy(() ->
                            program.call(call -> call.run("add", call.arrays().create(new float[] {1, 2}))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("broken.py failed", "return x + torch.ones([5])", "size of tensor");
        }
    }

    @Test
    void declaresThePrecisionAndDeviceItWasGiven() {
        BackendSupport support = Fixtures.bf16().support();
        assertThat(support.precisions()).containsExactly(Precision.BF16);
        assertThat(support.devices()).containsExactly(dev.seance.api.model.Device.CPU);
    }
}
