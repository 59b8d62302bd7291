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
 *
 * <p>Device and threads belong to the machine and are no part of a step's key; the precision is, as it is spelled. What
 * all three came to is recorded, see {@link dev.seance.api.model.TrainableModel#computeSettings}.
 */
public record PyTorchOptions(
        @Option(
                doc = "What to compute on; auto takes a GPU when there is one.",
                defaultValue = "auto",
                excludedFromKey = Option.ANY)
        DeviceChoice device,

        @Option(
                doc = "The number format of matrix products; auto times both once per machine, because a"
                        + " processor without bf16 units is slower in it. Weights are fp32 either way.",
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
        int threads) {

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

    public static final PyTorchOptions DEFAULT = new PyTorchOptions(DeviceChoice.AUTO, PrecisionChoice.AUTO, 0);

    public PyTorchOptions withDevice(DeviceChoice choice) {
        return new PyTorchOptions(choice, precision, threads);
    }
}
