// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.Precision;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the options come to here: natives loaded, device found, precision and number of threads chosen.
 *
 * @param libtorch the engine, with its number of threads
 * @param device what models live on
 * @param precision of matrix products
 * @param why how the precision was chosen, for people
 * @param whyThreads how the number of threads was chosen, for people
 */
record Machine(Libtorch libtorch, Device device, Precision precision, String why, String whyThreads) {
    private static final double BF16_CAPABILITY = 8.0;

    /**
     * Opens it.
     *
     * @param families whose models are timed to choose precision and threads
     * @throws UserError when the natives do not fit or load, or the requested device is not there
     */
    static Machine open(PyTorchOptions options, Environment environment, ModelFamilies families) {
        return open(options, environment, families, Optional.empty());
    }

    /**
     * Opens it to resume a training.
     *
     * @param before what that computed with; what the options leave open stays so on the same machine
     * @throws UserError as the other
     */
    static Machine open(
            PyTorchOptions options, Environment environment, ModelFamilies families, Optional<ComputeSettings> before) {
        List<String> problems = Natives.current(environment.cache()).problems(options.device());
        if (!problems.isEmpty()) {
            throw new UserError(String.join("; also, ", problems));
        }
        Processor processor = Processor.of(HostSystem.current());
        int limit = options.threads() == 0 ? environment.threads() : options.threads();
        Libtorch libtorch = Libtorch.open(environment, limit);
        Device device = device(options.device(), libtorch);
        Optional<ComputeSettings> same = before.filter(known ->
                known.processor().equals(processor.name()) && known.device().equals(device.getDeviceType()));
        Optional<String> bf16 = device.isGpu() && options.precision() == PrecisionChoice.AUTO && same.isEmpty()
                ? bf16Units(HostSystem.current())
                : Optional.empty();
        List<Precision> precisions = bf16.isPresent() ? List.of(Precision.BF16) : precisions(options.precision(), same);
        List<Integer> counts = threadCounts(options, device, processor, limit, same);
        Autotuner.Choice choice = new Autotuner(
                        new MeasurementCache(environment.cache(), processor),
                        environment.clock(),
                        System::nanoTime,
                        device.getDeviceType() + "." + libtorch.version(),
                        device.isGpu(),
                        () -> new Kernels(libtorch, device, families))
                .choose(precisions, counts, Math.min(limit, processor.physical()));
        return new Machine(
                libtorch.withThreads(choice.threads()),
                device,
                choice.precision(),
                bf16.orElse(choice.whyPrecision()),
                choice.whyThreads());
    }

    /** Why bf16 is right for a GPU without a measurement: from Ampere on they have units for it; empty for an older one. */
    static Optional<String> bf16Units(HostSystem system) {
        OptionalDouble capability = NvidiaSmi.computeCapability(system);
        return capability.orElse(0) >= BF16_CAPABILITY
                ? Optional.of("compute capability " + capability.getAsDouble() + " has units for bf16")
                : Optional.empty();
    }

    /** What the autotuner times on a device. */
    private static final class Kernels implements Autotuner.Workload {
        private final Libtorch libtorch;
        private final Device device;
        private final ModelFamilies families;
        private final KernelBenchmark products;

        Kernels(Libtorch libtorch, Device device, ModelFamilies families) {
            this.libtorch = libtorch;
            this.device = device;
            this.families = families;
            this.products = KernelBenchmark.open(libtorch, device);
        }

        @Override
        public double product(Precision precision, int threads, int size) {
            products.useThreads(threads);
            return products.product(precision, size);
        }

        @Override
        public Autotuner.Step step(Precision precision) {
            return StepBenchmark.open(libtorch, device, precision, families)
                    .<Autotuner.Step>map(step -> step)
                    .orElseGet(() -> new ProductStep(precision));
        }

        @Override
        public void close() {
            products.close();
        }

        /** Stands in for a training step where no model family is installed that could be trained. */
        private final class ProductStep implements Autotuner.Step {
            private static final int WIDTH = 256;

            private final Precision precision;

            ProductStep(Precision precision) {
                this.precision = precision;
            }

            @Override
            public double seconds(int threads, int tokens) {
                return product(precision, threads, WIDTH) * tokens / WIDTH;
            }

            @Override
            public double flopsPerToken() {
                return 2.0 * WIDTH * WIDTH;
            }

            @Override
            public void close() {
                // The products are the workload's to close.
            }
        }
    }

    private static List<Precision> precisions(PrecisionChoice choice, Optional<ComputeSettings> before) {
        return switch (choice) {
            case FP32 -> List.of(Precision.FP32);
            case BF16 -> List.of(Precision.BF16);
            case AUTO ->
                before.map(known -> List.of(known.precision())).orElse(List.of(Precision.BF16, Precision.FP32));
        };
    }

    private static List<Integer> threadCounts(
            PyTorchOptions options, Device device, Processor processor, int limit, Optional<ComputeSettings> before) {
        if (options.threads() > 0 || device.isGpu()) {
            return List.of(limit);
        }
        return before.map(known -> List.of(known.threads())).orElse(processor.threadCounts(limit));
    }

    /** What a training computes with here, to resume it with the same. */
    ComputeSettings computeSettings() {
        return new ComputeSettings(
                Processor.of(HostSystem.current()).name(), device.getDeviceType(), precision, libtorch.threads());
    }

    /** The same for people and manifests, see {@link dev.seance.api.model.TrainableModel#computeSettings}. */
    Map<String, String> describe() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("engine", "PyTorch " + libtorch.version());
        settings.put("device", device.isGpu() ? "cuda" : "cpu");
        settings.put("precision", precision.name().toLowerCase(Locale.ROOT));
        settings.put("threads", Integer.toString(libtorch.threads()));
        settings.put("processor", Processor.of(HostSystem.current()).name());
        settings.put("cpu-capability", Processor.of(HostSystem.current()).capability());
        return settings;
    }

    private static Device device(DeviceChoice choice, Libtorch libtorch) {
        if (choice == DeviceChoice.CPU) {
            return Device.cpu();
        }
        if (libtorch.usesGpu()) {
            return Device.gpu(0);
        }
        if (choice == DeviceChoice.CUDA) {
            throw new UserError("device cuda was asked for, and PyTorch " + libtorch.version() + " in "
                    + libtorch.folder()
                    + " finds no GPU it can use; see what the driver says: nvidia-smi; what was found"
                    + " of native libraries: seance doctor; or set device: cpu");
        }
        return Device.cpu();
    }
}
