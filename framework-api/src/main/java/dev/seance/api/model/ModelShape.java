// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that fixes a model's tensors.
 *
 * @param architecture the design
 * @param layers transformer layers
 * @param width width of the residual stream; a multiple of {@code heads}
 * @param heads attention heads
 * @param kvHeads key and value heads; divides {@code heads}
 * @param mlpWidth inner width of the feed-forward layers
 * @param context the longest sequence, in tokens
 * @param vocabulary entries of the vocabulary
 */
public record ModelShape(
        Architecture architecture,
        int layers,
        int width,
        int heads,
        int kvHeads,
        int mlpWidth,
        int context,
        int vocabulary) {

    public ModelShape {
        Objects.requireNonNull(architecture, "architecture");
        if (layers < 1 || width < 1 || heads < 1 || kvHeads < 1 || mlpWidth < 1 || context < 1 || vocabulary < 1) {
            throw new IllegalArgumentException("every number of a model's shape must be at least 1");
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException("width " + width + " is not a multiple of heads " + heads);
        }
        if (width / heads % 2 != 0) {
            throw new IllegalArgumentException("a head's width of " + width / heads
                    + " is odd, and rotary positions need pairs; change width " + width + " or heads " + heads);
        }
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException("kv-heads " + kvHeads + " does not divide heads " + heads);
        }
    }

    public int headWidth() {
        return width / heads;
    }

    /** The same shape for longer or shorter sequences; no tensor depends on it. */
    public ModelShape withContext(int tokens) {
        return new ModelShape(architecture, layers, width, heads, kvHeads, mlpWidth, tokens, vocabulary);
    }

    /** How many numbers the model learns, by group. */
    public ParameterCount parameters() {
        long attention = (long) width * width * 2 + (long) width * kvHeads * headWidth() * 2;
        long mlp = 2L * width * mlpWidth;
        long table = (long) vocabulary * width;
        return new ParameterCount(layers * (attention + mlp), table, 0, table);
    }

    /**
     * Floating-point operations to train on one token, as nanochat counts them: six for every weight that multiplies
     * (forward and backward), and the attention scores over a full context. Embedding look-ups cost nothing.
     */
    public double flopsPerToken() {
        ParameterCount count = parameters();
        return 6.0 * (count.matrices() + count.head()) + 12.0 * layers * width * context;
    }

    /** The shape as text, for the header of a weights file; {@link #fromMetadata} reads it back. */
    public Map<String, String> toMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("architecture", architecture.name().toLowerCase(Locale.ROOT));
        metadata.put("layers", Integer.toString(layers));
        metadata.put("width", Integer.toString(width));
        metadata.put("heads", Integer.toString(heads));
        metadata.put("kv_heads", Integer.toString(kvHeads));
        metadata.put("mlp_width", Integer.toString(mlpWidth));
        metadata.put("context", Integer.toString(context));
        metadata.put("vocabulary", Integer.toString(vocabulary));
        return metadata;
    }

    /**
     * Reads {@link #toMetadata} back.
     *
     * @throws IllegalArgumentException when an entry is missing or is not what it should be, naming it
     */
    public static ModelShape fromMetadata(Map<String, String> metadata) {
        String name = metadata.getOrDefault("architecture", "");
        Architecture architecture = Arrays.stream(Architecture.values())
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown architecture '" + name + "'"));
        return new ModelShape(
                architecture,
                number(metadata, "layers"),
                number(metadata, "width"),
                number(metadata, "heads"),
                number(metadata, "kv_heads"),
                number(metadata, "mlp_width"),
                number(metadata, "context"),
                number(metadata, "vocabulary"));
    }

    private static int number(Map<String, String> metadata, String key) {
        try {
            return Integer.parseInt(metadata.getOrDefault(key, "missing"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + key + "' is " + metadata.get(key) + ", not a number", e);
        }
    }
}
