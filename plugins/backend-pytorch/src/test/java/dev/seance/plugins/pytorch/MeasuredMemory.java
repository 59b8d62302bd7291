// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Trains in a process of its own, since the memory that an earlier training freed would count as free for the next. */
final class MeasuredMemory {
    /** As the start script has it. */
    private static final String ALLOCATOR = "glibc.malloc.mmap_threshold=1073741824"
            + ":glibc.malloc.trim_threshold=1073741824:glibc.malloc.top_pad=67108864:glibc.malloc.arena_max=1"
            + ":glibc.malloc.hugetlb=1";

    private MeasuredMemory() {}

    /** Bytes that two steps take at most, on top of the engine. */
    static long of(ModelConfig shape, int rows, Precision precision) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Touched before, so that no growth of the heap is measured.
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MeasuredMemory.class.getName(),
                precision.name(),
                Integer.toString(rows)));
        shape.toMetadata().forEach((key, value) -> command.add(key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("GLIBC_TUNABLES", ALLOCATOR);
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) {
            throw new IOException("the measuring process failed: " + answer);
        }
        return Long.parseLong(answer);
    }

    public static void main(String[] args) throws IOException {
        PyTorchBackend backend = Fixtures.backend(PrecisionChoice.valueOf(args[0]), 1);
        Map<String, String> shape = List.of(args).subList(2, args.length).stream()
                .map(entry -> entry.split("=", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
        train(backend, Fixtures.TINY, 2);
        // Resets the peak of resident memory to what it is now.
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        long before = resident("VmRSS:");
        train(backend, ModelConfig.fromMetadata(shape, Families.ALL), Integer.parseInt(args[1]));
        System.out.println(resident("VmHWM:") - before);
    }

    private static void train(PyTorchBackend backend, ModelConfig shape, int rows) {
        try (TrainableModel model = backend.create(shape, 1)) {
            TokenBatch batch = Fixtures.batch(shape, rows, shape.context(), 1);
            for (int number = 1; number <= 2; number++) {
                model.accumulate(batch, 1.0 / batch.targetCount());
                model.accumulate(batch, 1.0 / batch.targetCount());
                model.update(OptimizerStep.of(number, shape.groups(), ParameterGroup::reference, 1));
            }
        }
    }

    private static long resident(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
