// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.TrainableModel;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the weights of a checkpoint out of parts: other programs keep as many tensors what here is a stack of them, so that
 * each of ours is some of theirs one after the other.
 */
public final class CheckpointParts {

    private CheckpointParts() {}

    /**
     * A part of one of our tensors.
     *
     * @param name theirs, for whoever provides its numbers
     * @param tensor ours
     * @param from where in ours it begins, in numbers
     * @param elements how many numbers it is
     */
    public record Part(String name, String tensor, long from, long elements) {}

    /** Provides the numbers of the parts. */
    @FunctionalInterface
    public interface Numbers {

        /** Some of a part's numbers in fp32, little-endian: {@code count} of them from number {@code first} on. */
        ByteBuffer of(Part part, long first, int count) throws IOException;
    }

    /**
     * Writes {@value TrainableModel#WEIGHTS}: complete and on the disk when the call returns, or not there at all. No more
     * than {@link Safetensors#PIECE} bytes are in memory at a time.
     *
     * @param parts in any order
     * @throws IllegalArgumentException when the parts of a tensor do not follow each other, or are not all of it
     */
    public static void write(Path folder, ModelConfig config, List<Part> parts, Numbers numbers) throws IOException {
        Map<String, List<Part>> byTensor = new HashMap<>();
        parts.forEach(part -> byTensor.computeIfAbsent(part.tensor(), name -> new ArrayList<>())
                .add(part));
        List<TensorEntry> entries = new ArrayList<>();
        for (ModelTensor tensor : config.tensors()) {
            TensorEntry entry = TensorEntry.of(tensor);
            List<Part> own = byTensor.getOrDefault(tensor.name(), List.of());
            own.sort(Comparator.comparingLong(Part::from));
            requireWhole(entry, own);
            entries.add(entry);
        }
        Safetensors.write(
                folder.resolve(TrainableModel.WEIGHTS),
                Checkpoints.header(config),
                entries,
                (entry, from, count) -> numbers(byTensor.get(entry.name()), from / Float.BYTES, count, numbers));
    }

    private static void requireWhole(TensorEntry tensor, List<Part> parts) {
        long end = 0;
        for (Part part : parts) {
            if (part.from() != end) {
                throw new IllegalArgumentException("part " + part.name() + " of " + tensor.name() + " begins at "
                        + part.from() + ", not at " + end);
            }
            end += part.elements();
        }
        if (end != tensor.elements()) {
            throw new IllegalArgumentException(
                    "the parts of " + tensor.name() + " have " + end + " numbers of " + tensor.elements());
        }
    }

    private static ByteBuffer numbers(List<Part> parts, long from, int bytes, Numbers numbers) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (Part part : parts) {
            long first = Math.max(from, part.from());
            long end = Math.min(from + bytes / Float.BYTES, part.from() + part.elements());
            if (first < end) {
                ByteBuffer some = numbers.of(part, first - part.from(), (int) (end - first));
                if (some.remaining() != (end - first) * Float.BYTES) {
                    throw new IllegalArgumentException("part " + part.name() + " has too few numbers");
                }
                whole.put(some);
            }
        }
        return whole.flip();
    }
}
