// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Precision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Chooses precision and number of threads by timing a small training step, and notes what it found, so that the choice
 * stays the same from one run to the next: weights repeat bit for bit only with the same number of threads.
 *
 * <p>No flag tells it: a processor without bf16 units is slower in it than in fp32, a core's second thread helps one
 * library and hinders another, and a container may show more cores than it grants. Precision is settled first, on all
 * physical cores; then the number of threads, in that precision. What is settled by an option is not tried.
 */
final class Tuning {
    /** Below this gain bf16 is not worth its rounding. */
    private static final double WORTHWHILE = 1.2;

    /** Below this gain the greater number of threads is kept: the sample is small, a real model gives each more to do. */
    private static final double CLEARLY = 1.05;

    private static final String PREFIX = "step.";

    /** Runs the step and says how many floating-point operations a second it came to. */
    @FunctionalInterface
    interface Trial {
        double flops(Precision precision, int threads);
    }

    /**
     * What came out.
     *
     * @param whyPrecision how the precision was chosen, for people
     * @param whyThreads how the number of threads was chosen, for people
     */
    record Choice(Precision precision, int threads, String whyPrecision, String whyThreads) {}

    private final MachineNotes notes;
    private final Clock clock;
    private final String prefix;
    private final Trial trial;

    /** @param engine what the figures belong to: the device and the engine's version */
    Tuning(MachineNotes notes, Clock clock, String engine, Trial trial) {
        this.notes = notes;
        this.clock = clock;
        this.prefix = PREFIX + engine + ".";
        this.trial = trial;
    }

    /**
     * Chooses among these.
     *
     * @param precisions one when it is settled
     * @param counts in ascending order, one when it is settled
     * @param usual the number of threads to compare precisions at
     */
    Choice choose(List<Precision> precisions, List<Integer> counts, int usual) {
        Precision precision = precisions.get(0);
        String whyPrecision = "asked for";
        if (precisions.size() > 1) {
            double bf16 = rate(Precision.BF16, usual);
            double fp32 = rate(Precision.FP32, usual);
            precision = bf16 > WORTHWHILE * fp32 ? Precision.BF16 : Precision.FP32;
            whyPrecision = String.format(
                    Locale.ROOT,
                    "a small training step measured: bf16 %.0f, fp32 %.0f GFLOP/s, %s",
                    bf16 / 1e9,
                    fp32 / 1e9,
                    age(Precision.BF16, usual));
        }
        if (counts.size() == 1) {
            return new Choice(precision, counts.get(0), whyPrecision, "asked for, or all there are");
        }
        int best = counts.get(counts.size() - 1);
        List<String> rates = new ArrayList<>();
        for (int count : counts.stream().sorted(Comparator.reverseOrder()).toList()) {
            double rate = rate(precision, count);
            rates.add(0, String.format(Locale.ROOT, "%d: %.0f", count, rate / 1e9));
            if (rate > CLEARLY * rate(precision, best)) {
                best = count;
            }
        }
        String whyThreads = rates.stream()
                .collect(Collectors.joining(
                        ", ", "a small training step measured with ", " GFLOP/s, " + age(precision, best)));
        return new Choice(precision, best, whyPrecision, whyThreads);
    }

    private double rate(Precision precision, int threads) {
        OptionalDouble noted = notes.number(key(precision, threads));
        if (noted.isPresent()) {
            return noted.getAsDouble();
        }
        double measured = trial.flops(precision, threads);
        notes.put(key(precision, threads), measured);
        notes.put(key(precision, threads) + ".at", clock.instant().getEpochSecond());
        return measured;
    }

    private String key(Precision precision, int threads) {
        return prefix + precision.name().toLowerCase(Locale.ROOT) + "." + threads;
    }

    private String age(Precision precision, int threads) {
        OptionalDouble at = notes.number(key(precision, threads) + ".at");
        if (at.isEmpty()) {
            return "some time ago";
        }
        Duration age = Duration.between(Instant.ofEpochSecond((long) at.getAsDouble()), clock.instant());
        if (age.toMinutes() < 1) {
            return "just now";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " min ago";
        }
        return age.toDays() < 1
                ? age.toHours() + " h ago"
                : age.toDays() + (age.toDays() == 1 ? " day ago" : " days ago");
    }

    /** Forgets everything measured here, on all devices. */
    static void forget(MachineNotes notes) {
        notes.remove(PREFIX);
    }
}
