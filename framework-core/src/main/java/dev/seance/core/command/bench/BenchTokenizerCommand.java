// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.bench.EncodingBench;
import dev.seance.core.bench.Machine;
import dev.seance.core.bench.Measurement;
import dev.seance.core.bench.Passes;
import dev.seance.core.bench.TextSample;
import dev.seance.core.command.CommandContext;
import dev.seance.core.command.CommandProblems;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.command.Range;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.ThreadsOption;
import dev.seance.core.command.tokenizer.VocabularyChoice;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import dev.seance.core.run.PlainDisplay;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.Json;
import dev.seance.core.text.InvalidUtf8;
import dev.seance.core.text.LineEnds;
import dev.seance.core.text.TextFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a tokenizer, whosever it is: training, encoding, decoding. */
@Command(
        name = "tokenizer",
        description = "Measure a tokenizer: training, encoding, decoding. Everything happens in one process, several"
                + " times over; each measurement is the median, with minimum and maximum.")
final class BenchTokenizerCommand extends SeanceCommand {

    /** Enough for caches to fill as with a corpus, little enough for the memory of a laptop. */
    private static final long MAX_SAMPLE = 256L << 20;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "The texts to measure with: files in UTF-8, or folders of .txt files. All are trained on;"
                    + " the first 256 MiB are encoded.")
    private List<Path> files;

    @Option(names = "--tokenizer", paramLabel = "NAME", description = "The tokenizer (default: the installation's).")
    private Optional<String> tokenizer = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "32768",
            description = "How many tokens to train (default: ${DEFAULT-VALUE}).")
    private String size;

    @Option(
            names = "--vocabulary",
            paramLabel = "DIR",
            description = "Measure the vocabulary in this folder, without training one.")
    private Path folder;

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often to measure each thing (default: ${DEFAULT-VALUE}).")
    @Range(min = 1, max = 1000)
    private int count;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often to do it unmeasured before that (default: ${DEFAULT-VALUE}).")
    @Range(min = 0, max = 1000)
    private int warmUp;

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Override
    public Integer call() throws IOException {
        CommandProblems mistakes = new CommandProblems();
        TextFiles corpus = TextFiles.find(files, InvalidUtf8.REPLACE, LineEnds.KEEP, mistakes.lines());
        mistakes.throwIfAny();
        try (StopSignal stop = new StopSignal();
                CommandRuntime runtime = openRuntime(threads.count(), ExtensionKind.TOKENIZER)) {
            return measure(runtime, VocabularyChoice.find(runtime, tokenizer), corpus, stop);
        } catch (StopException e) {
            return Failures.stopped(e);
        }
    }

    private int measure(CommandRuntime runtime, InstalledExtension extension, TextFiles corpus, StopSignal stop)
            throws IOException {
        Passes passes = new Passes(warmUp, count);
        Machine machine = Machine.here();
        MetricLines measurements = new MetricLines(!json());
        if (!json()) {
            System.out.println(machine.inWords());
            System.out.printf(
                    Locale.ROOT,
                    "%s on %s, %,d bytes; %d %s after %d to warm up: median (min to max)%n",
                    extension.name(),
                    corpus.name(),
                    corpus.bytes(),
                    count,
                    count == 1 ? "pass" : "passes",
                    warmUp);
        }
        Vocabulary vocabulary = folder == null
                ? train(runtime, extension, corpus, stop, passes, measurements)
                : load(runtime, extension);
        TextSample sample = TextSample.read(corpus, MAX_SAMPLE);
        if (sample.bytes() == 0) {
            throw new UserError(corpus.name() + ": there is no text to encode; give other files");
        }
        new EncodingBench(vocabulary, sample, passes).run(threads.count(), measurements::add);
        if (json()) {
            printJson(json(machine, extension, vocabulary, corpus, sample, measurements));
        }
        return 0;
    }

    /** Trains the vocabulary anew in each pass, from the files and not from memory. */
    private Vocabulary train(
            CommandRuntime runtime,
            InstalledExtension extension,
            TextFiles corpus,
            StopSignal stop,
            Passes passes,
            MetricLines measurements)
            throws IOException {
        Record options = options(extension);
        List<Vocabulary> trained = new ArrayList<>();
        String on = "training, " + threads.count() + (threads.count() == 1 ? " thread" : " threads");
        double[] rates = passes.rates(corpus.bytes() / 1e6, () -> {
            Tokenizer trainer = runtime.host().create(Tokenizer.class, extension, options);
            try (CommandContext context = new CommandContext("bench", silence(), stop)) {
                trained.clear();
                trained.add(trainer.train(corpus, context));
            }
        });
        measurements.add(Measurement.of(on, "MB/s", rates));
        return trained.get(0);
    }

    private static PlainDisplay silence() {
        return new PlainDisplay(new PrintStream(OutputStream.nullOutputStream()));
    }

    private Record options(InstalledExtension extension) {
        Problems problems = new Problems();
        Settings none = OptionArguments.read("--with", List.of(), problems);
        Record options = OptionsBinder.bind(
                        extension.title(),
                        extension.options(),
                        OptionArguments.with(none, "--size", "size", size),
                        problems)
                .map(bound -> bound.record())
                .orElse(null);
        CommandProblems mistakes = new CommandProblems();
        mistakes.addAll(problems);
        mistakes.throwIfAny();
        return options;
    }

    private Vocabulary load(CommandRuntime runtime, InstalledExtension extension) throws IOException {
        Record defaults =
                OptionsBinder.defaults(extension.title(), extension.options()).record();
        return runtime.host().create(Tokenizer.class, extension, defaults).load(folder);
    }

    private ObjectNode json(
            Machine machine,
            InstalledExtension extension,
            Vocabulary vocabulary,
            TextFiles corpus,
            TextSample sample,
            MetricLines measurements) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.set("machine", Json.mapper().valueToTree(machine));
        root.put("tokenizer", extension.name());
        root.put("tokens", vocabulary.size());
        root.put("bytes", corpus.bytes());
        root.put("bytesEncoded", sample.bytes());
        root.put("passes", count);
        root.put("warmUp", warmUp);
        measurements.addTo(root);
        return root;
    }
}
