// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.PeakThroughput;
import java.util.Locale;
import java.util.OptionalDouble;

/** The most that a machine does through the engine, measured once and noted. */
final class Peaks {
    /** Large enough that the product is all the work, small enough for a few seconds in all. */
    private static final int SIZE = 2048;

    private static final String PREFIX = "peak.";

    private Peaks() {}

    static void forget(MachineNotes notes) {
        notes.remove(PREFIX);
    }

    static PeakThroughput noted(Machine machine, MachineNotes notes) {
        String key = PREFIX + machine.device().getDeviceType() + "."
                + machine.libtorch().threads() + "." + machine.libtorch().version() + "."
                + machine.precision().name().toLowerCase(Locale.ROOT);
        OptionalDouble flops = notes.number(key + ".flops");
        OptionalDouble reads = notes.number(key + ".reads");
        if (flops.isPresent() && reads.isPresent()) {
            return new PeakThroughput(machine.precision(), flops.getAsDouble(), reads.getAsDouble());
        }
        PeakThroughput measured = measured(machine);
        notes.put(key + ".flops", measured.matrixFlops());
        notes.put(key + ".reads", measured.readBytesPerSecond());
        return measured;
    }

    static PeakThroughput measured(Machine machine) {
        try (Probe probe = Probe.open(machine)) {
            return new PeakThroughput(machine.precision(), probe.products(machine.precision(), SIZE), probe.reads());
        }
    }
}
