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
 * @param batchRows rows of an optimiser step
 * @param rows the most rows of a micro-batch
 * @param rateScale what every derived rate is multiplied by
 * @param optimizer how each group of tensors is updated, where that is not to be derived, by the group's name
 * @param warmup steps until the rates have their full height
 * @param warmdown share of the steps in which the rates fall
 * @param finalRate height of the rates at the end
 * @param clip greatest gradient norm
 * @param weights how often an epoch has the dialogues of a step
 * @param mostDialogues greatest number of dialogues of one input in an epoch
 * @param heldOut share of the dialogues that is only measured on
 * @param validateEvery steps between validations
 * @param patience validations in a row without a better one
 * @param sampleEvery steps between samples
 * @param checkpointEvery steps between checkpoints
 * @param keepLast how many of the newest checkpoints stay
 * @param keepEvery steps between checkpoints that stay for good
 * @param resume what it goes on from
 * @param prompts questions for the samples
 */
public record FinetuneOptions(
        @Option(
                doc = "Passes over the dialogues; more than a few and the model learns them by heart.",
                defaultValue = "2",
                min = 1,
                max = 1000)
        int epochs,

        @Option(
                doc = "Rows, each of the context's length and full of dialogues, of one optimiser step. Lower it"
                        + " when there are few dialogues, so that there are steps enough.",
                defaultValue = "64",
                min = 1,
                max = 65536,
                unit = "rows")
        int batchRows,

        @Option(
                doc = "The most rows of one micro-batch: as many as the memory holds. Does not change what is"
                        + " learnt.",
                defaultValue = "32",
                min = 1,
                max = 65536,
                unit = "rows")
        int rows,

        @Option(
                doc = "What every derived learning rate is multiplied by: nanochat's 0.8. The state of the optimiser is"
                        + " begun anew: a model keeps its weights alone.",
                defaultValue = "0.8",
                min = 0,
                max = 100)
        double rateScale,

        @Option(
                doc = "How each parameter group of the model is updated, by the group's name, such as {matrices: {rule:"
                        + " adamw}, embedding: {learning-rate: 0.1}}. What is not given is derived from the family's tuned"
                        + " values and shown by the plan, group by group; what is given is taken as it is.",
                defaultValue = "{}")
        Map<String, GroupOptions> optimizer,

        @Option(doc = "Steps in which the rates rise to their height.", defaultValue = "0", min = 0, unit = "steps")
        long warmup,

        @Option(
                doc = "Share of the steps, the last ones, in which the rates fall.",
                defaultValue = "0.5",
                min = 0,
                max = 1)
        double warmdown,

        @Option(doc = "What the rates fall to, as a fraction of their height.", defaultValue = "0", min = 0, max = 1)
        double finalRate,

        @Option(
                doc = "Greatest norm of the gradient; longer ones are shortened. 0 for no bound, as nanochat.",
                defaultValue = "0",
                min = 0)
        double clip,

        @Option(
                doc = "How often an epoch has the dialogues of an input, by the name of the step that made them;"
                        + " 0.5 is half of them, another half each time. Once where not named.",
                defaultValue = "{}")
        Map<String, Double> weights,

        @Option(
                doc = "The most dialogues an epoch has of one input, drawn anew each time, so that a large collection"
                        + " does not drown a small one. All of them where not given.",
                min = 1,
                unit = "dialogues")
        Optional<Long> mostDialogues,

        @Option(
                doc = "Share of the dialogues, chosen by their ids, that is only measured on; at least one when"
                        + " there are more than twenty.",
                defaultValue = "0.02",
                min = 0,
                max = 0.5)
        double heldOut,

        @Option(
                doc = "Steps between validations on held-out dialogues; 0 for only before and after.",
                defaultValue = "50",
                min = 0,
                unit = "steps")
        long validateEvery,

        @Option(
                doc =
                        "Ends after so many validations in a row, validate-every steps apart, that did not find fewer bits per"
                                + " byte, and keeps the weights of the best; also when it comes to its end otherwise. 0 to learn"
                                + " all epochs and keep the last: the falling rates let most trainings end best.",
                defaultValue = "0",
                min = 0,
                unit = "validations")
        long patience,

        @Option(
                doc = "Steps between answers to the prompts; 0 for none.",
                defaultValue = "100",
                min = 0,
                unit = "steps",
                excludedFromKey = Option.ANY)
        long sampleEvery,

        @Option(
                doc = "Steps between checkpoints: what a kill may cost. 0 for none between.",
                defaultValue = "100",
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

    ScalingRules derivation(ModelConfig shape) {
        long batchTokens = (long) batchRows * shape.context();
        return new ScalingRules(shape, batchTokens, rateScale, optimizer, false);
    }

    Schedule schedule(long steps) {
        return new Schedule(steps, warmup, warmdown, finalRate);
    }

    Mixture mixture() {
        return new Mixture(weights, mostDialogues);
    }

    CheckpointRetention keeping() {
        return new CheckpointRetention(checkpointEvery, keepLast, keepEvery);
    }

    Cadence cadence() {
        return new Cadence(validateEvery, sampleEvery);
    }
}
