// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.command.CommandContext;
import dev.seance.core.command.CommandProblems;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.command.RunChoice;
import dev.seance.core.command.RunOrigin;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.options.BoundOptions;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.recipe.Problems;
import dev.seance.core.report.BlockText;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.EvaluationJson;
import dev.seance.core.store.StoredCorpus;
import dev.seance.core.text.LineEnds;
import dev.seance.core.text.TextFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a vocabulary. */
@Command(
        name = "lint",
        description = "Check a vocabulary: whether it is complete, and how well it compresses texts."
                + " Exits with 1 when a gate is not passed.")
final class TokenizerLintCommand extends SeanceCommand {

    @Mixin
    private VocabularyChoice choice = new VocabularyChoice();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Texts to measure it on: files in UTF-8, or folders of .txt files.")
    private List<Path> files = List.of();

    @Option(
            names = "--evaluator",
            paramLabel = "NAME",
            description = "The evaluator (default: the one that needs nothing but a vocabulary).")
    private Optional<String> evaluator = Optional.empty();

    @Option(names = "--corpus", paramLabel = "RUN", description = "Measure it on the corpora of a run.")
    private String corpusOf;

    @Option(
            names = "--with",
            paramLabel = "KEY=VALUE",
            description = "An option of the evaluator; 'seance plugins info NAME' lists them.")
    private List<String> options = List.of();

    @Mixin
    private TextOptions texts = new TextOptions();

    @Override
    public Integer call() throws IOException {
        try (StopSignal stop = new StopSignal();
                CommandRuntime runtime = openRuntime(1, ExtensionKind.TOKENIZER, ExtensionKind.EVALUATE)) {
            try {
                return lint(runtime, stop);
            } catch (StopException e) {
                return Failures.stopped(e);
            }
        }
    }

    private int lint(CommandRuntime runtime, StopSignal stop) throws IOException {
        CommandProblems mistakes = new CommandProblems();
        InstalledExtension lint = extension(runtime.host().catalog());
        Optional<BoundOptions> bound = bind(lint, mistakes);
        TextFiles given = TextFiles.find(files, texts.invalidUtf8(), LineEnds.UNIX, mistakes.lines());
        mistakes.throwIfAny();
        List<Corpus> corpora = new ArrayList<>();
        if (!files.isEmpty()) {
            corpora.add(given);
        }
        if (corpusOf != null) {
            corpora.addAll(ofRun(runtime));
        }
        Vocabulary vocabulary = choice.open(runtime, runs());
        Evaluation evaluation;
        try (CommandContext context = new CommandContext("lint", display(), stop)) {
            evaluation = runtime.host()
                    .create(Evaluator.class, lint, bound.orElseThrow().record())
                    .evaluate(new StepInputs(corpora, List.of(vocabulary), List.of(), List.of()), context);
        }
        TextOptions.tell(given);
        if (json()) {
            System.out.println(EvaluationJson.write(evaluation));
        } else {
            BlockText.of(evaluation.section()).forEach(System.out::println);
        }
        evaluation.failures().forEach(failure -> System.err.println("seance: gate not passed: " + failure));
        return evaluation.failures().isEmpty() ? 0 : Failures.GATE;
    }

    private InstalledExtension extension(PluginCatalog catalog) {
        List<InstalledExtension> able = catalog.extensions(ExtensionKind.EVALUATE).stream()
                .filter(TokenizerLintCommand::needsOnlyAVocabulary)
                .toList();
        if (evaluator.isPresent()) {
            InstalledExtension named = catalog.find(ExtensionKind.EVALUATE, evaluator.get())
                    .orElseThrow(() ->
                            new UserError("--evaluator: " + catalog.absence(ExtensionKind.EVALUATE, evaluator.get())));
            if (!able.contains(named)) {
                throw new UserError("--evaluator " + evaluator.get() + " needs more than a vocabulary and texts");
            }
            return named;
        }
        if (able.size() != 1) {
            String names = able.stream().map(InstalledExtension::name).collect(Collectors.joining(", "));
            throw new UserError(
                    able.isEmpty()
                            ? "no evaluator is installed that needs nothing but a vocabulary; see: seance plugins list"
                            : "there are several evaluators for vocabularies (" + names
                                    + "); choose one with --evaluator NAME");
        }
        return able.get(0);
    }

    /** Whether an evaluator can be given one vocabulary and nothing else, or corpora besides. */
    private static boolean needsOnlyAVocabulary(InstalledExtension evaluator) {
        boolean takesVocabulary =
                evaluator.inputs().stream().anyMatch(input -> input.kind() == ArtifactKind.VOCABULARY);
        return takesVocabulary
                && evaluator.inputs().stream()
                        .allMatch(input -> input.min() == 0 || input.kind() == ArtifactKind.VOCABULARY);
    }

    private Optional<BoundOptions> bind(InstalledExtension lint, CommandProblems mistakes) {
        Problems problems = new Problems();
        Optional<BoundOptions> bound = OptionsBinder.bind(
                lint.title(), lint.options(), OptionArguments.read("--with", options, problems), problems);
        mistakes.addAll(problems);
        return bound;
    }

    private List<Corpus> ofRun(CommandRuntime runtime) {
        RunFolder run = RunChoice.newest(
                runs(),
                corpusOf,
                one -> !VocabularyChoice.artifacts(runtime, one, ArtifactKind.CORPUS)
                        .isEmpty(),
                "has made no corpus");
        List<Corpus> corpora = new ArrayList<>();
        for (Artifact artifact : VocabularyChoice.artifacts(runtime, run, ArtifactKind.CORPUS)) {
            corpora.add(new StoredCorpus(artifact.manifest().step(), artifact));
        }
        if (corpora.isEmpty()) {
            throw new UserError("--corpus " + corpusOf + ": " + run.folder()
                    + " has made no corpus, or it is no longer in the store; make it: " + RunOrigin.command(run));
        }
        return corpora;
    }
}
