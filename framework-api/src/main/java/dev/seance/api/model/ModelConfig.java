// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A model of a family: its dimensions, and the tensors that the family makes of them. {@link ModelFamilies#config} is the
 * way to get one.
 *
 * @param architecture the family's name
 * @param dimensions the numbers
 * @param tensors the parameters, in the order of a checkpoint
 * @param reference the run on which the hyperparameters of the tensors' groups were tuned
 */
public record ModelConfig(
        String architecture, ModelDimensions dimensions, List<ModelTensor> tensors, ReferenceRun reference) {

    private static final String ARCHITECTURE = "architecture";

    public ModelConfig {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(dimensions, "dimensions");
        tensors = List.copyOf(tensors);
        Objects.requireNonNull(reference, "reference");
    }

    public int layers() {
        return dimensions.layers();
    }

    public int width() {
        return dimensions.width();
    }

    public int heads() {
        return dimensions.heads();
    }

    public int kvHeads() {
        return dimensions.kvHeads();
    }

    public int headWidth() {
        return dimensions.headWidth();
    }

    /** The longest sequence, in tokens. */
    public int context() {
        return dimensions.context();
    }

    public int vocabularySize() {
        return dimensions.vocabularySize();
    }

    public AttentionWindows windows() {
        return dimensions.windows();
    }

    /** How many tokens a token of that layer can see before itself, at most; the whole context is no bound. */
    public int window(int layer) {
        return dimensions.window(layer);
    }

    /** The same model with other windows, which no tensor depends on. */
    public ModelConfig withWindows(AttentionWindows others) {
        return new ModelConfig(architecture, dimensions.withWindows(others), tensors, reference);
    }

    /** The groups of the tensors, in the order of their first tensor. */
    public List<ParameterGroup> groups() {
        return tensors.stream().map(ModelTensor::group).distinct().toList();
    }

    /** Whether the token table is the output matrix too. */
    public boolean tied() {
        return tensors.stream().noneMatch(tensor -> tensor.role() == ParameterRole.HEAD);
    }

    public ParameterCount parameters() {
        return ParameterCount.of(tensors);
    }

    /**
     * Floating-point operations to train on one token, as nanochat counts them: six for every weight that multiplies
     * (forward and backward), and the attention scores over all that a layer looks at. Table lookups cost nothing.
     */
    public double flopsPerToken() {
        double scores = IntStream.range(0, layers()).mapToDouble(this::window).sum();
        return 6.0 * parameters().matmulParameters() + 12.0 * width() * scores;
    }

    /** Architecture and dimensions as text, for the header of a weights file; {@link #fromMetadata} reads it back. */
    public Map<String, String> toMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ARCHITECTURE, architecture);
        metadata.putAll(dimensions.toMetadata());
        return metadata;
    }

    /**
     * Reads {@link #toMetadata} back.
     *
     * @throws IllegalArgumentException when an entry is missing, unknown or not what it should be, naming it
     * @throws dev.seance.api.run.UserError when the family is not installed
     */
    public static ModelConfig fromMetadata(Map<String, String> metadata, ModelFamilies families) {
        String architecture = metadata.get(ARCHITECTURE);
        if (architecture == null) {
            throw new IllegalArgumentException("'" + ARCHITECTURE + "' is missing");
        }
        return families.config(architecture, ModelDimensions.fromMetadata(metadata));
    }
}
