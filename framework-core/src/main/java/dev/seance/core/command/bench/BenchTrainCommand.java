// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bench;

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
                + " writing. Each figure is the median of several rounds, with the least and the most.")
final class BenchTrainCommand extends SeanceCommand {

    /** What scripts look for, and the figure each is. */
    private static final Map<String, String> STABLE = stable();

    @Mixin
    private ShapeOptions shape = new ShapeOptions();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "8",
            description = "Rows of a micro-batch (default: ${DEFAULT-VALUE}).")
    @Range(min = 1, max = 65536)
    private int rows;

    @Option(
            names = "--micro-batches",
            paramLabel = "N",
            defaultValue = "8",
            description = "Micro-batches of a step (default: ${DEFAULT-VALUE}).")
    @Range(min = 1, max = 65536)
    private int microBatches;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "muon",
            description = "What updates matrices: muon, as nanochat does it, or adamw (default: ${DEFAULT-VALUE}).")
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
            defaultValue = "pytorch",
            description = "The backend (default: ${DEFAULT-VALUE}).")
    private String backend;

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
            InstalledExtension extension = runtime.host()
                    .catalog()
                    .find(ExtensionKind.BACKEND, backend)
                    .orElseThrow(() -> new UserError("--backend " + backend + ": "
                            + runtime.host().catalog().absence(ExtensionKind.BACKEND, backend)));
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
                    engine,
                    shape.derive(runtime.host(), backend, engine.support(), model.orElseThrow()));
            return 0;
        }
    }

    private Settings backendSettings(Problems problems) {
        Settings settings = OptionArguments.read("--with", options, problems);
        settings = ShapeOptions.with(settings, "device", device);
        settings = ShapeOptions.with(settings, "precision", precision);
        return ShapeOptions.with(settings, "threads", threads);
    }

    private void measure(PluginHost host, ModelBackend engine, ModelConfig model) throws IOException {
        Passes rounds = new Passes(warmUp, count);
        TrainingLoad load = new TrainingLoad(rows, microBatches, steps, optimizer.equals("muon"));
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
                    "%s, %s: %d x %d rows a step; %d rounds of %d steps after %d to warm up: median (least to most)%n",
                    backend,
                    optimizer,
                    microBatches,
                    rows,
                    count,
                    steps,
                    warmUp);
        }
        List<String> found = engine.diagnose().findings();
        if (!json()) {
            found.forEach(System.out::println);
        }
        MetricLines figures = new MetricLines(!json());
        Path folder = Files.createTempDirectory("seance-bench");
        PeakThroughput peaks;
        try {
            peaks = new TrainingBench(engine, host.families(), model, load, rounds).run(folder, figures::add);
            try (LanguageModel trained = engine.load(folder)) {
                new WritingBench(trained, peaks, rounds).run(figures::add);
            }
        } finally {
            AtomicFiles.deleteTree(folder);
        }
        if (json()) {
            ObjectNode answer = json(machine, model, peaks, figures);
            found.forEach(answer.putArray("engine")::add);
            printJson(answer);
        } else {
            System.out.println("  in " + peaks.precision().name().toLowerCase(Locale.ROOT));
        }
    }

    private ObjectNode json(Machine machine, ModelConfig model, PeakThroughput peaks, MetricLines figures) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.set("machine", Json.mapper().valueToTree(machine));
        root.put("backend", backend);
        root.put("precision", peaks.precision().name().toLowerCase(Locale.ROOT));
        ObjectNode shapeNode = root.putObject("model");
        model.toMetadata().forEach(shapeNode::put);
        root.put("parameters", model.parameters().total());
        root.put("flopsPerToken", model.flopsPerToken());
        root.put("rows", rows);
        root.put("microBatches", microBatches);
        root.put("optimizer", optimizer);
        root.put("steps", steps);
        root.put("rounds", count);
        root.put("warmUp", warmUp);
        STABLE.forEach((key, name) -> figures.find(name).ifPresent(figure -> root.put(key, figure.median())));
        figures.addTo(root);
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
