// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.TestFamilies;
import dev.seance.api.testing.ToyFamily;
import dev.seance.kit.model.Checkpoints;
import dev.seance.kit.safetensors.Safetensors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small values of a training. */
class TrainingValuesTest {

    private static final ModelFamilies FAMILIES = TestFamilies.of(new ToyFamily());

    @Test
    void addsLosses() {
        Loss loss = new Loss(3, 2).plus(new Loss(1, 2)).plus(Loss.NONE);
        assertThat(loss).isEqualTo(new Loss(4, 4));
        assertThat(loss.mean()).isEqualTo(1);
        assertThat(Loss.NONE.mean()).isZero();
    }

    @Test
    void measuresLossInBitsPerByteOfText() {
        // One token of three bytes, as likely as one of eight: three bits for three bytes.
        assertThat(new Loss(Math.log(8), 1).bitsPerByte(3)).isCloseTo(1, within(1e-12));
        assertThat(Loss.NONE.bitsPerByte(0)).isZero();
    }

    @Test
    void countsTargets() {
        TokenBatch batch = new TokenBatch(1, 3, new int[3], new int[] {0, TokenBatch.IGNORED, 5});
        assertThat(batch.targetCount()).isEqualTo(2);
    }

    @Test
    void refusesBatchesWhoseSizesDiffer() {
        assertThatThrownBy(() -> new TokenBatch(2, 3, new int[6], new int[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch of 2 x 3 with 6 inputs and 5 targets");
        assertThatThrownBy(() -> new TokenBatch(0, 3, new int[0], new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesAnUpdateAtALearningRateOfZeroWithoutClipping() {
        assertThat(step(1, 0, 0.9, 1e-8, 0, Double.POSITIVE_INFINITY).maxGradNorm())
                .isInfinite();
    }

    @Test
    void refusesUpdatesThatWouldSpoilAModel() {
        assertThatThrownBy(() -> step(0, 0.1, 0.9, 1e-8, 0, 1)).hasMessage("updates are counted from 1, not 0");
        assertThatThrownBy(() -> step(1, -0.1, 0.9, 1e-8, 0, 1)).hasMessageContaining("learning rate -0.1");
        assertThatThrownBy(() -> step(1, Double.NaN, 0.9, 1e-8, 0, 1)).hasMessageContaining("learning rate NaN");
        assertThatThrownBy(() -> step(1, 0.1, 1, 1e-8, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> step(1, 0.1, 0.9, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> step(1, 0.1, 0.9, 1e-8, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> step(1, 0.1, 0.9, 1e-8, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static OptimizerStep step(
            long number, double rate, double beta, double epsilon, double decay, double clip) {
        return OptimizerStep.of(
                number, List.of(ToyFamily.HEAD), group -> new AdamW(rate, beta, 0.95, epsilon, decay), clip);
    }

    @Test
    void refusesRulesThatDoNotFitTheirGroup() {
        Map<ParameterGroup, UpdateRule> rules = Map.of(ToyFamily.HEAD, new Muon(0.1, 0.9, 0.9, 0));
        assertThatThrownBy(() -> new OptimizerStep(1, rules, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group 'head'");
        OptimizerStep matrices = OptimizerStep.of(1, List.of(ToyFamily.MATRICES), ParameterGroup::reference, 1);
        assertThat(matrices.rule(ToyFamily.MATRICES)).isInstanceOf(Muon.class);
        assertThatThrownBy(() -> matrices.rule(ToyFamily.HEAD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("update 1 has no rule for group 'head'");
    }

    @Test
    void documentsTheDefaultsThatSamplingHas() {
        Sampling standard = Sampling.DEFAULT;
        assertThat(OptionsDescriptor.of(Sampling.class).options().stream()
                        .map(OptionDescriptor::defaultValue)
                        .map(Optional::orElseThrow))
                .isEqualTo(List.of("0.7", "50", "1", "0", "1.3", "64", "256", "[]"));
        assertThat(standard).isEqualTo(new Sampling(0.7, 50, 1, 0, 1.3, 64, 256, List.of()));
        assertThat(standard.withTemperature(0).withMaxTokens(3)).isEqualTo(new Sampling(0, 50, 1.3, 64, 3));
        assertThatThrownBy(() -> standard.withTemperature(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> standard.withMaxTokens(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Sampling(1, 1, 0.9, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        for (double share : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> standard.withTopP(share)).hasMessageContaining("top-p " + share);
            assertThatThrownBy(() -> standard.withMinP(share)).hasMessageContaining("min-p " + share);
        }
        assertThatThrownBy(() -> standard.withStop(List.of("\n", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stop string is empty");
    }

    @Test
    void aReplyTakesHalfTheContextAtMost() {
        Sampling standard = Sampling.DEFAULT;
        assertThat(standard.fitting(2048)).isEqualTo(standard);
        assertThat(standard.fitting(64)).isEqualTo(standard.withMaxTokens(32));
        assertThat(standard.fitting(1).maxTokens()).isEqualTo(1);
    }

    @Test
    void readsTheModelOfACheckpoint(@TempDir Path folder) throws Exception {
        ModelConfig config = ToyFamily.config(new ModelDimensions(2, 32, 2, 2, 128, 16, 64));
        write(folder, Checkpoints.header(config));
        assertThat(Checkpoints.config(folder, FAMILIES)).isEqualTo(config);
    }

    @Test
    void saysWhatItFoundInsteadOfACheckpoint(@TempDir Path folder) throws Exception {
        Path file = folder.resolve(TrainableModel.WEIGHTS);
        write(folder, Map.of());
        assertThatThrownBy(() -> Checkpoints.config(folder, FAMILIES))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": expected the format seance-checkpoint 3, found nothing;"
                        + " use the version of Seance that wrote it, or train again");
        write(folder, Map.of("format", "seance-checkpoint", "format_version", "1"));
        assertThatThrownBy(() -> Checkpoints.config(folder, FAMILIES))
                .hasMessageContaining("found seance-checkpoint 1;");
        write(folder, Map.of("format", "seance-checkpoint", "format_version", "3"));
        assertThatThrownBy(() -> Checkpoints.config(folder, FAMILIES))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": the header does not describe a model: 'architecture' is missing");
    }

    private static void write(Path folder, Map<String, String> header) throws Exception {
        Safetensors.write(
                folder.resolve(TrainableModel.WEIGHTS),
                header,
                List.of(),
                (tensor, from, count) -> ByteBuffer.allocate(0));
    }
}
