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
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.pf4j.Extension;

/** Fine-tunes a pretrained model on dialogues, with the loss on the replies alone. */
@Extension
@ExtensionSpec(
        name = "finetune",
        summary = "Fine-tunes a pretrained model to converse: supervised, with the loss on the replies of dialogues.",
        options = FinetuneOptions.class,
        inputs = {@Input(kind = ArtifactKind.MODEL), @Input(kind = ArtifactKind.DIALOGUES, max = 16)})
public final class Finetune implements Trainer {

    private final FinetuneOptions options;

    @Inject
    public Finetune(FinetuneOptions options) {
        this.options = options;
    }

    @Override
    public TrainingEstimate estimate(EstimateRequest request) {
        // How many sequences the dialogues fill is known once they are packed.
        return new TrainingEstimate(
                minutes().isPresent() ? count() : OptionalLong.empty(),
                minutes().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                (long) options.batchSequences() * request.config().context(),
                options.microBatch(),
                options.scalingRules(request.config()).facts());
    }

    private OptionalLong count() {
        Optional<Long> count = options.steps().flatMap(StepBudget::count);
        return count.isPresent() ? OptionalLong.of(count.get()) : OptionalLong.empty();
    }

    private Optional<Double> minutes() {
        return options.steps().flatMap(StepBudget::minutes);
    }

    @Override
    public void train(TrainingJob job, StepContext context) throws IOException {
        ModelConfig config = job.config();
        Vocabulary vocabulary = job.vocabulary();
        int pad = vocabulary.padding();

        TokenizedDialogues all = read(job, context);
        TokenizedDialogues dialogues = all.split(options.validationFraction());
        EpochDatasets epochs = PackedDialogues.epochs(dialogues.training(), config.context(), pad, context.seed());
        long sequences = 0;
        for (int epoch = 0; epoch < options.epochs(); epoch++) {
            sequences += epochs.epoch(epoch).count();
        }
        if (sequences == 0) {
            throw new UserError("[" + context.step() + "] weights: so low that " + options.epochs()
                    + " epochs have no dialogue to train on; raise them, or the epochs");
        }
        DataLoader data =
                new DataLoader(epochs, config.context(), options.batchSequences(), options.microBatch(), sequences);

        long ofEpochs = (sequences + options.batchSequences() - 1) / options.batchSequences();
        long maxSteps = options.steps()
                .flatMap(StepBudget::count)
                .map(count -> Math.min(count, ofEpochs))
                .orElse(ofEpochs);
        Optional<WarmStart> warm = options.optimizerState() == OptimizerState.WARM
                ? Optional.of(WarmStart.of(job.inputs().model(), context.step()))
                : Optional.empty();
        Optimizer optimizer = options.scalingRules(config).optimizer(options.maxGradNorm());
        TrainingConfig training = new TrainingConfig(
                options.schedule(maxSteps),
                minutes(),
                warm.map(start -> optimizer.after(start.steps())).orElse(optimizer),
                options.microBatch(),
                options.lossMean(),
                options.retention(),
                options.patience(),
                RunIdentity.of(options, config, context.seed(), vocabulary, ContentDigest.of(all.training())),
                ResumeOption.of(options.resume()));
        ChatTemplate template = new ChatTemplate(vocabulary);
        String system = job.conditioning().system().orElse("");
        Samples samples = new Samples(
                options.prompts(),
                prompt -> template.prompt(ChatTemplate.withSystem(system, List.of(new Turn(Role.USER, prompt)))),
                vocabulary,
                context.seed());
        PeriodicEvaluation evaluation =
                new PeriodicEvaluation(validation(dialogues.validation(), job, context), samples, options.intervals());
        new TrainingLoop(job, context, training, data, evaluation).run(() -> job.backend()
                .restore(warm.map(WarmStart::checkpoint)
                        .orElse(job.inputs().model().folder())));
    }

    private TokenizedDialogues read(TrainingJob job, StepContext context) {
        try {
            return TokenizedDialogues.read(
                    job.inputs().dialogues(),
                    options.mixture(),
                    job.vocabulary(),
                    job.conditioning().system().orElse(""),
                    job.config().context() + 1,
                    context);
        } catch (OutOfMemoryError e) {
            throw MemoryExhausted.whileReading(e, context.step());
        }
    }

    private Optional<Validation> validation(List<TokenizedDialogue> dialogues, TrainingJob job, StepContext context) {
        if (dialogues.isEmpty()) {
            context.progress().note("there are no validation dialogues, so there will be no validation");
            return Optional.empty();
        }
        Vocabulary vocabulary = job.vocabulary();
        int length = job.config().context();
        SequenceDataset sequences = PackedDialogues.once(dialogues, length, vocabulary.padding(), context.seed());
        return Optional.of(new Validation(sequences, vocabulary, length, options.microBatch(), sequences.count()));
    }
}
