// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import dev.seance.api.plugin.Option;
import java.util.Optional;

/**
 * A step's {@code model:} as the recipe gives it. One dial, depth, derives the rest; whatever is given wins.
 *
 * @param shape the architecture
 * @param depth layers
 * @param width width of the residual stream
 * @param heads attention heads
 * @param kvHeads key and value heads
 * @param mlpWidth inner width of the feed-forward layers
 * @param context the longest sequence
 * @param windows how far back each layer looks
 * @param tied whether the token table is the output matrix too
 */
public record ModelOptions(
        @Option(
                doc = "The architecture: nanochat, which the published model has, or llama, which other programs load.",
                defaultValue = "nanochat")
        Architecture shape,

        @Option(doc = "Layers; the one dial from which width and heads follow.", min = 1, max = 128, unit = "layers")
        int depth,

        @Option(
                doc = "Width of the residual stream; derived: 64 a layer, rounded up to a multiple of 128.",
                min = 8,
                max = 65536)
        Optional<Integer> width,

        @Option(doc = "Attention heads; derived: one per 128 of width, in llama one per 64.", min = 1, max = 1024)
        Optional<Integer> heads,

        @Option(
                doc = "Key and value heads, for grouped queries; derived: as many as heads, in llama a quarter.",
                min = 1,
                max = 1024)
        Optional<Integer> kvHeads,

        @Option(doc = "Inner width of the feed-forward layers; derived: four times the width.", min = 8, max = 262144)
        Optional<Integer> mlpWidth,

        @Option(
                doc = "The longest sequence the model sees.",
                defaultValue = "2048",
                min = 8,
                max = 131072,
                unit = "tokens")
        int context,

        @Option(
                doc = "How far back layers look: a pattern of S, a quarter of the context, and L, all of it, repeated"
                        + " over the layers, the last always L; derived: SSSL, in llama L.")
        Optional<String> windows,

        @Option(
                doc = "Whether the token table is the output matrix too, which saves its parameters; llama only.",
                defaultValue = "false")
        boolean tied) {

    /** Widths are rounded up to this, so that the fastest kernels fit. */
    private static final int WIDTH_STEP = 128;

    /**
     * The shape these options give with a vocabulary of that size.
     *
     * @throws IllegalArgumentException when the numbers do not fit each other, saying which
     */
    public ModelConfig derive(int vocabulary) {
        int headWidth = shape.headWidth();
        int wanted = depth * Architecture.WIDTH_PER_DEPTH;
        int rounded = (wanted + WIDTH_STEP - 1) / WIDTH_STEP * WIDTH_STEP;
        int theWidth = width.orElse(heads.map(count -> count * headWidth).orElse(rounded));
        int theHeads = heads.orElse(Math.max(1, theWidth / headWidth));
        return new ModelConfig(
                shape,
                depth,
                theWidth,
                theHeads,
                kvHeads.orElse(shape.kvHeads(theHeads)),
                mlpWidth.orElse(4 * theWidth),
                context,
                vocabulary,
                tied,
                windows.map(AttentionWindows::new).orElse(shape.windows()));
    }
}
