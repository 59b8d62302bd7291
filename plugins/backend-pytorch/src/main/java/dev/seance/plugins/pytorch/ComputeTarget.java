// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Device;
import dev.seance.api.model.Precision;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;

/**
 * The precision and kind of device that a training computes in and on, as a plan assumes them: it may not load the engine to
 * find out, so that the last training with the same options saves them.
 */
record ComputeTarget(Precision precision, boolean gpu) {

    /** As the options say; what they leave open as it was the last time, or bf16 on a CPU. */
    static ComputeTarget expected(PyTorchOptions options, MeasurementCache cache) {
        boolean fp32 = options.precision() == PrecisionChoice.FP32
                || options.precision() == PrecisionChoice.AUTO
                        && cache.number(key(options) + ".fp32").orElse(0) == 1;
        boolean gpu = options.device() == DeviceChoice.CUDA
                || options.device() == DeviceChoice.AUTO
                        && cache.number(key(options) + ".gpu").orElse(0) == 1;
        return new ComputeTarget(fp32 ? Precision.FP32 : Precision.BF16, gpu);
    }

    /** As the options say on another machine, with that device; what they leave open is bf16. */
    static ComputeTarget elsewhere(PyTorchOptions options, Device device) {
        return new ComputeTarget(
                options.precision() == PrecisionChoice.FP32 ? Precision.FP32 : Precision.BF16, device == Device.CUDA);
    }

    void save(PyTorchOptions options, MeasurementCache cache) {
        if (!expected(options, cache).equals(this)) {
            cache.put(key(options) + ".fp32", precision == Precision.FP32 ? 1 : 0);
            cache.put(key(options) + ".gpu", gpu ? 1 : 0);
        }
    }

    private static String key(PyTorchOptions options) {
        return "target." + options.device() + "." + options.precision() + "." + options.threads();
    }
}
