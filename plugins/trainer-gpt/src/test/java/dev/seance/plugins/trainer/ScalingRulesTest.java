// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Architecture;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.UpdateRule;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScalingRulesTest {

    private static final ModelConfig PUBLISHED =
            new ModelConfig(Architecture.NANOCHAT, 18, 1152, 9, 9, 4608, 2048, 32768);
    private static final ModelConfig TINY = new ModelConfig(Architecture.NANOCHAT, 4, 256, 2, 2, 1024, 256, 4096);
    private static final ModelConfig LLAMA = new ModelConfig(Architecture.LLAMA, 18, 1024, 16, 4, 4096, 2048, 32768);

    @Nested
    class OfThePublishedModel {

        private final Map<ParameterGroup, UpdateRule> rules = rules(PUBLISHED, 524288, OptimizerOptions.DERIVED);

        @Test
        void changesMatricesByMuonDecayingForTheHorizon() {
            Muon matrices = (Muon) rules.get(ParameterGroup.MATRICES);
            assertThat(matrices.rate()).isEqualTo(0.02);
            assertThat(matrices.beta2()).isEqualTo(0.9);
            // Depth 12 has 84,934,656 + 25,165,824 parameters that multiply, depth 18 286,654,464 + 37,748,736.
            assertThat(matrices.weightDecay()).isCloseTo(0.28 * 110100480 / 324403200, within(1e-15));
            assertThat(rules.get(ParameterGroup.VALUE_GATES)).isEqualTo(matrices);
        }

        @Test
        void changesTablesByAdamAtRatesForTheWidth() {
            double narrower = 0.816496580927726;
            assertThat(rules)
                    .containsEntry(ParameterGroup.EMBEDDING, adam(0.3 * narrower, 0.8, 0.995, 0.001))
                    .containsEntry(ParameterGroup.VALUE_EMBEDDINGS, adam(0.15 * narrower, 0.8, 0.995, 0.01))
                    .containsEntry(ParameterGroup.HEAD, adam(0.008 * narrower, 0.8, 0.96, 0.01));
        }

        @Test
        void changesScalesByAdamAtRatesOfTheirOwn() {
            assertThat(rules)
                    .containsEntry(ParameterGroup.RESID_LAMBDAS, adam(0.005, 0.8, 0.95, 0.05))
                    .containsEntry(ParameterGroup.X0_LAMBDAS, adam(0.5, 0.96, 0.95, 0))
                    .containsEntry(ParameterGroup.SMEAR, adam(0.2, 0.8, 0.95, 0));
        }

        @Test
        void raisesMomentumAndLowersIt() {
            assertThat(derivation(PUBLISHED, 524288, OptimizerOptions.DERIVED)
                            .optimizer(0)
                            .momentum())
                    .isEqualTo(new Momentum(0.85, 0.97, 0.90, 400));
        }

        @Test
        void saysHowEachGroupIsChanged() {
            assertThat(derivation(PUBLISHED, 524288, OptimizerOptions.DERIVED).facts())
                    .containsOnlyKeys(
                            "optimizer.matrices",
                            "optimizer.embedding",
                            "optimizer.value-embeddings",
                            "optimizer.head",
                            "optimizer.resid-lambdas",
                            "optimizer.x0-lambdas",
                            "optimizer.smear")
                    .containsEntry(
                            "optimizer.matrices",
                            "muon, rate 0.02; momentum 0.85 to 0.97 in 400 steps, down to 0.9 as the rates fall;"
                                    + " decay 0.09503 (0.28 x 0.3394 for the horizon of this depth), falling to 0")
                    .containsEntry(
                            "optimizer.head",
                            "adamw, rate 0.006532 (0.008 x 0.8165 for width 1152); betas 0.8 and 0.96; decay 0.01");
        }
    }

    @Test
    void lowersEveryRateWithTheRootOfTheBatch() {
        Map<ParameterGroup, UpdateRule> rules = rules(TINY, 8192, OptimizerOptions.DERIVED);
        assertThat(rules.get(ParameterGroup.MATRICES).rate()).isEqualTo(0.0025);
        assertThat(rules.get(ParameterGroup.X0_LAMBDAS).rate()).isEqualTo(0.0625);
        assertThat(rules.get(ParameterGroup.SMEAR).rate()).isEqualTo(0.025);
        assertThat(rules.get(ParameterGroup.EMBEDDING).rate()).isCloseTo(0.0375 * Math.sqrt(3), within(1e-12));
        Muon matrices = (Muon) rules.get(ParameterGroup.MATRICES);
        assertThat(matrices.weightDecay()).isCloseTo(0.28 * 0.125 * 21, within(1e-12));
        assertThat(derivation(TINY, 8192, OptimizerOptions.DERIVED).facts().get("optimizer.matrices"))
                .startsWith("muon, rate 0.0025 (0.02 x 0.125 for steps of 8,192 tokens); ");
    }

    @Test
    void multipliesDerivedRatesByTheScaleButNoDecay() {
        Map<ParameterGroup, UpdateRule> half = new ScalingRules(PUBLISHED, 524288, 0.5, OptimizerOptions.DERIVED, true)
                .optimizer(0)
                .rules();
        rules(PUBLISHED, 524288, OptimizerOptions.DERIVED)
                .forEach((group, rule) -> assertThat(half.get(group).rate()).isEqualTo(rule.rate() / 2));
        assertThat(((Muon) half.get(ParameterGroup.MATRICES)).weightDecay()).isCloseTo(0.09503030303, within(1e-10));
    }

    @Test
    void takesWhatIsGivenAsItIsAtAnySize() {
        AdamOptions head = new AdamOptions(Optional.of(0.001), Optional.empty(), Optional.of(0.9), Optional.of(0.3));
        OptimizerOptions given = options(Optional.of(matrices(Optional.empty(), 0.01, 0.4)), Optional.of(head));
        Map<ParameterGroup, UpdateRule> rules = rules(TINY, 8192, given);
        assertThat(rules.get(ParameterGroup.HEAD)).isEqualTo(adam(0.001, 0.8, 0.9, 0.3));
        assertThat(rules.get(ParameterGroup.MATRICES)).isEqualTo(new Muon(0.01, 0.97, 0.9, 0.4));
        assertThat(rules.get(ParameterGroup.X0_LAMBDAS).rate()).isEqualTo(0.0625);
        assertThat(derivation(TINY, 8192, given).facts().get("optimizer.head"))
                .isEqualTo("adamw, rate 0.001 (as given); betas 0.8 and 0.9; decay 0.3");
    }

    @Test
    void changesMatricesByAdamWhenAskedTo() {
        MatrixOptions byAdam = new MatrixOptions(
                Optional.of(MatrixRule.ADAMW),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        OptimizerOptions given = options(Optional.of(byAdam), Optional.empty());
        AdamW matrices = (AdamW) rules(TINY, 8192, given).get(ParameterGroup.MATRICES);
        assertThat(matrices.rate()).isCloseTo(0.002 * 3 * 0.125, within(1e-15));
        assertThat(matrices)
                .extracting(AdamW::beta1, AdamW::beta2, AdamW::weightDecay)
                .containsExactly(0.9, 0.95, 0.1);
        assertThat(derivation(TINY, 8192, given).facts().get("optimizer.matrices"))
                .isEqualTo("adamw, rate 0.00075 (0.002 x 3 for width 256 x 0.125 for steps of 8,192 tokens);"
                        + " betas 0.9 and 0.95; decay 0.1");
    }

    @Test
    void goesOnWithAModelWithoutDecayAndWithoutLoweringMomentum() {
        Optimizer optimizer = new ScalingRules(PUBLISHED, 131072, 0.8, OptimizerOptions.DERIVED, false).optimizer(0);
        assertThat(optimizer.rules().get(ParameterGroup.MATRICES)).isEqualTo(new Muon(0.02 * 0.5 * 0.8, 0.95, 0.9, 0));
        assertThat(optimizer.momentum()).isEqualTo(new Momentum(0.85, 0.95, 0.95, 300));
    }

    @Test
    void givesALlamaASmallerRateForItsTableAndOneForItsNorms() {
        Map<ParameterGroup, UpdateRule> rules = rules(LLAMA, 524288, OptimizerOptions.DERIVED);
        assertThat(rules.get(ParameterGroup.EMBEDDING).rate()).isCloseTo(0.06 * Math.sqrt(0.75), within(1e-15));
        ModelConfig tied =
                new ModelConfig(Architecture.LLAMA, 18, 1024, 16, 4, 4096, 2048, 32768, true, AttentionWindows.FULL);
        assertThat(rules(tied, 524288, OptimizerOptions.DERIVED)
                        .get(ParameterGroup.EMBEDDING)
                        .rate())
                .isCloseTo(0.008 * Math.sqrt(0.75), within(1e-15));
        assertThat(rules.get(ParameterGroup.NORMS)).isEqualTo(adam(0.005, 0.8, 0.95, 0));
        assertThat(derivation(LLAMA, 524288, OptimizerOptions.DERIVED).facts())
                .containsOnlyKeys("optimizer.matrices", "optimizer.embedding", "optimizer.head", "optimizer.norms");
    }

    private static AdamW adam(double rate, double beta1, double beta2, double decay) {
        return new AdamW(rate, beta1, beta2, 1e-10, decay);
    }

    private static MatrixOptions matrices(Optional<MatrixRule> rule, double rate, double decay) {
        return new MatrixOptions(
                rule,
                Optional.of(rate),
                Optional.of(decay),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static OptimizerOptions options(Optional<MatrixOptions> matrices, Optional<AdamOptions> head) {
        return new OptimizerOptions(
                matrices,
                Optional.empty(),
                Optional.empty(),
                head,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ScalingRules derivation(ModelConfig shape, long batchTokens, OptimizerOptions options) {
        return new ScalingRules(shape, batchTokens, 1, options, true);
    }

    private static Map<ParameterGroup, UpdateRule> rules(
            ModelConfig shape, long batchTokens, OptimizerOptions options) {
        return derivation(shape, batchTokens, options).optimizer(0).rules();
    }
}
