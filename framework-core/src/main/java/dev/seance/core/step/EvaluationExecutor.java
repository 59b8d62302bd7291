// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.EvaluationJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Makes a report section. */
record EvaluationExecutor(Evaluator evaluator, StepInputs inputs) implements StepExecutor {

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        Evaluation evaluation = evaluator.evaluate(inputs, context);
        AtomicFiles.write(output.resolve(EvaluationJson.FILE), EvaluationJson.write(evaluation));
        return evaluation.metrics();
    }
}
