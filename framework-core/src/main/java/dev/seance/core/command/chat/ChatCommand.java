// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.model.WeightFormat;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.MayBeEmpty;
import dev.seance.core.command.ModelOfRun;
import dev.seance.core.command.RunChoice;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.WeightsOption;
import dev.seance.core.store.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Chats with the model of a run. */
@Command(name = "chat", description = "Chat with the model of a run.")
public final class ChatCommand extends SeanceCommand {

    /** What was typed, in the user's folder. */
    private static final String HISTORY = "chat-history";

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), a run's folder, or a bundle.")
    private String run;

    @Option(
            names = "--once",
            paramLabel = "TEXT",
            arity = "0..1",
            fallbackValue = PromptText.STANDARD_INPUT,
            description =
                    "Say one thing, print the reply alone, and exit; without TEXT, or with '-', what the standard input has.")
    private String once;

    @Option(names = "--step", paramLabel = "NAME", description = "The step whose model to use (default: the last).")
    private String step;

    @Mixin
    private TagOptions tags = new TagOptions();

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "A system prompt in place of the one the model was tuned with, if any; an empty one is none.")
    @MayBeEmpty
    private String system;

    @Mixin
    private WeightsOption weightsOption = new WeightsOption();

    @Mixin
    private SamplingOptions samplingOptions = new SamplingOptions();

    @Override
    public Integer call() throws IOException {
        Sampling sampling = samplingOptions.read();
        Optional<String> asked = Optional.ofNullable(once).map(PromptText::of);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (CommandRuntime runtime = openRuntime()) {
            ModelOfRun found = ModelOfRun.find(runtime, RunChoice.finished(runs(), run), step, weightsOption);
            TrainedModel model = found.open(runtime);
            String rendered = tags.render(model);
            Sampling fitting = samplingOptions.fitting(sampling, model.config().context());
            try (LanguageModel weights = model.backend().load(model.folder())) {
                Conversation conversation = new Conversation(
                        weights, model.vocabulary(), rendered, prompt(model), fitting, samplingOptions.seed());
                if (asked.isPresent()) {
                    Reply reply = conversation.reply(asked.get(), piece -> {}, () -> false);
                    out.println(json() ? Json.line(reply.json()) : reply.text());
                } else {
                    talk(runtime, found, weights.weightFormat(), conversation, out);
                }
            }
            return 0;
        }
    }

    private void talk(
            CommandRuntime runtime, ModelOfRun found, WeightFormat weights, Conversation conversation, PrintStream out)
            throws IOException {
        ChatOutput output = json() ? new JsonOutput(out, System.err) : new TextOutput(out);
        try (ChatInput input = input(runtime.installation().data().resolve(HISTORY), output)) {
            if (!json() && !quiet()) {
                output.lines("This is " + found.title() + " (step " + found.step() + ", weights in "
                        + weights.name().toLowerCase(Locale.ROOT)
                        + "). An empty line starts a new conversation; /help lists commands; /quit or Ctrl-D ends.");
            }
            new ChatLoop(conversation, input, output).run();
        }
    }

    private ChatInput input(Path history, ChatOutput output) {
        // The first question is cheap, and the second loads what edits lines.
        Optional<TerminalInput> terminal =
                System.console() == null || json() ? Optional.empty() : TerminalInput.open(history, ChatLoop.COMMANDS);
        return terminal.isPresent()
                ? terminal.get()
                : new PlainInput(
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), output::prompt);
    }

    private String prompt(TrainedModel model) {
        return system != null ? system : model.conditioning().system().orElse("");
    }
}
