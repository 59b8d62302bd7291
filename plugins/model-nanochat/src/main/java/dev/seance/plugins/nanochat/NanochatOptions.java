// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochat;

import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.plugin.Option;
import java.util.Map;
import java.util.Optional;

/**
 * What a recipe's {@code model:} may set. One dial, depth, derives the rest as nanochat does; what is given wins.
 *
 * @param depth layers
 * @param width width of the residual stream
 * @param heads attention heads
 * @param kvHeads key and value heads
 * @param mlpWidth inner width of the feed-forward layers
 * @param context the longest sequence
 * @param windows how far back each layer looks
 */
public record NanochatOptions(
        @Option(doc = "Layers; the one dial from which width and heads follow.", min = 1, max = 128, unit = "layers")
        int depth,

        @Option(
                doc = "Width of the residual stream; derived: 64 a layer, rounded up to a multiple of 128.",
                min = 8,
                max = 65536)
        Optional<Integer> width,

        @Option(doc = "Attention heads; derived: one per 128 of width.", min = 1, max = 1024)
        Optional<Integer> heads,

        @Option(
                doc = "Key and value heads, for grouped-query attention; derived: as many as heads.",
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
                        + " over the layers; the last layer is always L.",
                defaultValue = "SSSL")
        String windows) {

    private static final int WIDTH_PER_LAYER = 64;
    private static final int HEAD_WIDTH = 128;

    /** Widths are rounded up to this, so that the fastest kernels fit. */
    private static final int WIDTH_STEP = 128;

    ModelDimensions derive(int vocabularySize) {
        int rounded = (depth * WIDTH_PER_LAYER + WIDTH_STEP - 1) / WIDTH_STEP * WIDTH_STEP;
        int theWidth = width.orElse(heads.map(count -> count * HEAD_WIDTH).orElse(rounded));
        int theHeads = heads.orElse(Math.max(1, theWidth / HEAD_WIDTH));
        return new ModelDimensions(
                depth,
                theWidth,
                theHeads,
                kvHeads.orElse(theHeads),
                mlpWidth.orElse(4 * theWidth),
                context,
                vocabularySize,
                new AttentionWindows(windows),
                Map.of());
    }
}
