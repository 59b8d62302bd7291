// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bench;

import dev.seance.core.command.ExtensionChoice;
import dev.seance.core.command.CommandProblems;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Range;
import dev.seance.core.command.SeanceCommand;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.run.UserError;
import dev.seance.core.bench.Machine;
import dev.seance.core.bench.Passes;
import dev.seance.core.bench.TrainingBench;
import dev.seance.core.bench.TrainingLoad;
import dev.seance.core.bench.WritingBench;
import dev.seance.core.options.BoundOptions;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plan.BoundExtension;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a backend, whosever it is: training, reading a prompt, writing. */
@Command(
        name = "train",
        description = "Measure a backend: training steps on random tokens against the machine's own peak, memory, and"
                + " generation. Each measurement is the median of several rounds, with minimum and maximum.")
final class BenchTrainCommand extends SeanceCommand {

    /** What scripts look for, and the measurement each is. */
    private static final Map<String, String> STABLE = stable();

    @Mixin
    private ShapeOptions shape = new ShapeOptions();

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            defaultValue = "8",
            description = "Sequences in a micro-batch, each as long as the context (default: ${DEFAULT-VALUE}).")
    @Range(min = 1, max = 65536)
    private int microBatch;

    @Option(
            names = "--accumulation-steps",
            paramLabel = "N",
            defaultValue = "8",
            description = "Micro-batches accumulated for one step (default: ${DEFAULT-VALUE}).")
    @Range(min = 1, max = 65536)
    private int accumulationSteps;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "muon",
            description = "The optimizer of matrices: muon or adamw (default: ${DEFAULT-VALUE}).")
    private String optimizer;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "2",
            description = "Steps measured in a round (default: ${DEFAULT-VALUE}).")
    @Range(min = 1, max = 100000)
    private int steps;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds (default: ${DEFAULT-VALUE}).")
    @Range(min = 1, max = 1000)
    private int count;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2",
            description = "Steps done unmeasured before them (default: ${DEFAULT-VALUE}).")
    @Range(min = 0, max = 1000)
    private int warmUp;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "The backend (default: the installation's).")
    private Optional<String> backend = Optional.empty();

    @Option(names = "--device", paramLabel = "NAME", description = "The backend's option (default: its own).")
    private Optional<String> device = Optional.empty();

    @Option(names = "--precision", paramLabel = "NAME", description = "The backend's option (default: its own).")
    private Optional<String> precision = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "The backend's option (default: its own).")
    private Optional<String> threads = Optional.empty();

    @Option(names = "--with", paramLabel = "KEY=VALUE", description = "Any other option of the backend.")
    private List<String> options = List.of();

    @Override
    public Integer call() throws IOException {
        if (!List.of("muon", "adamw").contains(optimizer)) {
            throw new UserError("--optimizer " + optimizer + " is neither muon nor adamw");
        }
        try (CommandRuntime runtime = openRuntime(
                Runtime.getRuntime().availableProcessors(), ExtensionKind.BACKEND, ExtensionKind.ARCHITECTURE)) {
            InstalledExtension extension =
                    ExtensionChoice.of(runtime, ExtensionKind.BACKEND, backend, "--backend");
            Problems problems = new Problems();
            Optional<BoundOptions> bound =
                    OptionsBinder.bind(extension.title(), extension.options(), backendSettings(problems), problems);
            Optional<BoundExtension> model = shape.bind(runtime.host(), problems);
            CommandProblems mistakes = new CommandProblems();
            mistakes.addAll(problems);
            mistakes.throwIfAny();
            ModelBackend engine = runtime.host()
                    .create(ModelBackend.class, extension, bound.orElseThrow().record());
            measure(
                    runtime.host(),
                    extension.name(),
                    engine,
                    shape.derive(runtime.host(), extension.name(), engine.support(), model.orElseThrow()));
            return 0;
        }
    }

    private Settings backendSettings(Problems problems) {
        Settings settings = OptionArguments.read("--with", options, problems);
        settings = ShapeOptions.with(settings, "device", device);
        settings = ShapeOptions.with(settings, "precision", precision);
        return ShapeOptions.with(settings, "threads", threads);
    }

    private void measure(PluginHost host, String name, ModelBackend engine, ModelConfig model) throws IOException {
        Passes rounds = new Passes(warmUp, count);
        TrainingLoad load = new TrainingLoad(microBatch, accumulationSteps, steps, optimizer.equals("muon"));
        Machine machine = Machine.here();
        if (!json()) {
            System.out.println(machine.inWords());
            System.out.printf(
                    Locale.ROOT,
                    "%s, %,d parameters: %d layers, width %,d, context %,d, vocabulary %,d; %.4g FLOPs a token%n",
                    model.architecture(),
                    model.parameters().total(),
                    model.layers(),
                    model.width(),
                    model.context(),
                    model.vocabularySize(),
                    model.flopsPerToken());
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s: %d x %d sequences per step; %d rounds of %d steps after %d to warm up: median (min to max)%n",
                    name,
                    optimizer,
                    accumulationSteps,
                    microBatch,
                    count,
                    steps,
                    warmUp);
        }
        List<String> found = engine.diagnose().findings();
        if (!json()) {
            found.forEach(System.out::println);
        }
        MetricLines measurements = new MetricLines(!json());
        Path folder = Files.createTempDirectory("seance-bench");
        PeakThroughput peaks;
        try {
            peaks = new TrainingBench(engine, host.families(), model, load, rounds).run(folder, measurements::add);
            try (LanguageModel trained = engine.load(folder)) {
                new WritingBench(trained, peaks, rounds).run(measurements::add);
            }
        } finally {
            AtomicFiles.deleteTree(folder);
        }
        if (json()) {
            ObjectNode answer = json(name, machine, model, peaks, measurements);
            found.forEach(answer.putArray("engine")::add);
            printJson(answer);
        } else {
            System.out.println("  in " + peaks.precision().name().toLowerCase(Locale.ROOT));
        }
    }

    private ObjectNode json(String name, Machine machine, ModelConfig model, PeakThroughput peaks, MetricLines measurements) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.set("machine", Json.mapper().valueToTree(machine));
        root.put("backend", name);
        root.put("precision", peaks.precision().name().toLowerCase(Locale.ROOT));
        ObjectNode shapeNode = root.putObject("model");
        model.toMetadata().forEach(shapeNode::put);
        root.put("parameters", model.parameters().total());
        root.put("flopsPerToken", model.flopsPerToken());
        root.put("microBatch", microBatch);
        root.put("accumulationSteps", accumulationSteps);
        root.put("optimizer", optimizer);
        root.put("steps", steps);
        root.put("rounds", count);
        root.put("warmUp", warmUp);
        STABLE.forEach((key, label) -> measurements.find(label).ifPresent(measurement -> root.put(key, measurement.median())));
        measurements.addTo(root);
        return root;
    }

    private static Map<String, String> stable() {
        Map<String, String> stable = new LinkedHashMap<>();
        stable.put("tokensPerSecond", TrainingBench.TOKENS);
        stable.put("gigaflops", TrainingBench.FLOPS);
        stable.put("peakGigaflops", TrainingBench.PRODUCT);
        stable.put("mfuPercent", TrainingBench.MFU);
        stable.put("outsideEnginePercent", TrainingBench.OUTSIDE);
        stable.put("memoryGigabytes", TrainingBench.MEMORY);
        stable.put("predictedGigabytes", TrainingBench.PREDICTED);
        stable.put("promptTokensPerSecond", WritingBench.PREFILL);
        stable.put("writtenTokensPerSecond", WritingBench.DECODE);
        stable.put("writtenOfBestPercent", WritingBench.OF_FLOOR);
        return stable;
    }
}
