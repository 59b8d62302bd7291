// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import dev.seance.api.model.Precision;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.util.List;
import java.util.Optional;

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

    /**
     * Opens it.
     *
     * @param sample what is timed to choose precision and threads; empty where no installed model family can be trained
     * @throws UserError when the natives do not fit or load, or the requested device is not there
     */
    static Machine open(PyTorchOptions options, Environment environment, Optional<SmallTraining> sample) {
        return open(options, environment, sample, Optional.empty());
    }

    /**
     * Opens it to go on with a training.
     *
     * @param before how that computed; what the options leave open stays so on the same machine
     * @throws UserError as the other
     */
    static Machine open(
            PyTorchOptions options,
            Environment environment,
            Optional<SmallTraining> sample,
            Optional<TrainedWith> before) {
        List<String> problems = new Natives(Site.here(), environment.cache()).problems(options.device());
        if (!problems.isEmpty()) {
            throw new UserError(String.join("; also, ", problems));
        }
        Processor processor = Processor.of(Site.here());
        int limit = options.threads() == 0 ? environment.threads() : options.threads();
        Libtorch libtorch = Libtorch.open(environment, limit);
        Device device = device(options.device(), libtorch);
        Optional<TrainedWith> same = before.filter(known ->
                known.processor().equals(processor.name()) && known.device().equals(device.getDeviceType()));
        List<Precision> precisions = precisions(options.precision(), same);
        List<Integer> counts = threadCounts(options, device, processor, limit, same);
        if (sample.isEmpty()) {
            precisions = List.of(precisions.get(precisions.size() - 1));
            counts = List.of(counts.get(counts.size() - 1));
        }
        Tuning.Choice choice = new Tuning(
                        new MachineNotes(environment.cache(), processor),
                        environment.clock(),
                        device.getDeviceType() + "." + libtorch.version(),
                        (precision, threads) ->
                                sample.orElseThrow().flops(libtorch.withThreads(threads), device, precision))
                .choose(precisions, counts, Math.min(limit, processor.physical()));
        return new Machine(
                libtorch.withThreads(choice.threads()),
                device,
                choice.precision(),
                choice.whyPrecision(),
                choice.whyThreads());
    }

    private static List<Precision> precisions(PrecisionChoice choice, Optional<TrainedWith> before) {
        return switch (choice) {
            case FP32 -> List.of(Precision.FP32);
            case BF16 -> List.of(Precision.BF16);
            case AUTO ->
                before.map(known -> List.of(known.precision())).orElse(List.of(Precision.BF16, Precision.FP32));
        };
    }

    private static List<Integer> threadCounts(
            PyTorchOptions options, Device device, Processor processor, int limit, Optional<TrainedWith> before) {
        if (options.threads() > 0 || device.isGpu()) {
            return List.of(limit);
        }
        return before.map(known -> List.of(known.threads())).orElse(processor.threadCounts(limit));
    }

    /** How a training computes here, for those who go on with it. */
    TrainedWith trainedWith() {
        return new TrainedWith(Processor.of(Site.here()).name(), device.getDeviceType(), precision, libtorch.threads());
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
}
