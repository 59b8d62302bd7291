// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ActivationCount;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.Precision;
import dev.seance.api.model.ProgramSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No test, and not run with them ({@code -Dtest=GpuArchives} runs it): writes the programs for a GPU as archives that any
 * PyTorch loads, for {@code docs/scripts/gpu-training.py}. A rented machine has Python and PyTorch at hand, and of what is
 * measured there 0.4 % is Java's.
 *
 * <p>Of each model {@code NAME-gpu-bf16.pt}, {@code NAME-gpu-fp32.pt}, {@code NAME-cpu-fp32.pt}, and {@code NAME.json} with
 * what the script has to know.
 */
class GpuArchives {
    private static final Path FOLDER = Path.of("target", "gpu-archives");

    @Test
    void write() throws IOException {
        Path folder = Files.createDirectories(FOLDER);
        AttentionWindows windows = new AttentionWindows("SSSL");
        write(
                folder,
                "d18",
                Families.nanochat(new ModelDimensions(18, 1152, 9, 9, 4608, 2048, 32_768).withWindows(windows)));
        write(
                folder,
                "d12",
                Families.nanochat(new ModelDimensions(12, 768, 6, 6, 3072, 1024, 32_768).withWindows(windows)));
        write(
                folder,
                "nanochat",
                Families.nanochat(new ModelDimensions(4, 256, 4, 2, 1024, 512, 1024).withWindows(windows)));
        write(folder, "llama", Families.llama(new ModelDimensions(3, 256, 4, 2, 512, 256, 512)));
    }

    private static void write(Path folder, String name, ModelConfig shape) throws IOException {
        ProgramSource source =
                Families.ALL.family(shape.architecture()).programs().get(0);
        for (Precision precision : Precision.values()) {
            archive(
                    folder.resolve(name + "-gpu-" + precision.name().toLowerCase(Locale.ROOT) + ".pt"),
                    shape,
                    source,
                    precision,
                    true);
        }
        archive(folder.resolve(name + "-cpu-fp32.pt"), shape, source, Precision.FP32, false);
        String memory = Stream.of(8, 16, 32)
                .map(rows -> "\"%d\": %d".formatted(rows, memory(shape, rows)))
                .collect(Collectors.joining(", "));
        String groups = shape.tensors().stream()
                .map(tensor ->
                        "\"%s\": \"%s\"".formatted(tensor.name(), tensor.group().name()))
                .collect(Collectors.joining(", "));
        List<Integer> windows =
                IntStream.range(0, shape.layers()).map(shape::window).boxed().toList();
        Files.writeString(folder.resolve(name + ".json"), """
                {"context": %d, "vocabulary": %d, "windows": %s, "flops": %d,
                 "groups": {%s}, "memory": {%s}}
                """.formatted(
                shape.context(), shape.vocabularySize(), windows, (long) shape.flopsPerToken(), groups, memory));
    }

    private static long memory(ModelConfig shape, int rows) {
        ActivationCount activations = Families.ALL
                .family(shape.architecture())
                .activations(ModelProgram.FORMAT, shape.dimensions())
                .orElseThrow();
        return TrainingMemory.of(shape, activations, rows, Precision.BF16, true).total();
    }

    private static void archive(Path file, ModelConfig shape, ProgramSource source, Precision precision, boolean gpu)
            throws IOException {
        String text = ModelProgram.text(source, ModelProgram.constants(shape, precision, gpu));
        Files.write(file, ModelProgram.archive(shape, source.className(), text));
    }
}
