// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Precision;
import dev.seance.api.model.TrainableModel;
import dev.seance.kit.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a training computes with, saved with the optimiser's state: a training that is resumed on the same machine computes
 * the same way, whatever would be chosen there today, and so comes to the same weights. A finished model has none of it.
 *
 * @param processor the machine's, see {@link Processor#name}
 * @param device cpu or gpu
 * @param precision of matrix products
 * @param threads of the engine
 */
record ComputeSettings(String processor, String device, Precision precision, int threads) {
    private static final String PREFIX = "pytorch.";

    ComputeSettings {
        Objects.requireNonNull(processor, "processor");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(precision, "precision");
    }

    /** As entries of a file's header. */
    Map<String, String> toHeader() {
        return Map.of(
                PREFIX + "processor",
                processor,
                PREFIX + "device",
                device,
                PREFIX + "precision",
                precision.name(),
                PREFIX + "threads",
                Integer.toString(threads));
    }

    /** Reads it off a checkpoint; empty when there is none, such as from another backend. */
    static Optional<ComputeSettings> of(Path folder) throws IOException {
        Path file = folder.resolve(TrainableModel.OPTIMIZER);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Safetensors tensors = Safetensors.open(file)) {
            return fromHeader(tensors.metadata());
        }
    }

    static Optional<ComputeSettings> fromHeader(Map<String, String> header) {
        String processor = header.get(PREFIX + "processor");
        String device = header.get(PREFIX + "device");
        String threads = header.getOrDefault(PREFIX + "threads", "");
        Optional<Precision> precision = Arrays.stream(Precision.values())
                .filter(known -> known.name().equals(header.get(PREFIX + "precision")))
                .findFirst();
        boolean complete =
                processor != null && device != null && precision.isPresent() && threads.matches("[1-9]\\d{0,3}");
        return complete
                ? Optional.of(new ComputeSettings(processor, device, precision.get(), Integer.parseInt(threads)))
                : Optional.empty();
    }
}
