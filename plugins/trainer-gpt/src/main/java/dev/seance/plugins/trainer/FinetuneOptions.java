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
 * The options of {@code finetune}.
 *
 * @param epochs passes over the dialogues
 * @param steps the most it trains
 * @param batchSequences sequences of an optimiser step
 * @param microBatch the most sequences of a micro-batch
 * @param learningRateScale factor of every derived learning rate
 * @param lossMean over what the loss of a step is a mean
 * @param optimizerState what the optimiser begins with
 * @param optimizer the update rule of each group of tensors, where it is not to be derived
 * @param warmupSteps steps of the linear warm-up
 * @param warmdownRatio fraction of the steps that are the linear warm-down
 * @param finalLearningRate the learning rate at the end, as a fraction of the peak
 * @param maxGradNorm gradient clipping
 * @param weights how often the dialogues of a step are in an epoch
 * @param maxDialogues the most dialogues of one input in an epoch
 * @param validationFraction fraction of the dialogues that is only validated on
 * @param validateEvery steps between validations
 * @param patience early stopping: validations in a row without a better one
 * @param sampleEvery steps between samples
 * @param checkpointEvery steps between checkpoints
 * @param keepLast how many of the newest checkpoints stay
 * @param keepEvery steps between permanent checkpoints
 * @param keepOptimizer whether the last checkpoint stays
 * @param resume what it resumes from
 * @param prompts questions for the samples
 */
public record FinetuneOptions(
        @Option(
                doc = "Passes over the dialogues; with more than a few the model memorises them.",
                defaultValue = "2",
                min = 1,
                max = 1000)
        int epochs,

        @Option(
                doc = "The most it trains, where the epochs have more steps: optimiser steps, or minutes, as in"
                        + " steps: {minutes: 2}.")
        Optional<StepBudget> steps,

        @Option(
                doc =
                        "Sequences of one optimiser step, each of the context's length and packed with dialogues. Lower it"
                                + " when there are few dialogues, so that there are enough steps.",
                defaultValue = "64",
                min = 1,
                max = 65536,
                unit = "sequences")
        int batchSequences,

        @Option(
                doc = "The most sequences of one micro-batch: as many as fit into memory. Does not change the result.",
                defaultValue = "32",
                min = 1,
                max = 65536,
                unit = "sequences")
        int microBatch,

        @Option(
                doc = "Factor of every derived learning rate: nanochat's 0.8.",
                defaultValue = "0.8",
                min = 0,
                max = 100)
        double learningRateScale,

        @Option(
                doc =
                        "What the loss is a mean over. step: the replies' tokens of a step, each alike. micro-batch: the means"
                                + " of the micro-batches, as nanochat, whose size then changes the result.",
                defaultValue = "step",
                excludedFromKey = "step")
        LossMean lossMean,

        @Option(
                doc = "What the optimiser's moments begin with. fresh: zero. warm: those that the training of the model"
                        + " before ended with, which that step keeps with keep-optimizer: true.",
                defaultValue = "fresh")
        OptimizerState optimizerState,

        @Option(
                doc = "How each parameter group of the model is updated, by the group's name, such as {matrices: {rule:"
                        + " adamw}, embedding: {learning-rate: 0.1}}. What is not set is derived from what the model family"
                        + " declares and shown by plan, group by group; what is set is used as it is.",
                defaultValue = "{}")
        Map<String, GroupOptions> optimizer,

        @Option(doc = "Steps of the linear warm-up of the learning rates.", defaultValue = "0", min = 0, unit = "steps")
        long warmupSteps,

        @Option(
                doc = "Fraction of the steps, the last ones, in which the learning rates fall linearly.",
                defaultValue = "0.5",
                min = 0,
                max = 1)
        double warmdownRatio,

        @Option(
                doc = "Learning rate after the last step, as a fraction of the peak.",
                defaultValue = "0",
                min = 0,
                max = 1)
        double finalLearningRate,

        @Option(
                doc = "Gradients with a larger global norm are scaled down to it. 0 for no clipping, as nanochat.",
                defaultValue = "0",
                min = 0)
        double maxGradNorm,

        @Option(
                doc =
                        "How often the dialogues of an input are in an epoch, by the name of the step that made them; 0.5 is a"
                                + " random half of them, another one in each epoch. Once where not named.",
                defaultValue = "{}")
        Map<String, Double> weights,

        @Option(
                doc =
                        "The most dialogues of one input in an epoch, chosen at random for each, so that a large input does not"
                                + " outweigh a small one. All of them where not set.",
                min = 1,
                unit = "dialogues")
        Optional<Long> maxDialogues,

        @Option(
                doc =
                        "Fraction of the dialogues, chosen by their ids, that is only validated on; at least one when there"
                                + " are more than twenty.",
                defaultValue = "0.02",
                min = 0,
                max = 0.5)
        double validationFraction,

        @Option(
                doc = "Steps between validations; 0 for only one before and one after.",
                defaultValue = "50",
                min = 0,
                unit = "steps")
        long validateEvery,

        @Option(
                doc =
                        "Early stopping: ends after so many validations in a row, validate-every steps apart, without fewer"
                                + " bits per byte, and restores the weights of the best, also when it ends otherwise. 0 to train"
                                + " all epochs and end with the last weights, which after the warm-down mostly are the best.",
                defaultValue = "0",
                min = 0,
                unit = "validations")
        long patience,

        @Option(
                doc = "Steps between samples of replies to the prompts; 0 for none.",
                defaultValue = "100",
                min = 0,
                unit = "steps",
                excludedFromKey = Option.ANY)
        long sampleEvery,

        @Option(
                doc = "Steps between checkpoints, which is what a kill may lose. 0 for none in between.",
                defaultValue = "100",
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
                doc = "Questions for the samples.",
                defaultValue = "[\"Good evening. Who are you?\", \"What is the news from London?\"]",
                excludedFromKey = Option.ANY)
        List<String> prompts) {

    public FinetuneOptions {
        // Sorted: the options as text identify a checkpoint, and other maps change their order from process to process.
        optimizer = Collections.unmodifiableMap(new TreeMap<>(optimizer));
        weights = Collections.unmodifiableMap(new TreeMap<>(weights));
        prompts = List.copyOf(prompts);
        weights.forEach((name, weight) -> {
            if (!(weight >= 0 && weight <= 1000)) {
                throw new IllegalArgumentException("weights: " + name + " is " + weight + ", expected 0 to 1000");
            }
        });
    }

    ScalingRules scalingRules(ModelConfig config) {
        long batchTokens = (long) batchSequences * config.context();
        return new ScalingRules(config, batchTokens, learningRateScale, optimizer, false);
    }

    Schedule schedule(long steps) {
        return new Schedule(steps, warmupSteps, warmdownRatio, finalLearningRate);
    }

    Mixture mixture() {
        return new Mixture(weights, maxDialogues);
    }

    CheckpointRetention retention() {
        return new CheckpointRetention(checkpointEvery, keepLast, keepEvery, keepOptimizer);
    }

    EvaluationIntervals intervals() {
        return new EvaluationIntervals(validateEvery, sampleEvery);
    }
}
