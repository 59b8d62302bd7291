// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import java.nio.file.Path;

/** The number format of most tensors of a file, with llama.cpp's number for it. */
public enum FileType {
    F32(0, NumberFormat.F32, NumberFormat.F32, 0.05),
    BF16(32, NumberFormat.BF16, NumberFormat.BF16, 0.05),
    F16(1, NumberFormat.F16, NumberFormat.F16, 0.05),
    Q8_0(7, NumberFormat.Q8_0, NumberFormat.Q8_0, 0.1),
    Q4_0(2, NumberFormat.Q4_0, NumberFormat.Q8_0, 0.8);

    private final int number;
    private final NumberFormat matrices;
    private final NumberFormat tokens;
    private final double tolerance;

    FileType(int number, NumberFormat matrices, NumberFormat tokens, double tolerance) {
        this.number = number;
        this.matrices = matrices;
        this.tokens = tokens;
        this.tolerance = tolerance;
    }

    /** What {@code general.file_type} says. */
    int number() {
        return number;
    }

    /** Whether numbers share a scale. */
    boolean quantised() {
        return matrices.block() > 1;
    }

    NumberFormat matrices() {
        return matrices;
    }

    /** Of the token table and the output matrix, where an error is felt in every token. */
    NumberFormat tokens() {
        return tokens;
    }

    /**
     * How far logits may be off, of their range. Engines that compute in bf16 differ from exact arithmetic by a hundredth of
     * it, eight bits by less; four bits by a hundredth in a trained model and by half in a tiny one of random weights. A wrong name, layout or rotation makes as much
     * as the range itself.
     */
    double tolerance() {
        return tolerance;
    }

    /** The file, named as people name them. */
    Path file() {
        return Path.of("model-" + name() + ".gguf");
    }
}
