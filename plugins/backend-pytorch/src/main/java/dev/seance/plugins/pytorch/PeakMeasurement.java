// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.PeakThroughput;
import java.util.Locale;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The most that a machine does through the engine, measured once and saved; about two seconds. */
final class PeakMeasurement {
    private static final Logger LOG = LoggerFactory.getLogger(PeakMeasurement.class);

    private static final String PREFIX = "peak.";

    private PeakMeasurement() {}

    static void forget(MeasurementCache cache) {
        cache.remove(PREFIX);
    }

    /** What was saved, or measured now. */
    static PeakThroughput cached(Machine machine, MeasurementCache cache) {
        String key = key(machine);
        OptionalDouble flops = cache.number(key + ".flops");
        OptionalDouble reads = cache.number(key + ".reads");
        if (flops.isPresent() && reads.isPresent()) {
            return new PeakThroughput(machine.precision(), flops.getAsDouble(), reads.getAsDouble());
        }
        return measured(machine, cache);
    }

    /** Measured now; what is saved is the greatest so far, for less says that the machine had other work. */
    static PeakThroughput measured(Machine machine, MeasurementCache cache) {
        PeakThroughput measured = measured(machine);
        String key = key(machine);
        raise(cache, key + ".flops", measured.matrixFlops());
        raise(cache, key + ".reads", measured.readBytesPerSecond());
        return measured;
    }

    static void raise(MeasurementCache cache, String key, double value) {
        if (value > cache.number(key).orElse(0)) {
            cache.put(key, value);
        }
    }

    private static String key(Machine machine) {
        return PREFIX + machine.device().getDeviceType() + "."
                + machine.libtorch().threads() + "." + machine.libtorch().version() + "."
                + machine.precision().name().toLowerCase(Locale.ROOT);
    }

    private static PeakThroughput measured(Machine machine) {
        LOG.info("measuring the peak throughput of matrix products and memory, about two seconds");
        try (KernelBenchmark benchmark = KernelBenchmark.open(machine.libtorch(), machine.device())) {
            return new PeakThroughput(
                    machine.precision(), benchmark.matmulFlops(machine.precision()), benchmark.readBytesPerSecond());
        }
    }
}
