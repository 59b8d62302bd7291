// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

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
 * @param tied whether the token table is the output matrix too; nanochat's never is
 * @param windows how far back each layer looks
 */
public record ModelConfig(
        Architecture architecture,
        int layers,
        int width,
        int heads,
        int kvHeads,
        int mlpWidth,
        int context,
        int vocabulary,
        boolean tied,
        AttentionWindows windows) {

    public ModelConfig {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(windows, "windows");
        if (tied && architecture == Architecture.NANOCHAT) {
            throw new IllegalArgumentException("tied: a nanochat model has an output matrix of its own");
        }
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

    /** A shape of its own output matrix whose layers look at the whole context. */
    public ModelConfig(
            Architecture architecture,
            int layers,
            int width,
            int heads,
            int kvHeads,
            int mlpWidth,
            int context,
            int vocabulary) {
        this(architecture, layers, width, heads, kvHeads, mlpWidth, context, vocabulary, false, AttentionWindows.FULL);
    }

    public int headWidth() {
        return width / heads;
    }

    /** The same shape for longer or shorter sequences; no tensor depends on it. */
    public ModelConfig withContext(int tokens) {
        return new ModelConfig(
                architecture, layers, width, heads, kvHeads, mlpWidth, tokens, vocabulary, tied, windows);
    }

    /** The same shape with other windows; no tensor depends on them. */
    public ModelConfig withWindows(AttentionWindows others) {
        return new ModelConfig(
                architecture, layers, width, heads, kvHeads, mlpWidth, context, vocabulary, tied, others);
    }

    /** How many tokens a token of that layer can see before itself, at most; the whole context is no bound. */
    public int window(int layer) {
        return Math.min(context, windows.tokens(layer, layers, context));
    }

    /** Whether a layer adds embeddings to its values: in nanochat every other one, the last among them. */
    public boolean hasValueEmbeddings(int layer) {
        return architecture == Architecture.NANOCHAT && layer % 2 == (layers - 1) % 2;
    }

    /** How many layers add embeddings to their values. */
    public int valueEmbeddingLayers() {
        return architecture == Architecture.NANOCHAT ? (layers + 1) / 2 : 0;
    }

    /** What the model learns, in the order of a checkpoint. */
    public List<ModelTensor> tensors() {
        return ModelTensors.of(this);
    }

    /** How many numbers the model learns, by group. */
    public ParameterCount parameters() {
        return new ParameterCount(
                count(ParameterGroup.MATRICES),
                count(ParameterGroup.EMBEDDING),
                count(ParameterGroup.VALUE_EMBEDDINGS),
                count(ParameterGroup.HEAD),
                count(ParameterGroup.VALUE_GATES)
                        + count(ParameterGroup.RESID_LAMBDAS)
                        + count(ParameterGroup.X0_LAMBDAS)
                        + count(ParameterGroup.SMEAR)
                        + count(ParameterGroup.NORMS));
    }

    private long count(ParameterGroup group) {
        return tensors().stream()
                .filter(tensor -> tensor.group() == group)
                .mapToLong(ModelTensor::elements)
                .sum();
    }

    /**
     * Floating-point operations to train on one token, as nanochat counts them: six for every weight that multiplies
     * (forward and backward), and the attention scores over all that a layer looks at. Embedding look-ups cost nothing.
     */
    public double flopsPerToken() {
        double scores = IntStream.range(0, layers).mapToDouble(this::window).sum();
        return 6.0 * parameters().matmulParameters() + 12.0 * width * scores;
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
        metadata.put("tied", Boolean.toString(tied));
        metadata.put("windows", windows.pattern());
        return metadata;
    }

    /**
     * Reads {@link #toMetadata} back.
     *
     * @throws IllegalArgumentException when an entry is missing or is not what it should be, naming it
     */
    public static ModelConfig fromMetadata(Map<String, String> metadata) {
        String name = metadata.getOrDefault("architecture", "");
        Architecture architecture = Arrays.stream(Architecture.values())
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown architecture '" + name + "'"));
        return new ModelConfig(
                architecture,
                number(metadata, "layers"),
                number(metadata, "width"),
                number(metadata, "heads"),
                number(metadata, "kv_heads"),
                number(metadata, "mlp_width"),
                number(metadata, "context"),
                number(metadata, "vocabulary"),
                flag(metadata, "tied"),
                new AttentionWindows(metadata.getOrDefault("windows", "missing")));
    }

    private static boolean flag(Map<String, String> metadata, String key) {
        String value = metadata.getOrDefault(key, "missing");
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("'" + key + "' is " + value + ", neither true nor false");
        }
        return value.equals("true");
    }

    private static int number(Map<String, String> metadata, String key) {
        try {
            return Integer.parseInt(metadata.getOrDefault(key, "missing"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + key + "' is " + metadata.get(key) + ", not a number", e);
        }
    }
}
