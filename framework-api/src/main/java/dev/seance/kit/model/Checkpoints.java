// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import dev.seance.kit.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of a checkpoint: {@value TrainableModel#WEIGHTS} and, while training may go on, {@value TrainableModel#OPTIMIZER}, both safetensors.
 * Every backend writes and reads the same names, so that a model trained by one is loaded by another.
 *
 * <p>Tensors are fp32; {@link ModelConfig#tensors} has their names and shapes. Of a tensor X that {@link dev.seance.api.model.AdamW} moves, the
 * optimiser's state is {@code mean.X} and {@code square.X}, shaped as X; of one that {@link dev.seance.api.model.Muon} moves,
 * {@code momentum.X}, shaped as X, and {@code variance.X}, with 1 in place of the side it is a mean over: columns where
 * there are no more of them than rows. {@code attention_qkv} has three matrices a layer, whose variances follow each
 * other in {@code [L, 3D, 1]}, whichever side they are over. What was never moved has none.
 */
public final class Checkpoints {

    private static final String FORMAT = "seance-checkpoint";
    private static final String VERSION = "2";

    private Checkpoints() {}

    /** The header of a checkpoint's files: format, version and shape. */
    public static Map<String, String> header(ModelConfig shape) {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("format", FORMAT);
        header.put("format_version", VERSION);
        header.putAll(shape.toMetadata());
        return header;
    }

    /**
     * Reads the shape off a checkpoint without its tensors.
     *
     * @throws UserError when the file is missing, damaged, or no checkpoint of a known version
     */
    public static ModelConfig shape(Path folder) throws IOException {
        Path file = folder.resolve(TrainableModel.WEIGHTS);
        try (Safetensors tensors = Safetensors.open(file)) {
            return shape(file, tensors.metadata());
        }
    }

    /** Reads the shape off a header, or says why it is none. */
    public static ModelConfig shape(Path file, Map<String, String> header) {
        String found = header.getOrDefault("format", "nothing") + " " + header.getOrDefault("format_version", "");
        if (!found.equals(FORMAT + " " + VERSION)) {
            throw new UserError(file + ": expected the format " + FORMAT + " " + VERSION + ", found " + found.strip()
                    + "; use the version of Seance that wrote it, or train again");
        }
        try {
            return ModelConfig.fromMetadata(header);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": the header does not describe a model: " + e.getMessage(), e);
        }
    }
}
