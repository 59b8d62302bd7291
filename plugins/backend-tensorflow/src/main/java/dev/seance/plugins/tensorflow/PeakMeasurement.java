// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.Precision;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Times the engine's product of large matrices and its reading of memory. */
final class PeakMeasurement {
    private static final long SIDE = 2048;

    /** More than any cache holds: 256 MB. */
    private static final long READ = 1L << 26;

    private static final int TRIES = 5;

    private PeakMeasurement() {}

    static PeakThroughput measured(int threads) {
        try (Engine engine = new Engine(threads)) {
            Ops tf = engine.tf();
            Operand<TFloat32> matrix = engine.variable("matrix", List.of(SIDE, SIDE));
            Operand<TFloat32> numbers = engine.variable("numbers", List.of(READ));
            engine.clear("matrix");
            engine.clear("numbers");
            double product = fastest(engine, tf.linalg.matMul(matrix, matrix));
            double read = fastest(engine, tf.reduceSum(numbers, tf.constant(0)));
            return new PeakThroughput(Precision.FP32, 2.0 * SIDE * SIDE * SIDE / product, Float.BYTES * READ / read);
        }
    }

    /** Seconds; the first run, which prepares the graph, is only one of several. */
    private static double fastest(Engine engine, Operand<TFloat32> work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long begin = System.nanoTime();
            engine.run(Map.of(), List.of(work)).close();
            best = Math.min(best, System.nanoTime() - begin);
        }
        return best / 1e9;
    }
}
