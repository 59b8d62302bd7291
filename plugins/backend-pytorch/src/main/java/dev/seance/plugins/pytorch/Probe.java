// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.Precision;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times what training and generation are made of: matrix products, and reading weights from memory. A processor with bf16
 * units multiplies four times as fast in bf16, one without many times slower, and no flag tells reliably: the engine's
 * kernels count too.
 */
final class Probe implements AutoCloseable {
    private static final int PRODUCTS = 4;
    private static final int READS = 2;
    private static final int ROUNDS = 4;

    /** Half a gigabyte, more than the caches of any processor. */
    private static final int NUMBERS = 1 << 27;

    private final Program program;

    private Probe(Program program) {
        this.program = program;
    }

    static Probe open(Machine machine) {
        return open(machine.libtorch(), machine.device());
    }

    static Probe open(Libtorch libtorch, Device device) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", true);
        attributes.put("a", new Pickle.EmptyTensor());
        byte[] archive = TorchScriptArchive.of("Probe", ModelProgram.text("probe.py"), attributes);
        return new Probe(Program.load(libtorch, device, "probe.py", archive));
    }

    /** Floating-point operations a second of products of square matrices of that size. */
    double products(Precision precision, int size) {
        return program.call(call -> {
            call.run(
                    "prepare",
                    call.arrays().create(0f),
                    call.arrays().create(size),
                    call.arrays().create(TypeCode.of(precision)));
            return best(call, "multiply", PRODUCTS) * 2 * size * size * size;
        });
    }

    /** Bytes a second of a matrix too large for the caches times a vector: decoding is little else. */
    double reads() {
        return program.call(call -> {
            call.run("fill", call.arrays().create(0f), call.arrays().create(NUMBERS));
            return best(call, "read", READS) * NUMBERS * Float.BYTES;
        });
    }

    /** How often a second something is done, in the best of a few rounds: others may be using the machine. */
    private static double best(Program.Call call, String what, int times) {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            call.run(what, call.arrays().create(times));
            best = Math.max(best, times / ((System.nanoTime() - begin) / 1e9));
        }
        return best;
    }

    @Override
    public void close() {
        program.close();
    }
}
