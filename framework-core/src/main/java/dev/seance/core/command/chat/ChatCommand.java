// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.ModelOfRun;
import dev.seance.core.command.RunChoice;
import dev.seance.core.command.SeanceCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Chats with the model of a run. */
@Command(name = "chat", description = "Chat with the model of a run.")
public final class ChatCommand extends SeanceCommand {

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), or a run's folder.")
    private String run;

    @Option(names = "--once", paramLabel = "TEXT", description = "Say one thing, print the reply alone, and exit.")
    private String once;

    @Option(names = "--step", paramLabel = "NAME", description = "The step whose model to use (default: the last).")
    private String step;

    @Mixin
    private TagOptions tags = new TagOptions();

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "A system prompt in place of the one the model was tuned with, if any.")
    private String system;

    @Mixin
    private SamplingOptions samplingOptions = new SamplingOptions();

    @Override
    public Integer call() throws IOException {
        Sampling sampling = samplingOptions.read();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (CommandRuntime runtime = openRuntime()) {
            ModelOfRun found = ModelOfRun.find(runtime, RunChoice.finished(runs(), run), step);
            TrainedModel model = found.open(runtime);
            String rendered = tags.render(model);
            try (LanguageModel weights = model.backend().load(model.folder())) {
                Conversation conversation = new Conversation(
                        weights, model.vocabulary(), rendered, prompt(model), sampling, samplingOptions.seed());
                if (once != null) {
                    out.println(conversation.reply(once, part -> {}));
                } else {
                    out.println(
                            "This is " + found.title() + " (step " + found.step()
                                    + "). An empty line starts a new conversation; /help lists commands; /quit or Ctrl-D ends.");
                    new ChatLoop(
                                    conversation,
                                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                                    out)
                            .run();
                }
            }
            return 0;
        }
    }

    private String prompt(TrainedModel model) {
        return system != null ? system : model.conditioning().system().orElse("");
    }
}
