// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.model.Conditioning;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Makes a model: the trainer's weights, and the vocabulary beside them, so that the folder is whole by itself. */
record TrainingExecutor(
        Trainer trainer, ModelBackend backend, ModelConfig plannedConfig, Conditioning planned, StepInputs inputs)
        implements StepExecutor {

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        boolean fresh = inputs.models().isEmpty();
        Vocabulary vocabulary =
                fresh ? inputs.vocabulary() : inputs.models().get(0).vocabulary();
        ModelConfig config = fresh ? plannedConfig : inputs.models().get(0).config();
        Conditioning conditioning =
                fresh ? planned : planned.or(inputs.models().get(0).conditioning());
        vocabulary.save(output);
        trainer.train(new TrainingJob(config, vocabulary, conditioning, backend, inputs, output), context);
        return Map.of("parameters", (double) config.parameters().total());
    }
}
