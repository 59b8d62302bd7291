// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.Precision;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the options come to here: natives loaded, device found, precision chosen.
 *
 * @param libtorch the engine
 * @param device what models live on
 * @param precision of matrix products
 * @param why how the precision was chosen, for people
 */
record Machine(Libtorch libtorch, Device device, Precision precision, String why) {
    /** Below this gain bf16 is not worth its rounding. */
    private static final double WORTHWHILE = 1.2;

    /** Matrices large enough to leave the caches of one core, small enough for a second in all on a slow machine. */
    private static final int SIZE = 768;

    static final String WAYS_TO_CUDA = """
            set PYTORCH_LIBRARY_PATH to the folder of an installed libtorch 2.7.1 for CUDA 12.8 (a machine with PyTorch has \
            one in site-packages/torch/lib), with PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128; or let it be downloaded \
            once with DJL_OFFLINE=false and PYTORCH_FLAVOR=cu128; or unpack the libraries of org.bytedeco:pytorch:2.7.1-1.5.12 \
            (linux-x86_64-gpu, without its libjni*.so) beside CUDA 12 and cuDNN 9 and point PYTORCH_LIBRARY_PATH there""";

    /** @throws UserError when the natives do not load, or the device asked for is not there */
    static Machine open(PyTorchOptions options, Environment environment) {
        int threads = options.threads() == 0 ? environment.threads() : options.threads();
        Libtorch libtorch = Libtorch.open(environment, threads);
        Device device = device(options.device(), libtorch);
        return switch (options.precision()) {
            case FP32 -> new Machine(libtorch, device, Precision.FP32, "asked for");
            case BF16 -> new Machine(libtorch, device, Precision.BF16, "asked for");
            case AUTO -> fastest(libtorch, device, new MachineNotes(environment.cache()));
        };
    }

    private static Device device(DeviceChoice choice, Libtorch libtorch) {
        if (choice == DeviceChoice.CPU) {
            return Device.cpu();
        }
        if (libtorch.gpus() > 0) {
            return Device.gpu(0);
        }
        if (choice == DeviceChoice.CUDA) {
            throw new UserError("device cuda was asked for, but PyTorch " + libtorch.version()
                    + " finds no GPU it can use here; use device: cpu, or check the driver with nvidia-smi and give it"
                    + " CUDA libraries: " + WAYS_TO_CUDA);
        }
        return Device.cpu();
    }

    private static Machine fastest(Libtorch libtorch, Device device, MachineNotes notes) {
        String key = "product." + device.getDeviceType() + "." + libtorch.threads() + "." + libtorch.version() + ".";
        OptionalDouble bf16 = notes.number(key + "bf16");
        OptionalDouble fp32 = notes.number(key + "fp32");
        if (bf16.isEmpty() || fp32.isEmpty()) {
            try (Probe probe = Probe.open(libtorch, device)) {
                bf16 = OptionalDouble.of(probe.products(Precision.BF16, SIZE));
                fp32 = OptionalDouble.of(probe.products(Precision.FP32, SIZE));
            }
            notes.put(key + "bf16", bf16.getAsDouble());
            notes.put(key + "fp32", fp32.getAsDouble());
        }
        boolean worthwhile = bf16.getAsDouble() > WORTHWHILE * fp32.getAsDouble();
        return new Machine(
                libtorch,
                device,
                worthwhile ? Precision.BF16 : Precision.FP32,
                String.format(
                        Locale.ROOT,
                        "matrix products measured: bf16 %.0f, fp32 %.0f GFLOP/s",
                        bf16.getAsDouble() / 1e9,
                        fp32.getAsDouble() / 1e9));
    }
}
