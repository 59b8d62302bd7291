// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.Device;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TrainableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A backend without an engine, so that what drives one can be tested without natives: {@link ToyModel} learns in plain
 * Java, and the machine it runs on can be made to fail at any moment. Its files hold two of the tensors of
 * {@link dev.seance.kit.model.Checkpoints}, so only it can load them.
 */
public final class ToyBackend implements ModelBackend {

    private final ModelFamilies families;
    private final ToyMachine machine = new ToyMachine();

    /** For models of {@link ToyFamily}. */
    public ToyBackend() {
        this(TestFamilies.of(new ToyFamily()));
    }

    /** For models of these families. */
    public ToyBackend(ModelFamilies families) {
        this.families = families;
    }

    /** What the models of this backend run on: counts their work, fails on demand. */
    public ToyMachine machine() {
        return machine;
    }

    @Override
    public BackendSupport support() {
        return new BackendSupport(Set.of("toy"), Set.of(), Set.of(Precision.FP32), Set.of(Device.CPU), false);
    }

    @Override
    public Optional<Double> measuredFlops() {
        return Optional.empty();
    }

    @Override
    public OptionalLong trainingMemory(ModelConfig config, int microBatch, Optional<Device> device) {
        return OptionalLong.empty();
    }

    @Override
    public PeakThroughput peaks() {
        return new PeakThroughput(Precision.FP32, 1e9, 1e9);
    }

    @Override
    public PeakThroughput measurePeaks() {
        return peaks();
    }

    @Override
    public BackendDiagnosis diagnose() {
        return new BackendDiagnosis(true, List.of("a toy, on any machine"), List.of());
    }

    @Override
    public TrainableModel create(ModelConfig config, long seed) {
        return new ToyModel(ToyWeights.fresh(config, seed), machine);
    }

    @Override
    public TrainableModel restore(Path folder) throws IOException {
        return new ToyModel(ToyWeights.read(folder, families), machine);
    }

    @Override
    public LanguageModel load(Path folder) throws IOException {
        return new ToyModel(ToyWeights.read(folder, families), machine).languageModel();
    }
}
