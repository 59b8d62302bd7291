// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.run.Environment;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.WeightChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a format of weights costs and gains, on a model's files and a text of token ids:
 * {@code WritingTable FOLDER IDS ROWS THREADS PRECISION}. Rows of the context's length are read token by token. For each format:
 * bits a token and their difference from the first format's with its standard error; the time of a token, the tenth part that
 * is fastest and the median, and the share of the floor that they are.
 */
final class WritingTable {
    private WritingTable() {}

    public static void main(String[] arguments) throws IOException {
        int[] ids = Arrays.stream(
                        Files.readString(Path.of(arguments[1])).strip().split("\\s+"))
                .mapToInt(Integer::parseInt)
                .toArray();
        int rows = Integer.parseInt(arguments[2]);
        int threads = Integer.parseInt(arguments[3]);
        PrecisionChoice precision = PrecisionChoice.valueOf(arguments[4]);
        Environment environment = new Environment(Path.of("target", "cache"), true, threads, Clock.systemUTC());
        double[] first = null;
        for (WeightChoice format : WeightChoice.values()) {
            PyTorchOptions options = new PyTorchOptions(DeviceChoice.CPU, precision, threads, format);
            try (LanguageModel model =
                    new PyTorchBackend(options, environment, Families.ALL).load(Path.of(arguments[0]))) {
                int places = rows * (model.config().context() - 1);
                double[] bits = new double[places];
                double[] seconds = new double[places];
                read(model, ids, rows, bits, seconds);
                first = first == null ? bits : first;
                tell(format, model, bits, first, seconds, floor(environment, threads));
            }
        }
    }

    private static double floor(Environment environment, int threads) {
        try (KernelBenchmark memory = KernelBenchmark.open(Libtorch.open(environment, threads), Device.cpu())) {
            return memory.readBytesPerSecond();
        }
    }

    private static void read(LanguageModel model, int[] ids, int rows, double[] bits, double[] seconds) {
        int context = model.config().context();
        float[] logits = new float[model.config().vocabularySize()];
        int place = 0;
        for (int row = 0; row < rows; row++) {
            try (DecodingSession text = model.decode()) {
                for (int i = row * context; i < row * context + context - 1; i++) {
                    long began = System.nanoTime();
                    text.append(new int[] {ids[i]}, logits);
                    seconds[place] = (System.nanoTime() - began) / 1e9;
                    bits[place++] = bits(logits, ids[i + 1]);
                }
            }
        }
    }

    private static double bits(float[] logits, int token) {
        double top = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            top = Math.max(top, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - top);
        }
        return (top + Math.log(sum) - logits[token]) / Math.log(2);
    }

    private static void tell(
            WeightChoice format, LanguageModel model, double[] bits, double[] first, double[] seconds, double floor) {
        int count = bits.length;
        double mean = 0;
        double more = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double difference = bits[i] - first[i];
            mean += bits[i] / count;
            more += difference / count;
            squares += difference * difference / count;
        }
        double error = Math.sqrt((squares - more * more) / count);
        Arrays.sort(seconds);
        double fast = seconds[count / 10];
        double median = seconds[count / 2];
        double least = (double) model.config().parameters().matmulParameters()
                * model.weightFormat().bytes()
                / floor;
        System.out.printf(
                Locale.ROOT,
                "%s (%s): %d tokens, %.6f bits each, %+.6f +- %.6f; %.2f and %.2f ms, %.0f and %.0f %% of %.1f GB/s%n",
                format,
                model.weightFormat(),
                count,
                mean,
                more,
                error,
                1e3 * fast,
                1e3 * median,
                100 * least / fast,
                100 * least / median,
                floor / 1e9);
    }
}
