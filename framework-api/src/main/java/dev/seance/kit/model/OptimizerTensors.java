// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.run.UserError;
import dev.seance.kit.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The optimiser's state of a model's tensors, as {@link Checkpoints} names it. The rule that updated a
 * tensor last decides what there is: two tensors each, or none for one that was never updated.
 */
public final class OptimizerTensors {

    private OptimizerTensors() {}

    /** All that there can be. */
    public static List<TensorEntry> of(ModelConfig shape) {
        return pairs(shape).flatMap(List::stream).toList();
    }

    /**
     * Those that a checkpoint has.
     *
     * @param names the tensors of its optimiser's file
     * @throws UserError when one is unknown, or the other of its pair is missing
     */
    public static List<TensorEntry> complete(ModelConfig shape, Set<String> names, Path file) {
        List<TensorEntry> there = pairs(shape)
                .filter(pair -> pair.stream().anyMatch(tensor -> names.contains(tensor.name())))
                .flatMap(List::stream)
                .toList();
        Set<String> expected = there.stream().map(TensorEntry::name).collect(Collectors.toCollection(TreeSet::new));
        if (!expected.equals(names)) {
            throw new UserError(file + ": expected the optimiser's tensors " + expected + ", found "
                    + new TreeSet<>(names) + "; the file is damaged or not of this architecture");
        }
        return there;
    }

    private static Stream<List<TensorEntry>> pairs(ModelConfig shape) {
        return shape.tensors().stream()
                .flatMap(tensor -> tensor.group().matrices()
                        ? Stream.of(adam(tensor), muon(tensor, shape.width()))
                        : Stream.of(adam(tensor)));
    }

    private static List<TensorEntry> adam(ModelTensor tensor) {
        return List.of(
                TensorEntry.f32("mean." + tensor.name(), tensor.shape()),
                TensorEntry.f32("square." + tensor.name(), tensor.shape()));
    }

    private static List<TensorEntry> muon(ModelTensor tensor, int width) {
        return List.of(
                TensorEntry.f32("momentum." + tensor.name(), tensor.shape()),
                TensorEntry.f32("variance." + tensor.name(), variances(tensor, width)));
    }

    /**
     * A number for each row of a matrix, or for each column when it is wider than high. The three matrices of
     * {@code attention_qkv} are no higher than wide, with as many numbers each as the model is wide.
     */
    private static List<Long> variances(ModelTensor tensor, long width) {
        long layers = tensor.shape().get(0);
        long rows = tensor.shape().get(1);
        long columns = tensor.shape().get(2);
        if (tensor.name().equals("attention_qkv")) {
            return List.of(layers, 3 * width, 1L);
        }
        return rows >= columns ? List.of(layers, rows, 1L) : List.of(layers, 1L, columns);
    }
}
