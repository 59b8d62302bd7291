// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.plugin.Option;

/**
 * How models run on PyTorch.
 *
 * @param device what to compute on
 * @param precision the number format of matrix products
 * @param threads threads of the engine; 0 for as many as do best
 * @param weights the number format that weights are read in where a model writes
 *
 * <p>Device and threads belong to the machine and are no part of a step's key; the precision is, as it is spelled, and a
 * format of weights that is asked for. What
 * the first three came to is recorded, see {@link dev.seance.api.model.TrainableModel#computeSettings}.
 */
public record PyTorchOptions(
        @Option(
                doc = "What to compute on; auto takes a GPU when there is one.",
                defaultValue = "auto",
                excludedFromKey = Option.ANY)
        DeviceChoice device,

        @Option(
                doc = "The number format of matrix products; auto is bf16 on a GPU that has units for it"
                        + " (compute capability 8.0 and more), and otherwise times both once per machine, because a"
                        + " processor without such units is slower in it. Weights are fp32 either way.",
                defaultValue = "auto")
        PrecisionChoice precision,

        @Option(
                doc = "Threads the engine uses; 0 times a small training step with a few counts, once per machine, and"
                        + " takes the best. Results repeat bit for bit only with an equal count, so a resumed training"
                        + " uses the count it started with.",
                defaultValue = "0",
                excludedFromKey = Option.ANY,
                min = 0,
                max = 1024)
        int threads,

        @Option(
                doc =
                        "The number format that a processor reads weights in when a model writes token by token, which is all"
                                + " that this takes its time for; training, scores and prompts are computed in `precision`"
                                + " whatever it is. auto is that of `precision`, or fp16 where `precision` is auto too and a"
                                + " short measurement finds fp16 faster; int8 is fastest, and what it changes is told in"
                                + " docs/chat.md.",
                defaultValue = "auto",
                excludedFromKey = "auto")
        WeightChoice weights) {

    /** What a recipe may write for the device. */
    public enum DeviceChoice {
        AUTO,
        CPU,
        CUDA
    }

    /** What a recipe may write for the precision. */
    public enum PrecisionChoice {
        AUTO,
        BF16,
        FP32
    }

    /** What a recipe may write for the weights. */
    public enum WeightChoice {
        AUTO,
        FP32,
        BF16,
        FP16,
        INT8
    }

    public static final PyTorchOptions DEFAULT = new PyTorchOptions(DeviceChoice.AUTO, PrecisionChoice.AUTO, 0);

    /** With weights as {@code auto} has them. */
    public PyTorchOptions(DeviceChoice device, PrecisionChoice precision, int threads) {
        this(device, precision, threads, WeightChoice.AUTO);
    }

    public PyTorchOptions withDevice(DeviceChoice choice) {
        return new PyTorchOptions(choice, precision, threads, weights);
    }

    public PyTorchOptions withPrecision(PrecisionChoice choice) {
        return new PyTorchOptions(device, choice, threads, weights);
    }

    public PyTorchOptions withWeights(WeightChoice choice) {
        return new PyTorchOptions(device, precision, threads, choice);
    }
}
