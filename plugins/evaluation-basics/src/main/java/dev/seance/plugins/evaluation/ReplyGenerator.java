// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.kit.chat.ChatTemplate;
import dev.seance.kit.model.Generator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Generates the replies of a model to questions, each in a conversation of its own. */
final class ReplyGenerator {

    private final ConversationOptions options;

    ReplyGenerator(ConversationOptions options) {
        this.options = options;
    }

    /** The replies, in the order of the questions. */
    List<Reply> generate(TrainedModel trained, List<Question> questions, StepContext context) throws IOException {
        try {
            return generateInMemory(trained, questions, context);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw MemoryExhausted.explained(e, "lower sampling.max-tokens or train a smaller model");
        }
    }

    private List<Reply> generateInMemory(TrainedModel trained, List<Question> questions, StepContext context)
            throws IOException {
        int count = questions.size() * options.repeats();
        context.progress().begin("generating replies of " + trained.name(), count, "replies");
        ChatTemplate template = new ChatTemplate(trained.vocabulary());
        List<Reply> replies = new ArrayList<>();
        try (LanguageModel model = trained.backend().load(trained.folder())) {
            Sampling sampling = options.sampling().fitting(model.config().context());
            Generator generator = Generator.of(model, trained.vocabulary(), sampling, context.seed());
            for (Question question : questions) {
                for (int i = 0; i < options.repeats(); i++) {
                    if (context.stopRequested()) {
                        throw new StopException("the next run starts this evaluation again");
                    }
                    int[] prompt = template.prompt(List.of(new Turn(Role.USER, question.text())));
                    int[] tokens = generator.generate(prompt, template.end(), token -> {});
                    boolean ended = tokens.length
                            < limit(sampling, prompt, model.config().context());
                    replies.add(new Reply(
                            question, trained.vocabulary().decode(tokens).strip(), ended));
                    context.progress().advance(1);
                }
            }
        }
        return replies;
    }

    /** The number of tokens at which a reply is cut off. */
    private static int limit(Sampling sampling, int[] prompt, int context) {
        int promptTokens = Math.min(prompt.length, Math.max(1, context - sampling.maxTokens()));
        return Math.min(sampling.maxTokens(), context - promptTokens);
    }
}
