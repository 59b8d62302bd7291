// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** fp32 tensors of a safetensors file, as arrays. */
public final class Fp32Files {
    private Fp32Files() {}

    public static float[] read(Path file, String name) throws IOException {
        try (Safetensors tensors = Safetensors.open(file)) {
            ByteBuffer numbers = tensors.numbers(name);
            float[] values = new float[numbers.remaining() / Float.BYTES];
            numbers.asFloatBuffer().get(values);
            return values;
        }
    }

    public static void write(
            Path file, Map<String, String> header, List<TensorEntry> entries, Map<String, float[]> values)
            throws IOException {
        Safetensors.write(file, header, entries, (entry, from, count) -> {
            ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values.get(entry.name()));
            return bytes;
        });
    }
}
