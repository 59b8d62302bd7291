// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Precision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses precision and number of threads by timing products and a small training step, and saves what it measured, so that
 * the choice stays the same from one run to the next: weights repeat bit for bit only with the same number of threads.
 *
 * <p>No flag says it: a processor without bf16 units is slower in it than in fp32, a core's second thread helps one library
 * and hinders another, and a container may show more cores than it grants. Precision is chosen first, on all physical cores;
 * then the number of threads, in that precision. What an option fixes is not measured. On a GPU a product alone decides: a
 * step that is small enough to be quick on a CPU is all launches there.
 *
 * <p>All of it takes {@link #LIMIT} at most, whatever the processor: bf16 that a CPU emulates runs at 1 GFLOP/s, a hundredth
 * of its fp32. So products come first, of growing size, and a precision whose products are far slower is not tried in a
 * step; the step has as many tokens as the products allow; a number of threads that would take longer than is left is not
 * tried.
 */
final class Autotuner {
    /** What the whole choice may take. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    /** Left for a last call that takes longer than those before it let expect. */
    private static final Duration RESERVE = Duration.ofMillis(300);

    /** Below this gain bf16 is not worth its rounding. */
    private static final double WORTHWHILE = 1.2;

    /**
     * Below this gain the greater number of threads stays: the sample is small, and a real model gives each more to do. Too
     * many threads for the cores there are cost far more than this.
     */
    private static final double CLEARLY = 1.2;

    /** A step is a mix: where products in bf16 are slower than half those in fp32, no step in it is faster by a fifth. */
    private static final double HOPELESS = 0.5;

    /** No product is started that is expected to take longer. */
    private static final double PRODUCT_SECONDS = 0.1;

    private static final int SMALLEST_PRODUCT = 64;
    private static final int LARGEST_PRODUCT_CPU = 512;
    private static final int LARGEST_PRODUCT_GPU = 8192;

    /** What one step should take, going by the products. */
    private static final double STEP_SECONDS = 0.12;

    /** What the steps of one setting may take together. */
    private static final double SETTING_SECONDS = 0.45;

    /** The best of them counts: others may be using the machine. */
    private static final int ROUNDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Autotuner.class);

    private static final String PREFIX = "step.";

    /** What is timed. */
    interface Workload extends AutoCloseable {
        /** Multiplies two square matrices of that size and says how many seconds it took. */
        double product(Precision precision, int threads, int size);

        /** Opens a small model to train. */
        Step step(Precision precision);

        @Override
        void close();
    }

    /** A small model. */
    interface Step extends AutoCloseable {
        int MAX_TOKENS = 1024;

        /**
         * Runs forward and backward over so many tokens, a power of two of at most {@link #MAX_TOKENS}, and says how many
         * seconds it took.
         */
        double seconds(int threads, int tokens);

        double flopsPerToken();

        @Override
        void close();
    }

    /**
     * What came out.
     *
     * @param whyPrecision how the precision was chosen, for people
     * @param whyThreads how the number of threads was chosen, for people
     */
    record Choice(Precision precision, int threads, String whyPrecision, String whyThreads) {}

    private final MeasurementCache cache;
    private final Clock clock;
    private final LongSupplier nanos;
    private final String prefix;
    private final boolean gpu;
    private final Supplier<Workload> workloads;

    /**
     * @param nanos the time that is spent, as {@link System#nanoTime}
     * @param engine what measurements are saved under: the device and the engine's version
     * @param workloads opens what is timed; not asked when everything is known
     */
    Autotuner(
            MeasurementCache cache,
            Clock clock,
            LongSupplier nanos,
            String engine,
            boolean gpu,
            Supplier<Workload> workloads) {
        this.cache = cache;
        this.clock = clock;
        this.nanos = nanos;
        this.prefix = PREFIX + engine + ".";
        this.gpu = gpu;
        this.workloads = workloads;
    }

    /**
     * Chooses among these.
     *
     * @param precisions one when an option fixes it
     * @param counts numbers of threads in ascending order, one when an option fixes it
     * @param usual the number of threads to compare precisions at
     */
    Choice choose(List<Precision> precisions, List<Integer> counts, int usual) {
        try (Session session = new Session(precisions.size() > 1)) {
            Precision precision = precisions.get(0);
            String whyPrecision = "asked for";
            if (precisions.size() > 1) {
                double bf16 = session.rate(Precision.BF16, usual);
                double fp32 = session.rate(Precision.FP32, usual);
                precision = bf16 > WORTHWHILE * fp32 ? Precision.BF16 : Precision.FP32;
                whyPrecision = String.format(
                        Locale.ROOT,
                        "%s measured: %s, fp32 %.0f GFLOP/s, %s",
                        gpu ? "a large matrix product" : "a small training step",
                        bf16 > 0
                                ? String.format(Locale.ROOT, "bf16 %.0f", bf16 / 1e9)
                                : "bf16 not tried, its products are far slower",
                        fp32 / 1e9,
                        age(Precision.FP32, usual));
            }
            if (counts.size() == 1) {
                return new Choice(precision, counts.get(0), whyPrecision, "asked for, or all there are");
            }
            return session.threads(precision, counts, whyPrecision);
        }
    }

    /** One choice, with the time that is left for it and what is open in the meantime. */
    private final class Session implements AutoCloseable {
        private final Map<Precision, Step> steps = new EnumMap<>(Precision.class);
        private final Map<Precision, Double> products = new EnumMap<>(Precision.class);
        private final boolean comparing;
        private Workload workload;
        private long deadline;
        private int tokens;
        private double lastSeconds;
        private int lastThreads;

        Session(boolean comparing) {
            this.comparing = comparing;
        }

        Choice threads(Precision precision, List<Integer> counts, String whyPrecision) {
            int best = counts.get(counts.size() - 1);
            Map<Integer, Double> rates = new TreeMap<>();
            for (int i = counts.size() - 1; i >= 0; i--) {
                int count = counts.get(i);
                double rate = rate(precision, count);
                if (rate > 0) {
                    rates.put(count, rate);
                }
                if (rate > CLEARLY * rates.getOrDefault(best, 0.0)) {
                    best = count;
                }
            }
            String whyThreads = rates.entrySet().stream()
                    .map(each -> String.format(Locale.ROOT, "%d: %.0f", each.getKey(), each.getValue() / 1e9))
                    .collect(Collectors.joining(
                            ", ", "a small training step measured with ", " GFLOP/s, " + age(precision, best)));
            return new Choice(precision, best, whyPrecision, whyThreads);
        }

        /** Floating-point operations a second; 0 where it was not worth its time. */
        double rate(Precision precision, int threads) {
            OptionalDouble saved = cache.number(key(precision, threads));
            if (saved.isPresent()) {
                return saved.getAsDouble();
            }
            if (workload == null) {
                LOG.info(
                        "measuring which precision and number of threads train fastest here, {} seconds at most",
                        LIMIT.toSeconds());
                deadline = nanos.getAsLong() + LIMIT.minus(RESERVE).toNanos();
                workload = workloads.get();
            }
            double measured = gpu ? product(precision, threads) : step(precision, threads);
            cache.put(key(precision, threads), measured);
            cache.put(key(precision, threads) + ".at", clock.instant().getEpochSecond());
            return measured;
        }

        private double product(Precision precision, int threads) {
            Double known = products.get(precision);
            if (known != null) {
                return known;
            }
            double rate = 0;
            double seconds = 0;
            int largest = gpu ? LARGEST_PRODUCT_GPU : LARGEST_PRODUCT_CPU;
            for (int size = SMALLEST_PRODUCT; size <= largest && 8 * seconds <= PRODUCT_SECONDS; size *= 2) {
                seconds = workload.product(precision, threads, size);
                rate = Math.max(rate, KernelBenchmark.flops(size) / seconds);
            }
            products.put(precision, rate);
            return rate;
        }

        private double step(Precision precision, int threads) {
            boolean hopeless = comparing
                    && precision == Precision.BF16
                    && product(Precision.BF16, threads) < HOPELESS * product(Precision.FP32, threads);
            boolean opened = steps.containsKey(precision);
            // An eighth of a step goes first, and with fewer threads it takes as much longer.
            double expected = opened ? lastSeconds / 8 * Math.max(1, (double) lastThreads / threads) : 0;
            if (hopeless || opened && expected > left()) {
                return 0;
            }
            Step step = steps.computeIfAbsent(precision, workload::step);
            if (tokens == 0) {
                // The same for every setting: rates are compared.
                double product = product(comparing ? Precision.FP32 : precision, threads);
                int most = (int) Math.min(Step.MAX_TOKENS, STEP_SECONDS * product / step.flopsPerToken());
                tokens = Math.max(8, Integer.highestOneBit(most));
            }
            lastSeconds = seconds(step, threads, opened);
            lastThreads = threads;
            return tokens * step.flopsPerToken() / lastSeconds;
        }

        /** Of a whole step: going by an eighth of it, and measured, as far as there is time. */
        private double seconds(Step step, int threads, boolean compiled) {
            int few = tokens / 8;
            double best = step.seconds(threads, few) * tokens / few;
            if (!compiled && best / 8 <= left()) {
                best = Math.min(best, step.seconds(threads, few) * tokens / few);
            }
            double spent = 0;
            for (int round = 0; round < ROUNDS && spent + best <= Math.min(SETTING_SECONDS, left()); round++) {
                double seconds = step.seconds(threads, tokens);
                best = round == 0 ? seconds : Math.min(best, seconds);
                spent += seconds;
            }
            return best;
        }

        private double left() {
            return (deadline - nanos.getAsLong()) / 1e9;
        }

        @Override
        public void close() {
            steps.values().forEach(Step::close);
            if (workload != null) {
                workload.close();
            }
        }
    }

    private String key(Precision precision, int threads) {
        return prefix + precision.name().toLowerCase(Locale.ROOT) + "." + threads;
    }

    private String age(Precision precision, int threads) {
        OptionalDouble at = cache.number(key(precision, threads) + ".at");
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
    static void forget(MeasurementCache cache) {
        cache.remove(PREFIX);
    }
}
