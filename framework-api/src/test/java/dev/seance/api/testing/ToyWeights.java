// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.TrainableModel;
import dev.seance.kit.model.Checkpoints;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The numbers of a toy model, [V, D] each: two tables, and Adam's two moments for each of them. */
record ToyWeights(ModelConfig config, Table embedding, Table head) {

    /** One learnt table with its moments; the arrays are changed in place. */
    record Table(float[] values, float[] mean, float[] square) {

        Table(float[] values) {
            this(values, new float[values.length], new float[values.length]);
        }
    }

    static ToyWeights fresh(ModelConfig config, long seed) {
        Random random = new Random(seed);
        return new ToyWeights(config, new Table(normal(config, random, 0.5)), new Table(normal(config, random, 0.05)));
    }

    private static float[] normal(ModelConfig config, Random random, double scale) {
        float[] values = new float[config.vocabularySize() * config.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return values;
    }

    static ToyWeights read(Path folder, ModelFamilies families) throws IOException {
        ModelConfig config = Checkpoints.config(folder, families);
        Path optimizer = folder.resolve(TrainableModel.OPTIMIZER);
        try (Safetensors weights = Safetensors.open(folder.resolve(TrainableModel.WEIGHTS))) {
            float[] embedding = numbers(weights, "embedding");
            float[] head = numbers(weights, "head");
            if (!Files.exists(optimizer)) {
                return new ToyWeights(config, new Table(embedding), new Table(head));
            }
            try (Safetensors moments = Safetensors.open(optimizer)) {
                return new ToyWeights(
                        config,
                        new Table(embedding, numbers(moments, "embedding.mean"), numbers(moments, "embedding.square")),
                        new Table(head, numbers(moments, "head.mean"), numbers(moments, "head.square")));
            }
        }
    }

    /** The group of a tensor. */
    ParameterGroup group(String tensor) {
        return config.tensors().stream()
                .filter(known -> known.name().equals(tensor))
                .map(ModelTensor::group)
                .findFirst()
                .orElseThrow();
    }

    void writeWeights(Path folder) throws IOException {
        write(folder.resolve(TrainableModel.WEIGHTS), Map.of("embedding", embedding.values, "head", head.values));
    }

    void writeOptimizer(Path folder) throws IOException {
        write(
                folder.resolve(TrainableModel.OPTIMIZER),
                Map.of(
                        "embedding.mean", embedding.mean,
                        "embedding.square", embedding.square,
                        "head.mean", head.mean,
                        "head.square", head.square));
    }

    private void write(Path file, Map<String, float[]> tensors) throws IOException {
        List<Long> size = List.of((long) config.vocabularySize(), (long) config.width());
        List<TensorEntry> entries = tensors.keySet().stream()
                .sorted()
                .map(name -> TensorEntry.f32(name, size))
                .toList();
        Safetensors.write(file, Checkpoints.header(config), entries, (entry, from, count) -> {
            ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(tensors.get(entry.name()));
            return bytes;
        });
    }

    private static float[] numbers(Safetensors file, String name) throws IOException {
        float[] values = new float[Math.toIntExact(file.tensor(name).elements())];
        file.numbers(name).asFloatBuffer().get(values);
        return values;
    }
}
