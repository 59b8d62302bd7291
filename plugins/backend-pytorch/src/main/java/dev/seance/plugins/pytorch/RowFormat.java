// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Precision;
import dev.seance.api.model.WeightFormat;
import dev.seance.api.run.UserError;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.WeightChoice;
import java.util.Locale;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the number format that weights are read in where a model writes, see {@code products.py}: what the option asks
 * for, or what is measured to be faster. Only fp16 is chosen without being asked for: with 11 bits of precision and products in
 * fp32 it is nearer to the weights than bf16. A precision that is asked for is kept.
 */
final class RowFormat {
    private static final Logger LOG = LoggerFactory.getLogger(RowFormat.class);

    private static final String PREFIX = "row.";

    /** Below this gain weights are not held twice. */
    private static final double WORTHWHILE = 1.1;

    /** Numbers to read: in two bytes each more than most caches hold, and packed in a tenth of a second. */
    private static final long NUMBERS = 1 << 25;

    /** Smaller models stay in the caches, and their tokens take their time elsewhere. */
    private static final long SMALL = 1 << 24;

    private RowFormat() {}

    /** The options that a model is loaded with: a number format that is also a precision is computed in altogether. */
    static PyTorchOptions options(PyTorchOptions options) {
        return switch (options.weights()) {
            case FP32 -> options.withPrecision(PrecisionChoice.FP32);
            case BF16 -> options.withPrecision(PrecisionChoice.BF16);
            case AUTO, FP16, INT8 -> options;
        };
    }

    /** The format of weights that are not packed. */
    static WeightFormat unpacked(Precision precision) {
        return precision == Precision.BF16 ? WeightFormat.BF16 : WeightFormat.FP32;
    }

    /**
     * Chooses. A measurement takes less than a second, the first time for a size.
     *
     * @throws UserError when the format that is asked for cannot be had
     */
    static WeightFormat choose(PyTorchOptions options, Machine machine, MeasurementCache cache, ModelConfig model) {
        WeightFormat unpacked = unpacked(machine.precision());
        if (options.weights() == WeightChoice.FP16 || options.weights() == WeightChoice.INT8) {
            WeightFormat asked = WeightFormat.valueOf(options.weights().name());
            requireSupported(asked, machine, cache, model);
            return asked;
        }
        boolean open = options.weights() == WeightChoice.AUTO && options.precision() == PrecisionChoice.AUTO;
        if (!open || machine.device().isGpu() || model.parameters().matmulParameters() < SMALL) {
            return unpacked;
        }
        double plain = rate(unpacked, machine, cache, model);
        return rate(WeightFormat.FP16, machine, cache, model) > WORTHWHILE * plain ? WeightFormat.FP16 : unpacked;
    }

    private static void requireSupported(
            WeightFormat asked, Machine machine, MeasurementCache cache, ModelConfig model) {
        String name = asked.name().toLowerCase(Locale.ROOT);
        if (machine.device().isGpu()) {
            throw new UserError("weights " + name + " are for processors, and the device is a GPU, which reads "
                    + machine.precision().name().toLowerCase(Locale.ROOT) + "; leave weights out, or set device: cpu");
        }
        if (rate(asked, machine, cache, model) == 0) {
            throw new UserError(
                    "weights " + name + ": PyTorch " + machine.libtorch().version()
                            + " has no such products for this processor (see the log); use weights auto, fp32 or bf16");
        }
    }

    /** Weights a second, from the cache or measured; 0 where the engine has no such products. */
    private static double rate(WeightFormat format, Machine machine, MeasurementCache cache, ModelConfig model) {
        int width = model.width();
        long matrix = 4L * width * width;
        int count = (int)
                Math.max(1, Math.min(model.parameters().matmulParameters() / matrix, Math.max(1, NUMBERS / matrix)));
        String key =
                PREFIX + machine.libtorch().version() + "." + machine.libtorch().threads() + "." + width + "." + count
                        + "." + format.name().toLowerCase(Locale.ROOT);
        OptionalDouble saved = cache.number(key);
        if (saved.isPresent()) {
            return saved.getAsDouble();
        }
        double rate = 0;
        try (KernelBenchmark rows = KernelBenchmark.open(machine.libtorch(), machine.device(), machine.precision())) {
            rate = count * matrix / rows.rowSeconds(count, 4 * width, width, code(format));
        } catch (IllegalStateException e) {
            LOG.info("no products of one row with weights in {}", format, e);
        }
        cache.put(key, rate);
        return rate;
    }

    /** What {@code products.py} calls it. */
    static int code(WeightFormat format) {
        return switch (format) {
            case FP32, BF16 -> 0;
            case FP16 -> 1;
            case INT8 -> 2;
        };
    }

    static void forget(MeasurementCache cache) {
        cache.remove(PREFIX);
    }
}
