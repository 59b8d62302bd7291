// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.EnginePeaks;
import dev.seance.api.model.Precision;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchBackendTest {
    @Test
    void saysWhatItFoundAndWhyItChoseAPrecision() {
        BackendDiagnosis diagnosis = new PyTorchBackend(PyTorchOptions.DEFAULT, Fixtures.ENVIRONMENT).diagnose();
        assertThat(diagnosis.usable()).isTrue();
        assertThat(diagnosis.findings())
                .anyMatch(line -> line.startsWith("natives: PyTorch 2.7.1 for processors"))
                .anyMatch(line -> line.startsWith("loaded: PyTorch 2.7.1 from "))
                .anyMatch(line -> line.matches(
                        "precision: (bf16|fp32) \\(matrix products measured: bf16 \\d+, fp32 \\d+ GFLOP/s\\)"));
    }

    @Test
    void notesWhatTheMachineDoesAtMost(@TempDir Path cache) {
        Environment environment = new Environment(cache, true, 1, Clock.systemUTC());
        PyTorchOptions options = new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, 1);
        EnginePeaks peaks = new PyTorchBackend(options, environment).peaks();
        assertThat(peaks.precision()).isEqualTo(Precision.FP32);
        // From a processor of long ago that others use too, to more than any core does.
        assertThat(peaks.matrixFlops()).isBetween(1e8, 1e12);
        assertThat(peaks.readBytesPerSecond()).isBetween(1e8, 1e12);
        assertThat(new PyTorchBackend(options, environment).peaks()).isEqualTo(peaks);
    }

    @Test
    void aMissingGpuIsTheUsersToPutRight() {
        PyTorchOptions cuda = PyTorchOptions.DEFAULT.withDevice(DeviceChoice.CUDA);
        PyTorchBackend backend = new PyTorchBackend(cuda, Fixtures.ENVIRONMENT);
        assertThatThrownBy(() -> backend.create(Fixtures.TINY, 1))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("device cuda was asked for", "PYTORCH_LIBRARY_PATH", "DJL_OFFLINE=false");
        assertThat(backend.obstacles()).anyMatch(line -> line.startsWith("device cuda was asked for"));
        assertThat(backend.diagnose().usable()).isFalse();
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
