// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Precision;
import dev.seance.api.model.ProgramSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the program of a model: one class, whose text is that of the model family, such as {@code nanochat.py}, followed by
 * what all have in common. The beginning of {@code language_model.py} says what the family's text has to define. The
 * dimensions are attributes of the class, and so are the settings of the family, which its text declares.
 */
final class ModelProgram {
    /** The format of the programs that this backend runs. */
    static final String FORMAT = "torchscript";

    private static final List<String> COMMON = List.of("language_model.py", "optimizers.py", "gradient_norm.py");

    /**
     * Logits that exist at one time. On a CPU as many as keep the product with the head efficient, for each chunk passes over
     * the whole gradient of the head once; the loss itself goes over them a megabyte at a time. On a GPU enough to fill it.
     */
    private static final int CHUNK_CPU = 1 << 24;

    private static final int CHUNK_GPU = 1 << 27;

    private ModelProgram() {}

    /**
     * A program without weights.
     *
     * @param source the text of the model's family
     */
    static Program load(
            Libtorch libtorch, Device device, Precision precision, ModelConfig shape, ProgramSource source) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", true);
        attributes.put("layers", shape.layers());
        attributes.put("width", shape.width());
        attributes.put("heads", shape.heads());
        attributes.put("kv_heads", shape.kvHeads());
        attributes.put("mlp_width", shape.dimensions().mlpWidth());
        attributes.put("vocabulary", shape.vocabularySize());
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
        for (String states : List.of("sequences", "batches")) {
            attributes.put(states, new Pickle.Empty("Dict[int, List[Tensor]]"));
        }
        for (String tensors : List.of("updated", "inference_weights", "together")) {
            attributes.put(tensors, new Pickle.Empty("List[Tensor]"));
        }
        shape.dimensions().settings().forEach((name, value) -> attributes.putIfAbsent(name, attribute(value)));
        Program program = Program.load(
                libtorch, device, source.file(), TorchScriptArchive.of(source.className(), whole(source), attributes));
        int[] windows = IntStream.range(0, shape.layers()).map(shape::window).toArray();
        program.call(call -> call.run(
                "init", call.arrays().zeros(new Shape(1)), call.arrays().create(windows)));
        return program;
    }

    static int chunk(boolean gpu) {
        return gpu ? CHUNK_GPU : CHUNK_CPU;
    }

    /** A setting of a family as the attribute that its text declares: bool, float or int. */
    private static Object attribute(String setting) {
        if (setting.equals("true") || setting.equals("false")) {
            return Boolean.valueOf(setting);
        }
        try {
            return setting.contains(".") ? (Object) Double.valueOf(setting) : Integer.valueOf(setting);
        } catch (NumberFormatException e) {
            return setting;
        }
    }

    private static String whole(ProgramSource source) {
        return source.text() + "\n" + COMMON.stream().map(ModelProgram::text).collect(Collectors.joining("\n"));
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
