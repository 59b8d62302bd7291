// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchBackendTest {
    @TempDir
    Path folder;

    @Test
    void saysWhatItFoundAndWhyItChoseAPrecision() {
        BackendDiagnosis diagnosis = new PyTorchBackend(PyTorchOptions.DEFAULT, Fixtures.ENVIRONMENT).diagnose();
        assertThat(diagnosis.usable()).isTrue();
        assertThat(diagnosis.findings())
                .anyMatch(line -> line.startsWith("PyTorch 2.7.1"))
                .anyMatch(line -> line.matches(
                        "precision: (bf16|fp32) \\(matrix products measured: bf16 \\d+, fp32 \\d+ GFLOP/s\\)"));
    }

    @Test
    void aMissingGpuIsTheUsersToPutRight() {
        PyTorchOptions cuda = PyTorchOptions.DEFAULT.withDevice(DeviceChoice.CUDA);
        PyTorchBackend backend = new PyTorchBackend(cuda, Fixtures.ENVIRONMENT);
        assertThatThrownBy(() -> backend.create(Fixtures.TINY, 1))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("device cuda was asked for", "PYTORCH_LIBRARY_PATH", "DJL_OFFLINE=false");
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
    void aTruncatedCheckpointIsRefused() throws IOException {
        try (TrainableModel model = Fixtures.fp32().create(Fixtures.TINY, 1)) {
            model.save(folder, true);
        }
        Path moments = folder.resolve("optimizer.safetensors");
        try (FileChannel channel = FileChannel.open(moments, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        assertThatThrownBy(() -> Fixtures.fp32().restore(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(moments.toString());
    }

    @Test
    void declaresThePrecisionItWasGivenWithoutLoadingAnything() {
        assertThat(Fixtures.bf16().support().precisions()).containsExactly(Precision.BF16);
        assertThat(new PyTorchBackend(PyTorchOptions.DEFAULT, Fixtures.ENVIRONMENT)
                        .support()
                        .precisions())
                .containsExactlyInAnyOrder(Precision.BF16, Precision.FP32);
    }
}
