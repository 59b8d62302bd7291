// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.StopException;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.command.CommandContext;
import dev.seance.core.command.CommandProblems;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.ThreadsOption;
import dev.seance.core.options.BoundOptions;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import dev.seance.core.report.MetricFormat;
import dev.seance.core.run.Durations;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.Json;
import dev.seance.core.text.LineEnds;
import dev.seance.core.text.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a vocabulary on text files. */
@Command(name = "train", description = "Train a vocabulary on text files.")
final class TokenizerTrainCommand extends SeanceCommand {

    private static final String SIZE = "size";

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "The texts to train on: files in UTF-8, or folders of .txt, .md and .zip files.")
    private List<Path> files;

    @Option(
            names = "--size",
            paramLabel = "N",
            required = true,
            description = "How many tokens the vocabulary shall have.")
    private String size;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "The folder to write tokenizer.json to; written when all is done.")
    private Path to;

    @Option(names = "--force", description = "Replace the vocabulary that is there.")
    private boolean force;

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME",
            description = "The tokenizer (default: the installation's); 'seance plugins list' has their names.")
    private Optional<String> tokenizer = Optional.empty();

    @Option(
            names = "--with",
            paramLabel = "KEY=VALUE",
            description = "An option of the tokenizer, as a recipe has it; 'seance plugins info NAME' lists them.")
    private List<String> options = List.of();

    @Mixin
    private TextOptions texts = new TextOptions();

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Override
    public Integer call() throws IOException {
        try (StopSignal stop = new StopSignal();
                CommandRuntime runtime = openRuntime(threads.count(), ExtensionKind.TOKENIZER)) {
            try {
                return train(runtime, stop);
            } catch (StopException e) {
                return Failures.stopped(e);
            }
        }
    }

    private int train(CommandRuntime runtime, StopSignal stop) throws IOException {
        long began = System.nanoTime();
        CommandProblems mistakes = new CommandProblems();
        InstalledExtension extension = VocabularyChoice.find(runtime, tokenizer);
        Optional<BoundOptions> bound = bind(extension, mistakes);
        TextFiles corpus = TextFiles.find(files, texts.invalidUtf8(), LineEnds.UNIX, mistakes.lines());
        checkPlace(mistakes);
        mistakes.throwIfAny();
        Tokenizer trainer = runtime.host()
                .create(Tokenizer.class, extension, bound.orElseThrow().record());
        try (CommandContext context = new CommandContext("train", display(), stop)) {
            Vocabulary vocabulary = trainer.train(corpus, context);
            vocabulary.save(to);
            double seconds = (System.nanoTime() - began) / 1e9;
            TextOptions.tell(corpus);
            if (json()) {
                printJson(json(vocabulary, corpus, context.summary(), seconds));
            } else {
                print(vocabulary, corpus, context.summary(), seconds);
            }
        }
        return 0;
    }

    private Optional<BoundOptions> bind(InstalledExtension extension, CommandProblems mistakes) {
        Problems problems = new Problems();
        Settings settings = OptionArguments.read("--with", options, problems);
        if (settings.entry(SIZE).isPresent()) {
            problems.add(settings.entry(SIZE).get().position(), "--size has it already; keep one of them");
        }
        Optional<BoundOptions> bound = OptionsBinder.bind(
                extension.title(), extension.options(), OptionArguments.with(settings, "--size", SIZE, size), problems);
        mistakes.addAll(problems);
        return bound;
    }

    private void checkPlace(CommandProblems mistakes) {
        Path place = to.toAbsolutePath().normalize();
        if (Files.exists(place.resolve(Vocabulary.FILE)) && !force) {
            mistakes.add(
                    "--to " + to + ": there is a vocabulary already; give another folder, or --force to replace it");
        }
        Path there = place;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            mistakes.add("--to " + to + ": " + there + " is a file; give a folder");
        } else if (!Files.isWritable(there)) {
            mistakes.add("--to " + to + ": nothing can be written to " + there + "; check who owns it");
        }
    }

    private void print(Vocabulary vocabulary, TextFiles corpus, Map<String, Double> figures, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "%s: %,d tokens, from %,d bytes in %,d %s%n",
                to.resolve(Vocabulary.FILE),
                vocabulary.size(),
                corpus.bytes(),
                corpus.files().size(),
                corpus.files().size() == 1 ? "file" : "files");
        System.out.println(figures.entrySet().stream()
                .filter(figure -> !figure.getKey().equals("vocabularySize"))
                .map(figure -> MetricFormat.name(figure.getKey()) + " "
                        + MetricFormat.value(figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(", ", "", ", in " + Durations.inWords(seconds))));
        if (!quiet()) {
            System.out.println("next: seance tokenizer encode --vocabulary " + to + " < text");
        }
    }

    private ObjectNode json(Vocabulary vocabulary, TextFiles corpus, Map<String, Double> figures, double seconds) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("vocabulary", to.toString());
        root.put("tokens", vocabulary.size());
        root.put("files", corpus.files().size());
        root.put("bytes", corpus.bytes());
        root.put("seconds", seconds);
        ObjectNode metrics = root.putObject("metrics");
        figures.forEach(metrics::put);
        TextOptions.addTo(root, corpus.replacements());
        return root;
    }
}
