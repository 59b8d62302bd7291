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
 * The options of {@code pretrain}. Numbers are nanochat's unless their documentation says otherwise.
 *
 * @param batchTokens tokens of an optimiser step
 * @param rows rows of a micro-batch
 * @param horizon tokens to learn from, per parameter that multiplies
 * @param steps optimiser steps, instead of the horizon
 * @param rateScale what every derived rate is multiplied by
 * @param optimizer how each group of tensors is updated, where that is not to be derived, by the group's name
 * @param warmup steps until the rates have their full height
 * @param warmdown share of the steps in which the rates fall
 * @param finalRate height of the rates at the end
 * @param clip greatest gradient norm
 * @param validateEvery steps between validations
 * @param validateTokens tokens of a validation in between
 * @param sampleEvery steps between samples
 * @param checkpointEvery steps between checkpoints
 * @param keepLast how many of the newest checkpoints stay
 * @param keepEvery steps between checkpoints that stay for good
 * @param resume what it goes on from
 * @param prompts what the samples begin with
 */
public record PretrainOptions(
        @Option(
                doc = "Tokens of one optimiser step; a multiple of rows x context. Lower it for short trainings.",
                defaultValue = "524288",
                min = 8,
                unit = "tokens")
        int batchTokens,

        @Option(
                doc = "Rows of one micro-batch: as many as the memory holds. Does not change what is learnt.",
                defaultValue = "32",
                min = 1,
                max = 65536,
                unit = "rows")
        int rows,

        @Option(
                doc = "Tokens to learn from per parameter of matrices and head, in whole steps.",
                defaultValue = "10.5",
                min = 0.001,
                unit = "tokens per parameter")
        double horizon,

        @Option(doc = "Optimiser steps, instead of what the horizon gives.", min = 1, unit = "steps")
        Optional<Long> steps,

        @Option(doc = "What every derived learning rate is multiplied by.", defaultValue = "1", min = 0, max = 100)
        double rateScale,

        @Option(
                doc = "How each parameter group of the model is updated, by the group's name, such as {matrices: {rule:"
                        + " adamw}, embedding: {learning-rate: 0.1}}. What is not given is derived from the family's tuned"
                        + " values and shown by the plan, group by group; what is given is taken as it is.",
                defaultValue = "{}")
        Map<String, GroupOptions> optimizer,

        @Option(doc = "Steps in which the rates rise to their height.", defaultValue = "40", min = 0, unit = "steps")
        long warmup,

        @Option(
                doc = "Share of the steps, the last ones, in which the rates fall.",
                defaultValue = "0.65",
                min = 0,
                max = 1)
        double warmdown,

        @Option(doc = "What the rates fall to, as a fraction of their height.", defaultValue = "0.05", min = 0, max = 1)
        double finalRate,

        @Option(
                doc = "Greatest norm of the gradient; longer ones are shortened. 0 for no bound, as nanochat.",
                defaultValue = "0",
                min = 0)
        double clip,

        @Option(
                doc = "Steps between validations on held-out documents; 0 for only before and after.",
                defaultValue = "250",
                min = 0,
                unit = "steps",
                excludedFromKey = Option.ANY)
        long validateEvery,

        @Option(
                doc = "Held-out tokens of a validation before the last, which uses all there are.",
                defaultValue = "1048576",
                min = 1,
                unit = "tokens",
                excludedFromKey = Option.ANY)
        long validateTokens,

        @Option(
                doc = "Steps between samples of the model's prose; 0 for none.",
                defaultValue = "1000",
                min = 0,
                unit = "steps",
                excludedFromKey = Option.ANY)
        long sampleEvery,

        @Option(
                doc = "Steps between checkpoints: what a kill may cost. 0 for none between.",
                defaultValue = "250",
                min = 0,
                unit = "steps",
                excludedFromKey = Option.ANY)
        long checkpointEvery,

        @Option(
                doc = "How many of the newest checkpoints stay while it trains: two, for one may turn out damaged.",
                defaultValue = "2",
                min = 1,
                max = 1000,
                unit = "checkpoints",
                excludedFromKey = Option.ANY)
        int keepLast,

        @Option(
                doc =
                        "Steps between checkpoints that stay for good, in the folder checkpoints beside the finished model,"
                                + " with the optimiser's state. 0 for none.",
                defaultValue = "0",
                min = 0,
                unit = "steps")
        long keepEvery,

        @Option(
                doc = "What to go on from. auto: from what an interrupted run of this very step left, else from the"
                        + " beginning. true: from that, and it is an error when there is nothing. A path: where nothing"
                        + " was left, from that folder of a checkpoint, whose shape, vocabulary and data must fit while"
                        + " other options may differ.",
                defaultValue = Resume.AUTO,
                excludedFromKey = {Resume.AUTO, Resume.TRUE})
        String resume,

        @Option(
                doc = "What the samples begin with.",
                defaultValue = "[It was on a cold evening in, The chief object of, My dear Sir]",
                excludedFromKey = Option.ANY)
        List<String> prompts) {

    public PretrainOptions {
        // Sorted: the options as text identify a checkpoint.
        optimizer = Collections.unmodifiableMap(new TreeMap<>(optimizer));
        prompts = List.copyOf(prompts);
    }

    ScalingRules derivation(ModelConfig shape) {
        return new ScalingRules(shape, batchTokens, rateScale, optimizer, true);
    }

    Schedule schedule(long steps) {
        return new Schedule(steps, warmup, warmdown, finalRate);
    }

    CheckpointRetention keeping() {
        return new CheckpointRetention(checkpointEvery, keepLast, keepEvery);
    }

    Cadence cadence() {
        return new Cadence(validateEvery, sampleEvery);
    }
}
