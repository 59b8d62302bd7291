// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.plugin.Option;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The options of {@code pretrain}. Defaults are nanochat's unless their documentation says otherwise.
 *
 * @param batchTokens tokens of an optimiser step
 * @param microBatch sequences of a micro-batch
 * @param tokensPerParameter training tokens for each parameter that multiplies
 * @param steps how long it trains, instead of tokensPerParameter
 * @param learningRateScale factor of every derived learning rate
 * @param optimizer the update rule of each group of tensors, where it is not to be derived
 * @param warmupSteps steps of the linear warm-up
 * @param warmdownRatio fraction of the steps that are the linear warm-down
 * @param finalLearningRate the learning rate at the end, as a fraction of the peak
 * @param maxGradNorm gradient clipping
 * @param validateEvery steps between validations
 * @param validateTokens tokens of a validation in between
 * @param sampleEvery steps between samples
 * @param checkpointEvery steps between checkpoints
 * @param keepLast how many of the newest checkpoints stay
 * @param keepEvery steps between permanent checkpoints
 * @param keepOptimizer whether the last checkpoint stays
 * @param resume what it resumes from
 * @param prompts what the samples continue
 */
public record PretrainOptions(
        @Option(
                doc =
                        "Tokens of one optimiser step; a multiple of micro-batch x context. Lower it for short trainings.",
                defaultValue = "524288",
                min = 8,
                unit = "tokens")
        int batchTokens,

        @Option(
                doc = "Sequences of one micro-batch: as many as fit into memory. Does not change the result.",
                defaultValue = "32",
                min = 1,
                max = 65536,
                unit = "sequences")
        int microBatch,

        @Option(
                doc = "Training tokens for each parameter of matrices and head, in whole steps.",
                defaultValue = "10.5",
                min = 0.001,
                unit = "tokens per parameter")
        double tokensPerParameter,

        @Option(
                doc =
                        "How long it trains, instead of what tokens-per-parameter gives: optimiser steps, or as many as fit"
                                + " into some minutes, as in steps: {minutes: 4}, but no more than tokens-per-parameter gives.")
        Optional<StepBudget> steps,

        @Option(doc = "Factor of every derived learning rate.", defaultValue = "1", min = 0, max = 100)
        double learningRateScale,

        @Option(
                doc = "How each parameter group of the model is updated, by the group's name, such as {matrices: {rule:"
                        + " adamw}, embedding: {learning-rate: 0.1}}. What is not set is derived from what the model family"
                        + " declares and shown by plan, group by group; what is set is used as it is.",
                defaultValue = "{}")
        Map<String, GroupOptions> optimizer,

        @Option(
                doc = "Steps of the linear warm-up of the learning rates.",
                defaultValue = "40",
                min = 0,
                unit = "steps")
        long warmupSteps,

        @Option(
                doc = "Fraction of the steps, the last ones, in which the learning rates fall linearly.",
                defaultValue = "0.65",
                min = 0,
                max = 1)
        double warmdownRatio,

        @Option(
                doc = "Learning rate after the last step, as a fraction of the peak.",
                defaultValue = "0.05",
                min = 0,
                max = 1)
        double finalLearningRate,

        @Option(
                doc = "Gradients with a larger global norm are scaled down to it. 0 for no clipping, as nanochat.",
                defaultValue = "0",
                min = 0)
        double maxGradNorm,

        @Option(
                doc = "Steps between validations; 0 for only one before and one after.",
                defaultValue = "250",
                min = 0,
                unit = "steps",
                excludedFromKey = Option.ANY)
        long validateEvery,

        @Option(
                doc = "Tokens of a validation; the last one uses all validation documents.",
                defaultValue = "1048576",
                min = 1,
                unit = "tokens",
                excludedFromKey = Option.ANY)
        long validateTokens,

        @Option(
                doc = "Steps between samples from the model; 0 for none.",
                defaultValue = "1000",
                min = 0,
                unit = "steps",
                excludedFromKey = Option.ANY)
        long sampleEvery,

        @Option(
                doc = "Steps between checkpoints, which is what a kill may lose. 0 for none in between.",
                defaultValue = "250",
                min = 0,
                unit = "steps",
                excludedFromKey = Option.ANY)
        long checkpointEvery,

        @Option(
                doc = "How many of the newest checkpoints stay during the training: two, for one may turn out damaged.",
                defaultValue = "2",
                min = 1,
                max = 1000,
                unit = "checkpoints",
                excludedFromKey = Option.ANY)
        int keepLast,

        @Option(
                doc = "Steps between permanent checkpoints, in the folder checkpoints beside the finished model, with"
                        + " the optimiser's state. 0 for none.",
                defaultValue = "0",
                min = 0,
                unit = "steps")
        long keepEvery,

        @Option(
                doc =
                        "Keeps the last checkpoint, with the optimiser's state, in the folder checkpoints beside the finished"
                                + " model, for a fine-tuning with optimizer-state: warm. Two to three times the weights' size.",
                defaultValue = "false",
                excludedFromKey = "false")
        boolean keepOptimizer,

        @Option(
                doc =
                        "What to resume from. auto: the checkpoints that an interrupted run of this step left, else start from"
                                + " the beginning. true: those, and it is an error when there are none. A path: where there are"
                                + " none, that checkpoint or folder of checkpoints; its model, vocabulary and data must be the"
                                + " same, other options may differ.",
                defaultValue = ResumeOption.AUTO,
                excludedFromKey = {ResumeOption.AUTO, ResumeOption.TRUE})
        String resume,

        @Option(
                doc = "What the samples continue.",
                defaultValue = "[It was on a cold evening in, The chief object of, My dear Sir]",
                excludedFromKey = Option.ANY)
        List<String> prompts) {

    public PretrainOptions {
        // Sorted: the options as text identify a checkpoint, and other maps change their order from process to process.
        optimizer = Collections.unmodifiableMap(new TreeMap<>(optimizer));
        prompts = List.copyOf(prompts);
    }

    ScalingRules scalingRules(ModelConfig config) {
        return new ScalingRules(config, batchTokens, learningRateScale, optimizer, true);
    }

    Schedule schedule(long steps) {
        return new Schedule(steps, warmupSteps, warmdownRatio, finalLearningRate);
    }

    CheckpointRetention retention() {
        return new CheckpointRetention(checkpointEvery, keepLast, keepEvery, keepOptimizer);
    }

    EvaluationIntervals intervals() {
        return new EvaluationIntervals(validateEvery, sampleEvery);
    }
}
