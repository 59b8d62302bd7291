// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.plugin.Option;

/**
 * How models run on TensorFlow. It computes in fp32 on the CPU.
 *
 * @param threads threads of the engine; 0 for as many as the run may keep busy
 */
public record TensorFlowOptions(
        @Option(
                doc = "Threads the engine uses; 0 for as many as the run may keep busy. The first model of a process"
                        + " decides for all of them. Results repeat bit for bit only with an equal count.",
                defaultValue = "0",
                excludedFromKey = Option.ANY,
                min = 0,
                max = 1024)
        int threads) {}
