// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.seance.api.plugin.ExtensionContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What holds for every {@link ModelBackend}, whatever engine computes. A plugin's test extends it and says how its
 * backend is opened; the models are tiny, so a backend that passes does so in seconds.
 */
public abstract class ModelBackendContract extends ExtensionContract
        implements LearningLaws, CheckpointLaws, DecodingLaws {

    /** The backend under test, on whatever device and precision the test is about; may be the same at each call. */
    @Override
    public abstract ModelBackend backend();

    @Override
    public abstract ModelFamilies families();

    /** The model under test; a backend has a test for each family that is to work with it. */
    @Override
    public abstract ModelConfig config();

    /**
     * How far a sum may be off, relatively, when it is added up in another order. The default is for fp32; a coarser
     * precision says its own.
     */
    @Override
    public double rounding() {
        return 1e-5;
    }

    /** How far decoding token by token may be off from reading at once, relatively. The default is for fp32. */
    @Override
    public double cacheRounding() {
        return 1e-3;
    }

    @Test
    void saysWhatItCanDoWithoutAModel() {
        BackendSupport support = backend().support();
        List<ProgramSource> programs =
                families().family(config().architecture()).programs();
        assertThat(support.builds(config().architecture(), programs)).isTrue();
        assertThat(support.builds("another", List.of())).isFalse();
        assertThat(support.precisions()).isNotEmpty();
        assertThat(support.devices()).isNotEmpty();
        assertThat(backend().support()).isEqualTo(support);
        backend().measuredFlops().ifPresent(rate -> assertThat(rate).isFinite().isPositive());
    }

    @Test
    void diagnosesThisMachine() {
        BackendDiagnosis diagnosis = backend().diagnose();
        assertThat(diagnosis.usable()).isTrue();
        assertThat(diagnosis.findings()).isNotEmpty().noneMatch(String::isBlank);
        assertThatCode(() -> backend().diagnose()).doesNotThrowAnyException();
    }
}
