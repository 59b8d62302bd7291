// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.Precision;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times matrix products, to choose a precision. A processor with bf16 units multiplies four times as fast in bf16, one
 * without many times slower, and no flag tells reliably: the engine's kernels count too.
 */
final class Probe {
    /** Large enough to leave the caches of one core, small enough for a second in all on a slow machine. */
    private static final int SIZE = 768;

    private static final int PRODUCTS = 4;
    private static final int ROUNDS = 4;

    private Probe() {}

    /** Floating-point operations a second by precision. */
    static Map<Precision, Double> measure(Libtorch libtorch, Device device) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", true);
        attributes.put("a", new Pickle.EmptyTensor());
        byte[] archive = TorchScriptArchive.of("Probe", ModelProgram.text("probe.py"), attributes);
        Map<Precision, Double> rates = new EnumMap<>(Precision.class);
        try (Program program = Program.load(libtorch, device, "probe.py", archive)) {
            for (Precision precision : Precision.values()) {
                rates.put(precision, measure(program, precision));
            }
        }
        return rates;
    }

    /** The best of a few rounds: others may be using the machine. */
    private static double measure(Program program, Precision precision) {
        return program.call(call -> {
            call.run(
                    "prepare",
                    call.arrays().create(0f),
                    call.arrays().create(SIZE),
                    call.arrays().create(TypeCode.of(precision)));
            double best = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                call.run("multiply", call.arrays().create(PRODUCTS));
                double seconds = (System.nanoTime() - begin) / 1e9;
                best = Math.max(best, PRODUCTS * 2.0 * SIZE * SIZE * SIZE / seconds);
            }
            return best;
        });
    }
}
