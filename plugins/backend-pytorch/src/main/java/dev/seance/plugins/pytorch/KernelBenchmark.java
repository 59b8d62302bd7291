// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.Precision;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongSupplier;

/**
 * Times what training and generation are made of: matrix products, and reading weights from memory. A processor with bf16
 * units multiplies four times as fast in bf16, one without a hundred times slower, and no flag says reliably: the engine's
 * kernels count too.
 *
 * <p>Everything is bounded in time from the inside, because rates from 1 GFLOP/s to 1 PFLOP/s are met with: sizes grow until
 * a product takes long enough to be timed, and repetitions end with the time they have.
 */
final class KernelBenchmark implements AutoCloseable {
    /** So long a timed call should take: long enough for the clock, and for a GPU to have hidden its launches. */
    private static final double CALL_SECONDS = 0.05;

    /** A product is not made larger when the next size, eight times the work, would take longer than this. */
    private static final double LARGEST_SECONDS = 0.3;

    private static final int SMALLEST = 256;
    private static final int WARM_UP = 64;

    /** Larger products are not faster on a CPU. */
    static final int LARGEST_CPU = 4096;

    static final int LARGEST_GPU = 16384;

    /** An H100 reaches 760 TFLOP/s from here on, in products that are not waited for one by one; 176 at 2048 with a wait each. */
    private static final int FILLS_GPU = 8192;

    /** A quarter of a gigabyte, more than the caches of nearly every processor, and quickly filled. */
    private static final int NUMBERS = 1 << 26;

    private static final double PRODUCT_SECONDS = 0.7;
    private static final double READ_SECONDS = 0.35;
    private static final double ROW_SECONDS = 0.25;

    private final Program program;
    private final int largest;
    private final Set<Precision> warm = EnumSet.noneOf(Precision.class);

    private KernelBenchmark(Program program, boolean gpu) {
        this.program = program;
        this.largest = gpu ? LARGEST_GPU : LARGEST_CPU;
    }

    static KernelBenchmark open(Libtorch libtorch, Device device) {
        return open(libtorch, device, Precision.FP32);
    }

    /** @param precision of what is multiplied in {@link #rowSeconds} */
    static KernelBenchmark open(Libtorch libtorch, Device device, Precision precision) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", true);
        attributes.put("a", new Pickle.EmptyTensor());
        attributes.put("row", new Pickle.EmptyTensor());
        attributes.put("rows", new Pickle.Empty("List[Tensor]"));
        attributes.putAll(ModelProgram.packing());
        String text = ModelProgram.withConstants(
                ModelProgram.text("benchmark.py") + "\n" + ModelProgram.text("products.py"),
                Map.of("compute", TypeCode.of(precision), "gpu", device.isGpu()));
        byte[] archive = TorchScriptArchive.of("Benchmark", text, attributes);
        return new KernelBenchmark(Program.load(libtorch, device, "benchmark.py", archive), device.isGpu());
    }

    /** Floating-point operations a second of large square products; within about a second. */
    double matmulFlops(Precision precision) {
        return matmulFlops(
                new Products() {
                    @Override
                    public double one(int size) {
                        return product(precision, size);
                    }

                    @Override
                    public double again(int times) {
                        return run("multiply", times);
                    }
                },
                largest,
                System::nanoTime);
    }

    /** Products of square matrices that can be timed. */
    interface Products {
        /** Prepares matrices of that size; seconds of one product. */
        double one(int size);

        /** Seconds of so many products of the last size, waited for once. */
        double again(int times);
    }

    static double matmulFlops(Products products, int largest, LongSupplier nanos) {
        long begin = nanos.getAsLong();
        int size = SMALLEST;
        double seconds = products.one(size);
        // On a machine that is busy otherwise, growing may take all the time there is. A GPU takes it for loading
        // kernels, and
        // is not filled by less than this.
        while (size < largest
                && seconds * 8 <= LARGEST_SECONDS
                && (largest > LARGEST_CPU && size < FILLS_GPU
                        || nanos.getAsLong() - begin < PRODUCT_SECONDS / 2 * 1e9)) {
            size *= 2;
            seconds = products.one(size);
        }
        return flops(size) / best(products::again, seconds, PRODUCT_SECONDS);
    }

    /** Seconds of one product of square matrices of that size. */
    double product(Precision precision, int size) {
        if (warm.add(precision)) {
            // The first product of all loads kernels, on a GPU for most of a second, which says nothing of the next.
            product(precision, WARM_UP);
        }
        program.call(call -> call.run(
                "prepare",
                call.arrays().create(0f),
                call.arrays().create(size),
                call.arrays().create(TypeCode.of(precision))));
        double first = run("multiply", 1);
        return first > CALL_SECONDS ? first : Math.min(first, run("multiply", 1));
    }

    static double flops(int size) {
        return 2.0 * size * size * size;
    }

    /** Bytes a second of adding up more numbers than the caches hold: decoding does little else than read as much. */
    double readBytesPerSecond() {
        program.call(
                call -> call.run("fill", call.arrays().create(0f), call.arrays().create(NUMBERS)));
        double first = run("read", 1);
        return (double) NUMBERS * Float.BYTES / best(times -> run("read", times), first, READ_SECONDS);
    }

    /**
     * Seconds in which so many matrices of weights are multiplied by one row.
     *
     * @param code how they are packed, see {@code products.py}
     * @throws IllegalStateException when the engine has no such products here
     */
    double rowSeconds(int count, int out, int width, int code) {
        program.call(call -> call.run(
                "prepare_rows",
                call.arrays().create(count),
                call.arrays().create(out),
                call.arrays().create(width),
                call.arrays().create(code)));
        double first = run("multiply_row", 1);
        return best(times -> run("multiply_row", times), first, ROW_SECONDS);
    }

    /**
     * Seconds of one repetition, in the best of the calls that fit into the time: others may be using the machine.
     *
     * @param timed runs so many repetitions and says how long they took
     * @param first seconds that one took
     */
    static double best(IntToDoubleFunction timed, double first, double limit) {
        double best = first;
        double spent = 0;
        while (spent + Math.max(best, CALL_SECONDS) <= limit) {
            int times = (int) Math.max(1, Math.min(CALL_SECONDS / best, 1000));
            double seconds = timed.applyAsDouble(times);
            best = Math.min(best, seconds / times);
            spent += seconds;
        }
        return best;
    }

    private double run(String method, int times) {
        return program.call(call -> {
            long begin = System.nanoTime();
            call.run(method, call.arrays().create(times));
            return (System.nanoTime() - begin) / 1e9;
        });
    }

    /** From the next call on. */
    void useThreads(int threads) {
        program.useThreads(threads);
    }

    @Override
    public void close() {
        program.close();
    }
}
