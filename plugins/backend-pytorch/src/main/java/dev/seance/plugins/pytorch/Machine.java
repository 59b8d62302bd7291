// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.Precision;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import java.util.List;
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

    /** @throws UserError when the natives do not load, or the device asked for is not there */
    static Machine open(PyTorchOptions options, Environment environment) {
        List<String> problems = new Natives(Site.here(), environment.cache()).problems(options.device());
        if (!problems.isEmpty()) {
            throw new UserError(String.join("; also, ", problems));
        }
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
        if (libtorch.usesGpu()) {
            return Device.gpu(0);
        }
        if (choice == DeviceChoice.CUDA) {
            throw new UserError("device cuda was asked for, and PyTorch " + libtorch.version() + " in "
                    + libtorch.folder()
                    + " finds no GPU it can use; see what the driver says: nvidia-smi; what was found"
                    + " of natives and libraries: seance doctor; or set device: cpu");
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
