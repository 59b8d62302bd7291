// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.ModelOfRun;
import dev.seance.core.command.RunChoice;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.WeightsOption;
import dev.seance.core.report.RunSummary;
import dev.seance.core.report.StepSummary;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Json;
import dev.seance.kit.model.Generator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with a text as a model's books do: no chat template stands before it. */
@Command(name = "complete", description = "Continue a text by the base model of a run, without a chat template.")
public final class CompleteCommand extends SeanceCommand {

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "A recipe's name (its latest run), a run's folder, or a bundle.")
    private String run;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEXT",
            defaultValue = PromptText.STANDARD_INPUT,
            description = "How the text begins; without it, or with '-', what the standard input has.")
    private String text;

    @Option(
            names = "--step",
            paramLabel = "NAME",
            description = "The step whose model to use (default: the first, which learnt from the books).")
    private String step;

    @Mixin
    private TagOptions tags = new TagOptions();

    @Mixin
    private WeightsOption weightsOption = new WeightsOption();

    @Mixin
    private SamplingOptions samplingOptions = new SamplingOptions();

    @Override
    public Integer call() throws IOException {
        Sampling sampling = samplingOptions.read();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (CommandRuntime runtime = openRuntime()) {
            RunFolder folder = RunChoice.finished(runs(), run);
            TrainedModel model = ModelOfRun.find(runtime, folder, step == null ? first(folder) : step, weightsOption)
                    .open(runtime);
            String begun = PromptText.of(text);
            Sampling fitting = samplingOptions.fitting(sampling, model.config().context());
            try (LanguageModel weights = model.backend().load(model.folder())) {
                if (!json()) {
                    out.print(begun);
                }
                Reply written = complete(
                        weights,
                        model.vocabulary(),
                        fitting,
                        tags.render(model) + begun,
                        json() ? piece -> {} : out::print);
                out.println(json() ? Json.line(written.json()) : "");
            }
        }
        return 0;
    }

    /** The first step that made a model; null when none did, which is told where it is looked for. */
    private static String first(RunFolder folder) {
        return RunSummary.read(folder).steps().stream()
                .filter(made -> made.makes().equals("model"))
                .map(StepSummary::name)
                .findFirst()
                .orElse(null);
    }

    private Reply complete(
            LanguageModel model, Vocabulary vocabulary, Sampling sampling, String before, Consumer<String> onText) {
        int[] encoded = vocabulary.encode(before);
        int[] prompt = new int[encoded.length + 1];
        prompt[0] = vocabulary.id(SpecialToken.DOCUMENT);
        System.arraycopy(encoded, 0, prompt, 1, encoded.length);
        int room = model.config().context() - sampling.maxTokens();
        if (prompt.length > room) {
            throw new UserError("this text is " + prompt.length + " tokens long, and the model reads at most " + room
                    + " and writes " + sampling.maxTokens()
                    + " after them; give a shorter one, or a lower --max-tokens");
        }
        Generator generator = Generator.of(model, vocabulary, sampling, samplingOptions.seed());
        return new ReplyWriter(vocabulary, onText, () -> false).write(generator, sampling, prompt, prompt[0], false);
    }
}
