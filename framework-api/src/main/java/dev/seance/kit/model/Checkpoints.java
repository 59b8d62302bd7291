// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of a checkpoint: {@value TrainableModel#WEIGHTS} and, where training can be resumed, {@value
 * TrainableModel#OPTIMIZER}, both safetensors. Every backend writes and reads the same names, so that a model trained by one
 * is loaded by another.
 *
 * <p>Tensors are fp32; {@link ModelConfig#tensors} has their names and shapes. Of a tensor X that AdamW updates, the
 * optimizer's state is {@code mean.X} and {@code square.X}, shaped as X; of one that Muon updates,
 * {@code momentum.X}, shaped as X, and {@code variance.X}, with 1 in place of the side it is a mean over: columns where
 * there are no more of them than rows. {@code attention_qkv} has three matrices a layer, whose variances follow each
 * other in {@code [L, 3D, 1]}, whichever side they are over. A tensor that was never updated has none.
 */
public final class Checkpoints {

    private static final String FORMAT = "seance-checkpoint";
    private static final String VERSION = "3";

    private Checkpoints() {}

    /** The header of a checkpoint's files: format, version, architecture and dimensions. */
    public static Map<String, String> header(ModelConfig config) {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("format", FORMAT);
        header.put("format_version", VERSION);
        header.putAll(config.toMetadata());
        return header;
    }

    /**
     * Reads what model a checkpoint is of, without its weights.
     *
     * @throws UserError when the file is missing, damaged, no checkpoint of a known version, or of a family that is not
     *     installed
     */
    public static ModelConfig config(Path folder, ModelFamilies families) throws IOException {
        Path file = folder.resolve(TrainableModel.WEIGHTS);
        try (Safetensors tensors = Safetensors.open(file)) {
            return config(file, tensors.metadata(), families);
        }
    }

    /**
     * Reads what model the header of a file describes.
     *
     * @param file for messages
     * @throws UserError as the other
     */
    public static ModelConfig config(Path file, Map<String, String> header, ModelFamilies families) {
        String found = header.getOrDefault("format", "nothing") + " " + header.getOrDefault("format_version", "");
        if (!found.equals(FORMAT + " " + VERSION)) {
            throw new UserError(file + ": expected the format " + FORMAT + " " + VERSION + ", found " + found.strip()
                    + "; use the version of Seance that wrote it, or train again");
        }
        try {
            return ModelConfig.fromMetadata(header, families);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": the header does not describe a model: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a file of a checkpoint of that model; the caller closes it.
     *
     * @throws UserError when it is missing, damaged or of another model
     */
    public static Safetensors open(ModelConfig config, ModelFamilies families, Path file) throws IOException {
        Safetensors tensors = Safetensors.open(file);
        boolean fits = false;
        try {
            ModelConfig found = config(file, tensors.metadata(), families);
            if (!found.equals(config)) {
                throw new UserError(file + ": belongs to another model (" + found.toMetadata() + ", its weights are "
                        + config.toMetadata() + "); restore the checkpoint's files together");
            }
            fits = true;
            return tensors;
        } finally {
            if (!fits) {
                tensors.close();
            }
        }
    }

    /**
     * Makes sure that a file has a tensor in that type and shape.
     *
     * @param file for messages
     * @throws UserError when it has another, or none of that name
     */
    public static void require(TensorEntry tensor, Safetensors tensors, Path file) {
        TensorEntry stored = tensors.tensor(tensor.name());
        if (!stored.equals(tensor)) {
            throw new UserError(file + ": tensor '" + tensor.name() + "' is " + stored.type() + " " + stored.shape()
                    + ", expected " + tensor.type() + " " + tensor.shape()
                    + "; the file is damaged or not of this architecture");
        }
    }
}
