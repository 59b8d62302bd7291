// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the program {@value #RESOURCE} for a shape. */
final class Nanochat {
    static final String RESOURCE = "nanochat.py";

    /** Base of the rotary angles: nanochat's, ten times that of Su et al. 2021 for its longer contexts. */
    private static final double ROPE_BASE = 100_000;

    /** Where logits saturate: nanochat's, half of what Gemma 2 (2024) uses. */
    private static final double SOFT_CAP = 15;

    /**
     * Logits that exist at one time. On a CPU 16 MB of them: larger blocks are mapped from and returned to the system by
     * every operator, and faulting their pages in costs more than the arithmetic. On a GPU enough to fill it.
     */
    private static final int CHUNK_CPU = 1 << 22;

    private static final int CHUNK_GPU = 1 << 27;

    private Nanochat() {}

    /** A program without weights. */
    static Program load(Libtorch libtorch, Device device, Precision precision, ModelShape shape) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", true);
        attributes.put("layers", shape.layers());
        attributes.put("width", shape.width());
        attributes.put("heads", shape.heads());
        attributes.put("kv_heads", shape.kvHeads());
        attributes.put("mlp_width", shape.mlpWidth());
        attributes.put("vocabulary", shape.vocabulary());
        attributes.put("context", shape.context());
        attributes.put("rope_base", ROPE_BASE);
        attributes.put("soft_cap", SOFT_CAP);
        attributes.put("compute", TypeCode.of(precision));
        attributes.put("chunk", device.isGpu() ? CHUNK_GPU : CHUNK_CPU);
        for (String tensor : List.of("place", "cosines", "sines")) {
            attributes.put(tensor, new Pickle.EmptyTensor());
        }
        for (String tensors : List.of("weights", "working", "gradients", "means", "squares")) {
            attributes.put(tensors, new Pickle.Empty("Dict[str, Tensor]"));
        }
        attributes.put("caches", new Pickle.Empty("Dict[int, Tensor]"));
        attributes.put("updated", new Pickle.Empty("List[Tensor]"));
        Program program = Program.load(
                libtorch, device, RESOURCE, TorchScriptArchive.of("Nanochat", source(RESOURCE), attributes));
        program.call(call -> call.run("settle", call.arrays().zeros(new Shape(1))));
        return program;
    }

    /** The text of a program among this class's resources. */
    static String source(String resource) {
        try (InputStream in = Nanochat.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the plugin");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
