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
 * dimensions are constants, written into both, so that the compiler knows them; the settings of the family are attributes,
 * which its text declares.
 */
final class ModelProgram {
    /** The format of the programs that this backend runs. */
    static final String FORMAT = "torchscript";

    private static final List<String> COMMON =
            List.of("language_model.py", "products.py", "optimizers.py", "gradient_norm.py");

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
        String text = text(source, constants(shape, precision, device.isGpu()));
        return load(libtorch, device, shape, source, text);
    }

    /** The same with the class's whole text. */
    static Program load(Libtorch libtorch, Device device, ModelConfig shape, ProgramSource source, String text) {
        byte[] archive = archive(shape, source.className(), text);
        Program program = Program.load(libtorch, device, source.file(), archive);
        int[] windows = IntStream.range(0, shape.layers()).map(shape::window).toArray();
        program.call(call -> call.run(
                "init", call.arrays().zeros(new Shape(1)), call.arrays().create(windows)));
        return program;
    }

    /** The configuration that {@code language_model.py} tells of, by name. */
    static Map<String, Object> constants(ModelConfig shape, Precision precision, boolean gpu) {
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("layers", shape.layers());
        constants.put("width", shape.width());
        constants.put("heads", shape.heads());
        constants.put("kv_heads", shape.kvHeads());
        constants.put("mlp_width", shape.dimensions().mlpWidth());
        constants.put("vocabulary", shape.vocabularySize());
        constants.put("context", shape.context());
        constants.put("tied", shape.tied());
        constants.put("compute", TypeCode.of(precision));
        constants.put("chunk", chunk(gpu));
        constants.put("gpu", gpu);
        constants.put("flash", gpu && flashAttention(shape, precision));
        return constants;
    }

    /** What FlashAttention 2 takes: bf16, which needs a GPU that has it too, and heads of up to 256 numbers, by eights. */
    private static boolean flashAttention(ModelConfig shape, Precision precision) {
        int head = shape.width() / shape.heads();
        return precision == Precision.BF16 && head % 8 == 0 && head <= 256;
    }

    /** The program as libtorch loads it. */
    static byte[] archive(ModelConfig shape, String className, String text) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", true);
        attributes.put("windows", new Pickle.Empty("List[int]"));
        attributes.put("engine_nanos", 0);
        for (String tensor : List.of("device_probe", "incoming", "cosines", "sines", "rotations")) {
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
        attributes.putAll(packing());
        shape.dimensions().settings().forEach((name, value) -> attributes.putIfAbsent(name, attribute(value)));
        return TorchScriptArchive.of(className, text, attributes);
    }

    /** The attributes that {@code products.py} declares. */
    static Map<String, Object> packing() {
        return Map.of(
                "row_format",
                0,
                "packed",
                new Pickle.Empty("List[__torch__.torch.classes.quantized.LinearPackedParamsBase]"),
                "matrices",
                new Pickle.Empty("List[Tensor]"),
                "saturating",
                false);
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

    /** The class's whole text. TorchScript has no constants of a class but literals: each {@code self.name} becomes one. */
    static String text(ProgramSource source, Map<String, Object> constants) {
        return withConstants(
                source.text() + "\n" + COMMON.stream().map(ModelProgram::text).collect(Collectors.joining("\n")),
                constants);
    }

    static String withConstants(String text, Map<String, Object> constants) {
        for (Map.Entry<String, Object> constant : constants.entrySet()) {
            text = text.replaceAll("\\bself\\." + constant.getKey() + "\\b", literal(constant.getValue()));
        }
        return text;
    }

    private static String literal(Object constant) {
        return constant instanceof Boolean flag ? (flag ? "True" : "False") : constant.toString();
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
