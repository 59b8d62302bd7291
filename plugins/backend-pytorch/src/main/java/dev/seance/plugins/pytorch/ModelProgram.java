// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the program of a model: one class, whose text is that of the architecture, such as {@code nanochat.py}, and what
 * all have in common after it.
 */
final class ModelProgram {
    private static final List<String> COMMON = List.of("language_model.py", "optimizers.py", "gradient_norm.py");

    /**
     * Logits that exist at one time. On a CPU as many as keep the product with the head efficient, for each chunk passes over
     * the whole gradient of the head once; the loss itself goes over them a megabyte at a time. On a GPU enough to fill it.
     */
    private static final int CHUNK_CPU = 1 << 24;

    private static final int CHUNK_GPU = 1 << 27;

    private ModelProgram() {}

    /** A program without weights. */
    static Program load(Libtorch libtorch, Device device, Precision precision, ModelConfig shape) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", true);
        attributes.put("layers", shape.layers());
        attributes.put("width", shape.width());
        attributes.put("heads", shape.heads());
        attributes.put("kv_heads", shape.kvHeads());
        attributes.put("mlp_width", shape.mlpWidth());
        attributes.put("vocabulary", shape.vocabulary());
        attributes.put("context", shape.context());
        attributes.put("tied", shape.tied());
        attributes.put("windows", new Pickle.Empty("List[int]"));
        attributes.put("compute", TypeCode.of(precision));
        attributes.put("chunk", chunk(device.isGpu()));
        attributes.put("engine_nanos", 0);
        for (String tensor : List.of("device_probe", "incoming", "cosines", "sines")) {
            attributes.put(tensor, new Pickle.EmptyTensor());
        }
        for (String tensors :
                List.of("weights", "compute_weights", "gradients", "means", "squares", "momenta", "variances")) {
            attributes.put(tensors, new Pickle.Empty("Dict[str, Tensor]"));
        }
        attributes.put("sequences", new Pickle.Empty("Dict[int, List[Tensor]]"));
        for (String tensors : List.of("updated", "inference_weights")) {
            attributes.put(tensors, new Pickle.Empty("List[Tensor]"));
        }
        Source source = source(shape.architecture());
        Program program = Program.load(
                libtorch, device, source.file(), TorchScriptArchive.of(source.type(), source.text(), attributes));
        int[] windows = IntStream.range(0, shape.layers()).map(shape::window).toArray();
        program.call(call -> call.run(
                "init", call.arrays().zeros(new Shape(1)), call.arrays().create(windows)));
        return program;
    }

    static int chunk(boolean gpu) {
        return gpu ? CHUNK_GPU : CHUNK_CPU;
    }

    /** The text of a program, the class it defines, and the file to name in messages. */
    private record Source(String file, String type, String text) {}

    private static Source source(Architecture architecture) {
        return switch (architecture) {
            case NANOCHAT -> source("nanochat.py", "Nanochat");
            case LLAMA -> source("llama.py", "Llama");
        };
    }

    private static Source source(String file, String type) {
        String text = Stream.concat(Stream.of(file), COMMON.stream())
                .map(ModelProgram::text)
                .collect(Collectors.joining("\n"));
        return new Source(file, type, text);
    }

    /** The text of a program among this class's resources. */
    static String text(String resource) {
        try (InputStream in = ModelProgram.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the plugin");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
