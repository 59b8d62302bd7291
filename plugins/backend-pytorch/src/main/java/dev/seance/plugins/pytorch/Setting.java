// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Device;
import dev.seance.api.model.Precision;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;

/**
 * What a training computes in and on. A plan may not load the engine to find out, so that the last training with the same
 * options left a note.
 */
record Setting(Precision precision, boolean gpu) {

    /** As the options say; what they leave open as it was the last time, or bf16 on a processor. */
    static Setting expected(PyTorchOptions options, MachineNotes notes) {
        boolean fp32 = options.precision() == PrecisionChoice.FP32
                || options.precision() == PrecisionChoice.AUTO
                        && notes.number(key(options) + ".fp32").orElse(0) == 1;
        boolean gpu = options.device() == DeviceChoice.CUDA
                || options.device() == DeviceChoice.AUTO
                        && notes.number(key(options) + ".gpu").orElse(0) == 1;
        return new Setting(fp32 ? Precision.FP32 : Precision.BF16, gpu);
    }

    /** As the options say on another machine, with that device; what they leave open is bf16. */
    static Setting elsewhere(PyTorchOptions options, Device device) {
        return new Setting(
                options.precision() == PrecisionChoice.FP32 ? Precision.FP32 : Precision.BF16, device == Device.CUDA);
    }

    void note(PyTorchOptions options, MachineNotes notes) {
        if (!expected(options, notes).equals(this)) {
            notes.put(key(options) + ".fp32", precision == Precision.FP32 ? 1 : 0);
            notes.put(key(options) + ".gpu", gpu ? 1 : 0);
        }
    }

    private static String key(PyTorchOptions options) {
        return "setting." + options.device() + "." + options.precision() + "." + options.threads();
    }
}
