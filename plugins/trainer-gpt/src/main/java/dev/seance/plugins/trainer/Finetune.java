// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.api.training.EstimateRequest;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainingEstimate;
import dev.seance.api.training.TrainingJob;
import dev.seance.kit.chat.ChatTemplate;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pf4j.Extension;

/** Teaches a trained model to converse: it goes on learning, from the replies of dialogues alone. */
@Extension
@ExtensionSpec(
        name = "finetune",
        summary = "Teaches a pretrained model to converse, learning from the replies of dialogues.",
        options = FinetuneOptions.class,
        inputs = {@Input(kind = ArtifactKind.MODEL), @Input(kind = ArtifactKind.DIALOGUES, max = 16)})
public final class Finetune implements Trainer {

    private final FinetuneOptions options;

    @Inject
    public Finetune(FinetuneOptions options) {
        this.options = options;
    }

    @Override
    public TrainingEstimate estimate(EstimateRequest forecast) {
        // How many rows the dialogues fill is known once they are packed.
        return new TrainingEstimate(
                OptionalLong.empty(),
                (long) options.batchRows() * forecast.config().context(),
                options.rows(),
                options.derivation(forecast.config()).facts());
    }

    @Override
    public void train(TrainingJob job, StepContext context) throws IOException {
        ModelConfig shape = job.config();
        Vocabulary vocabulary = job.vocabulary();
        int pad = vocabulary.id(SpecialToken.PAD);

        Conversations all = Conversations.read(
                job.inputs().dialogues(), options.mixture(), vocabulary, shape.context() + 1, context);
        Conversations conversations = all.holdOut(options.heldOut());
        Epochs epochs = ConversationRows.epochs(conversations.training(), shape.context(), pad, context.seed());
        long rows = 0;
        for (int epoch = 0; epoch < options.epochs(); epoch++) {
            rows += epochs.epoch(epoch).count();
        }
        if (rows == 0) {
            throw new UserError("[" + context.step() + "] weights: so low that " + options.epochs()
                    + " epochs have no dialogue to learn from; raise them, or the epochs");
        }
        TrainingData data = new TrainingData(epochs, shape.context(), options.batchRows(), options.rows(), rows);

        long steps = (rows + options.batchRows() - 1) / options.batchRows();
        TrainingPlan plan = new TrainingPlan(
                options.schedule(steps),
                options.derivation(shape).optimizer(options.clip()),
                options.keeping(),
                options.patience(),
                RunIdentity.of(options, shape, context.seed(), vocabulary, Digest.of(all.training())),
                Resume.of(options.resume()));
        ChatTemplate template = new ChatTemplate(vocabulary);
        Samples samples = new Samples(
                options.prompts(),
                prompt -> template.prompt(List.of(new Turn(Role.USER, prompt))),
                vocabulary,
                context.seed());
        ValidationSchedule watch =
                new ValidationSchedule(validation(conversations.heldOut(), job, context), samples, options.cadence());
        new TrainingLoop(job, context, plan, data, watch)
                .run(() -> job.backend().restore(job.inputs().model().folder()));
    }

    private Optional<Validation> validation(List<Conversation> heldOut, TrainingJob job, StepContext context) {
        if (heldOut.isEmpty()) {
            context.progress().note("no dialogue is held out, so nothing is validated");
            return Optional.empty();
        }
        Vocabulary vocabulary = job.vocabulary();
        int length = job.config().context();
        Rows rows = ConversationRows.once(heldOut, length, vocabulary.id(SpecialToken.PAD), context.seed());
        return Optional.of(new Validation(rows, vocabulary, length, options.rows(), rows.count()));
    }
}
