// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.run.UserError;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The model FLOPs utilisation of PaLM (Chowdhery et al. 2022, appendix B): the operations that the model needs, forward and
 * backward, over those that the machine could have done. What it could do is measured, by a large matrix product in the same
 * precision through the same engine, not read off a data sheet. Padding counts, for the engine computes it all the same.
 *
 * <p>A product that was timed in a minute in which the machine had other work says too little. So it is timed again beside
 * the training, for about a hundredth of its time, and whenever a step did more than the product. What is left above 1 after
 * that is the spread of two measurements, and 1 is what is said: the machine can do what it did.
 */
final class Utilisation {

    /** Time that trainings go on between two measurements, as a multiple of what one takes. */
    private static final long APART = 100;

    /** The same where a step did more than the product. */
    private static final long APART_WHEN_EXCEEDED = 10;

    private final Supplier<PeakThroughput> measure;
    private final double flopsPerToken;
    private final LongSupplier nanos;

    private double peak;
    private boolean fresh;
    private long measuredAt;
    private long cost;
    private double done;
    private double possible;

    /**
     * @param saved the peak as it was measured some time, or is measured now
     * @param measure measures it now
     * @param nanos as {@link System#nanoTime}
     */
    Utilisation(
            Supplier<PeakThroughput> saved, Supplier<PeakThroughput> measure, ModelConfig config, LongSupplier nanos) {
        this.measure = measure;
        this.flopsPerToken = config.flopsPerToken();
        this.nanos = nanos;
        this.peak = saved.get().matrixFlops();
        this.measuredAt = nanos.getAsLong();
        // About what one takes; the first that is taken here says it better.
        this.cost = 2_000_000_000L;
    }

    /** The share of the machine that a step just done has used, at most 1. */
    double of(StepTiming step) {
        double rate = flopsPerToken * step.tokensPerSecond();
        if (isDue(APART)) {
            peak = measured();
        }
        if (rate > peak && (!fresh || isDue(APART_WHEN_EXCEEDED))) {
            peak = Math.max(peak, measured());
        }
        double share = Math.min(1, rate / peak);
        done += share * peak * step.seconds();
        possible += peak * step.seconds();
        return share;
    }

    /** The share of the steps seen so far; not a number before the first. */
    double overall() {
        return done / possible;
    }

    /** Whether the last measurement is so many times its own length ago. */
    private boolean isDue(long times) {
        return nanos.getAsLong() - measuredAt >= times * cost;
    }

    private double measured() {
        long begin = nanos.getAsLong();
        double flops = peak;
        try {
            flops = measure.get().matrixFlops();
        } catch (UserError e) {
            // A card that the training fills has no room for the product; what is known has to do.
            flops = peak;
        }
        fresh = true;
        measuredAt = nanos.getAsLong();
        cost = measuredAt - begin;
        return flops;
    }
}
