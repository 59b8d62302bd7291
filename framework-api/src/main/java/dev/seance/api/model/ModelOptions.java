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
 */
public record ModelOptions(
        @Option(doc = "The architecture.", defaultValue = "nanochat")
        Architecture shape,

        @Option(doc = "Layers; the one dial from which width and heads follow.", min = 1, max = 128, unit = "layers")
        int depth,

        @Option(
                doc = "Width of the residual stream; derived: 64 a layer, rounded up to whole heads.",
                min = 8,
                max = 65536)
        Optional<Integer> width,

        @Option(doc = "Attention heads; derived: one per 128 of width.", min = 1, max = 1024)
        Optional<Integer> heads,

        @Option(doc = "Key and value heads, for grouped queries; derived: as many as heads.", min = 1, max = 1024)
        Optional<Integer> kvHeads,

        @Option(doc = "Inner width of the feed-forward layers; derived: four times the width.", min = 8, max = 262144)
        Optional<Integer> mlpWidth,

        @Option(
                doc = "The longest sequence the model sees.",
                defaultValue = "2048",
                min = 8,
                max = 131072,
                unit = "tokens")
        int context) {

    /**
     * The shape these options give with a vocabulary of that size.
     *
     * @throws IllegalArgumentException when the numbers do not fit each other, saying which
     */
    public ModelShape derive(int vocabulary) {
        int headWidth = Architecture.HEAD_WIDTH;
        int wanted = depth * Architecture.WIDTH_PER_DEPTH;
        int rounded = (wanted + headWidth - 1) / headWidth * headWidth;
        int theWidth = width.orElse(heads.map(count -> count * headWidth).orElse(rounded));
        int theHeads = heads.orElse(Math.max(1, theWidth / headWidth));
        return new ModelShape(
                shape,
                depth,
                theWidth,
                theHeads,
                kvHeads.orElse(theHeads),
                mlpWidth.orElse(4 * theWidth),
                context,
                vocabulary);
    }
}
