// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.PendingSave;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * How fast a backend trains a model and writes with it. Only through the API, so that any backend can be measured.
 *
 * <p>A speed says little without what the machine could do, and a machine with other work does less from one second to
 * the next. So rounds of steps alternate with the engine's own matrix product, and each round is compared with the mean
 * of the product before and after it (MFU, model FLOPs utilisation, as Chowdhery et al. 2022, PaLM, appendix B, define
 * it, with a measured peak in place of the maker's). Writing is compared with reading every weight that multiplies once
 * from memory for each token, which is the least that one text at a time can cost.
 */
public final class TrainingBench {

    public static final String PRODUCT = "matrix product, the peak";
    public static final String READ = "memory read";
    public static final String TOKENS = "training";
    public static final String FLOPS = "training, model FLOP/s";
    public static final String MFU = "training, of the peak (MFU)";
    public static final String ACCUMULATE = "forward and backward, of the peak";
    public static final String UPDATE = "update, share of a step";
    public static final String OUTSIDE = "outside the engine, share of a step";
    public static final String PAUSE = "checkpoint, pause of training";
    public static final String WRITE = "checkpoint, written meanwhile";
    public static final String MEMORY = "memory, measured";
    public static final String PREDICTED = "memory, predicted";

    private static final double GIGA = 1e9;
    private static final double PERCENT = 100;
    private static final long SEED = 1837;

    /** How often the product is timed again after a round that did more than it. */
    private static final int AGAIN = 3;

    private final ModelBackend backend;
    private final ModelFamilies families;
    private final ModelConfig config;
    private final TrainingLoad load;
    private final Passes rounds;
    private long number;

    public TrainingBench(
            ModelBackend backend, ModelFamilies families, ModelConfig config, TrainingLoad load, Passes rounds) {
        this.backend = backend;
        this.families = families;
        this.config = config;
        this.load = load;
        this.rounds = rounds;
    }

    /** Steps done together: seconds in all, of them in accumulating, in updating, and in the engine. */
    private record Round(double seconds, double accumulating, double updating, double engine) {}

    /**
     * Measures all there is.
     *
     * @param trained an empty folder, which afterwards has the weights to write with
     * @return what the machine did at best, on the whole
     */
    public PeakThroughput run(Path trained, Consumer<Measurement> out) throws IOException {
        backend.create(smallest(), SEED).close(); // what the engine itself takes is not the model's
        // A card's memory is not the process's; its engine still holds the most when a step is done.
        OptionalLong onDevice = backend.deviceMemoryInUse();
        boolean fresh = onDevice.isPresent() || ProcessMemory.beginPeak();
        OptionalLong before = onDevice.isPresent() ? onDevice : ProcessMemory.now();
        OptionalLong most;
        List<PeakThroughput> peaks = new ArrayList<>();
        List<Round> measured = new ArrayList<>();
        try (TrainableModel model = backend.create(config, SEED)) {
            TokenBatch batch = load.batch(config);
            round(model, batch, Math.max(1, rounds.warmUp()));
            // The products that follow take memory of their own.
            most = onDevice.isPresent() ? backend.deviceMemoryInUse() : ProcessMemory.peak();
            peaks.add(backend.measurePeaks());
            for (int i = 0; i < rounds.measured(); i++) {
                measured.add(round(model, batch, load.steps()));
                peaks.add(peakAfter(measured.get(i), peaks.get(i)));
            }
            saves(model, trained, out);
            model.save(trained, false);
        }
        report(peaks, measured, out);
        if (fresh && before.isPresent() && most.isPresent()) {
            out.accept(Measurement.of(MEMORY, "GB", (most.getAsLong() - before.getAsLong()) / GIGA));
        }
        OptionalLong predicted = backend.trainingMemory(config, load.microBatch(), Optional.empty());
        if (predicted.isPresent()) {
            out.accept(Measurement.of(PREDICTED, "GB", predicted.getAsLong() / GIGA));
        }
        return new PeakThroughput(
                peaks.get(0).precision(),
                Measurement.of(PRODUCT, "", of(peaks, PeakThroughput::matrixFlops))
                        .median(),
                Measurement.of(READ, "", of(peaks, PeakThroughput::readBytesPerSecond))
                        .median());
    }

    /** What a checkpoint holds training up, and what its files take while training could go on. */
    private void saves(TrainableModel model, Path folder, Consumer<Measurement> out) throws IOException {
        double[] pauses = new double[rounds.measured()];
        double[] writes = new double[rounds.measured()];
        for (int i = 0; i < pauses.length; i++) {
            long began = System.nanoTime();
            try (PendingSave save = model.beginSave(folder, true)) {
                long copied = System.nanoTime();
                save.write();
                pauses[i] = (copied - began) / GIGA;
                writes[i] = (System.nanoTime() - copied) / GIGA;
            }
        }
        Files.delete(folder.resolve(TrainableModel.OPTIMIZER));
        out.accept(Measurement.of(PAUSE, "s", pauses));
        out.accept(Measurement.of(WRITE, "s", writes));
    }

    /**
     * The product after a round; timed again where the round did more, for then other work came between. A round that did more
     * than it still shows what the machine can do.
     */
    private PeakThroughput peakAfter(Round round, PeakThroughput before) {
        PeakThroughput best = backend.measurePeaks();
        double rate = flops() / round.accumulating();
        for (int i = 0; i < AGAIN && rate > (before.matrixFlops() + best.matrixFlops()) / 2; i++) {
            PeakThroughput again = backend.measurePeaks();
            best = again.matrixFlops() > best.matrixFlops() ? again : best;
        }
        return best;
    }

    /** Operations that the model needs in a round. */
    private double flops() {
        return (double) load.tokens(config) * load.steps() * config.flopsPerToken();
    }

    /** A model of that design with next to nothing in it. */
    private ModelConfig smallest() {
        ModelDimensions is = config.dimensions();
        ModelDimensions small = new ModelDimensions(
                1, is.headWidth(), 1, 1, is.headWidth(), 16, 64, AttentionWindows.FULL, is.settings());
        try {
            return families.config(config.architecture(), small);
        } catch (IllegalArgumentException e) {
            // Whatever the family wants instead, its tensors at full size have the same kinds of operations.
            return config;
        }
    }

    private Round round(TrainableModel model, TokenBatch batch, int steps) {
        double scale = 1.0 / load.tokens(config);
        long engineBefore = model.engineNanos();
        long updating = 0;
        long began = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < load.accumulationSteps(); i++) {
                model.accumulate(batch, scale);
            }
            long accumulated = System.nanoTime();
            model.update(load.update(config, ++number));
            updating += System.nanoTime() - accumulated;
        }
        long all = System.nanoTime() - began;
        long engine = model.engineNanos() - engineBefore;
        return new Round(all / GIGA, (all - updating) / GIGA, updating / GIGA, engine / GIGA);
    }

    private void report(List<PeakThroughput> peaks, List<Round> measured, Consumer<Measurement> out) {
        double tokens = (double) load.tokens(config) * load.steps();
        double flops = flops();
        double[] products = of(peaks, PeakThroughput::matrixFlops);
        out.accept(Measurement.of(PRODUCT, "GFLOP/s", of(peaks, peak -> peak.matrixFlops() / GIGA)));
        out.accept(Measurement.of(READ, "GB/s", of(peaks, peak -> peak.readBytesPerSecond() / GIGA)));
        out.accept(Measurement.of(TOKENS, "tokens/s", of(measured, round -> tokens / round.seconds())));
        out.accept(Measurement.of(FLOPS, "GFLOP/s", of(measured, round -> flops / round.seconds() / GIGA)));
        double[] whole = new double[measured.size()];
        double[] learning = new double[measured.size()];
        for (int i = 0; i < whole.length; i++) {
            double peak = (products[i] + products[i + 1]) / 2;
            whole[i] = percent(Math.min(flops / measured.get(i).seconds(), peak), peak);
            learning[i] = percent(Math.min(flops / measured.get(i).accumulating(), peak), peak);
        }
        out.accept(Measurement.of(MFU, "%", whole));
        out.accept(Measurement.of(ACCUMULATE, "%", learning));
        out.accept(Measurement.of(UPDATE, "%", of(measured, round -> percent(round.updating(), round.seconds()))));
        out.accept(Measurement.of(
                OUTSIDE, "%", of(measured, round -> percent(round.seconds() - round.engine(), round.seconds()))));
    }

    /** Divides first: a part as large as the whole is then 100 and not the double after it. */
    private static double percent(double part, double whole) {
        return PERCENT * (part / whole);
    }

    private static <T> double[] of(List<T> all, ToDoubleFunction<T> measurement) {
        return all.stream().mapToDouble(measurement).toArray();
    }
}
