// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.UpdateRule;
import dev.seance.api.testing.TestFamilies;
import dev.seance.plugins.llama.Llama;
import dev.seance.plugins.nanochat.Nanochat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScalingRulesTest {

    private static final ModelFamilies FAMILIES = TestFamilies.of(new Nanochat(), new Llama());
    private static final ModelConfig PUBLISHED =
            FAMILIES.config("nanochat", new ModelDimensions(18, 1152, 9, 9, 4608, 2048, 32768));
    private static final ModelConfig TINY =
            FAMILIES.config("nanochat", new ModelDimensions(4, 256, 2, 2, 1024, 256, 4096));
    private static final Map<String, GroupOptions> DERIVED = Map.of();

    private static ModelConfig llama(boolean tied) {
        return FAMILIES.config(
                "llama", new ModelDimensions(18, 1024, 16, 4, 4096, 2048, 32768).withSetting("tied", tied));
    }

    @Nested
    class OfThePublishedModel {

        private final Map<String, UpdateRule> rules = rules(PUBLISHED, 524288, DERIVED);

        @Test
        void updatesMatricesByMuonWithWeightDecayForItsSize() {
            Muon matrices = (Muon) rules.get("matrices");
            assertThat(matrices.learningRate()).isEqualTo(0.02);
            assertThat(matrices.beta2()).isEqualTo(0.9);
            // Depth 12 has 84,934,656 + 25,165,824 parameters that multiply, depth 18 286,654,464 + 37,748,736.
            assertThat(matrices.weightDecay()).isCloseTo(0.28 * 110100480 / 324403200, within(1e-15));
        }

        @Test
        void updatesTablesByAdamWAtLearningRatesForTheWidth() {
            double narrower = 0.816496580927726;
            assertThat(rules)
                    .containsEntry("embedding", adamW(0.3 * narrower, 0.8, 0.995, 0.001))
                    .containsEntry("value-embeddings", adamW(0.15 * narrower, 0.8, 0.995, 0.01))
                    .containsEntry("head", adamW(0.008 * narrower, 0.8, 0.96, 0.01));
        }

        @Test
        void updatesScalesByAdamWAtLearningRatesOfTheirOwn() {
            assertThat(rules)
                    .containsEntry("resid-lambdas", adamW(0.005, 0.8, 0.95, 0.05))
                    .containsEntry("x0-lambdas", adamW(0.5, 0.96, 0.95, 0))
                    .containsEntry("smear", adamW(0.2, 0.8, 0.95, 0));
        }

        @Test
        void raisesMomentumAndLowersIt() {
            assertThat(momentum(scaling(PUBLISHED, 524288, DERIVED))).isEqualTo(new Momentum(0.85, 0.97, 0.90, 400));
        }

        @Test
        void saysHowEachGroupIsUpdated() {
            assertThat(scaling(PUBLISHED, 524288, DERIVED).facts())
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
                            "muon, learning rate 0.02; momentum 0.85 to 0.97 in 400 steps, down to 0.9 as the learning"
                                    + " rate falls; weight decay 0.09503 (0.28 x 0.3394 for the size of this model),"
                                    + " falling to 0")
                    .containsEntry(
                            "optimizer.head",
                            "adamw, learning rate 0.006532 (0.008 x 0.8165 for width 1152); betas 0.8 and 0.96; weight"
                                    + " decay 0.01");
        }
    }

    @Test
    void lowersEveryLearningRateWithTheRootOfTheBatch() {
        Map<String, UpdateRule> rules = rules(TINY, 8192, DERIVED);
        assertThat(rules.get("matrices").learningRate()).isEqualTo(0.0025);
        assertThat(rules.get("x0-lambdas").learningRate()).isEqualTo(0.0625);
        assertThat(rules.get("smear").learningRate()).isEqualTo(0.025);
        assertThat(rules.get("embedding").learningRate()).isCloseTo(0.0375 * Math.sqrt(3), within(1e-12));
        Muon matrices = (Muon) rules.get("matrices");
        assertThat(matrices.weightDecay()).isCloseTo(0.28 * 0.125 * 21, within(1e-12));
        assertThat(scaling(TINY, 8192, DERIVED).facts().get("optimizer.matrices"))
                .startsWith("muon, learning rate 0.0025 (0.02 x 0.125 for steps of 8,192 tokens); ");
    }

    @Test
    void multipliesDerivedLearningRatesByTheScaleButNoWeightDecay() {
        Map<String, UpdateRule> half = rules(new ScalingRules(PUBLISHED, 524288, 0.5, DERIVED, true));
        rules(PUBLISHED, 524288, DERIVED)
                .forEach((group, rule) ->
                        assertThat(half.get(group).learningRate()).isEqualTo(rule.learningRate() / 2));
        assertThat(((Muon) half.get("matrices")).weightDecay()).isCloseTo(0.09503030303, within(1e-10));
    }

    @Test
    void takesWhatIsGivenAsItIsAtAnySize() {
        Map<String, GroupOptions> given = Map.of(
                "head", options("learningRate", 0.001, "beta2", 0.9, "weightDecay", 0.3, "epsilon", 1e-8),
                "matrices", options("learningRate", 0.01, "weightDecay", 0.4));
        Map<String, UpdateRule> rules = rules(TINY, 8192, given);
        assertThat(rules.get("head")).isEqualTo(new AdamW(0.001, 0.8, 0.9, 1e-8, 0.3));
        assertThat(rules.get("matrices")).isEqualTo(new Muon(0.01, 0.97, 0.9, 0.4));
        assertThat(rules.get("x0-lambdas").learningRate()).isEqualTo(0.0625);
        assertThat(scaling(TINY, 8192, given).facts().get("optimizer.head"))
                .isEqualTo("adamw, learning rate 0.001 (as given); betas 0.8 and 0.9; weight decay 0.3 (as given)");
    }

    @Test
    void updatesMatricesByAdamWWhenAskedTo() {
        Map<String, GroupOptions> given = Map.of("matrices", options("rule", RuleChoice.ADAMW));
        AdamW matrices = (AdamW) rules(TINY, 8192, given).get("matrices");
        assertThat(matrices.learningRate()).isCloseTo(0.002 * 3 * 0.125, within(1e-15));
        assertThat(matrices)
                .extracting(AdamW::beta1, AdamW::beta2, AdamW::weightDecay)
                .containsExactly(0.9, 0.95, 0.1);
        assertThat(scaling(TINY, 8192, given).facts().get("optimizer.matrices"))
                .isEqualTo("adamw, learning rate 0.00075 (0.002 x 3 for width 256 x 0.125 for steps of 8,192 tokens);"
                        + " betas 0.9 and 0.95; weight decay 0.1");
    }

    @Test
    void equilibratesMuonWhenAskedToAndKeepsItsOtherNumbers() {
        Map<String, GroupOptions> given = Map.of("matrices", options("rule", RuleChoice.MUON_EQ, "momentum", 0.9));
        Muon usual = (Muon)
                rules(TINY, 8192, Map.of("matrices", options("momentum", 0.9))).get("matrices");
        assertThat(usual.equilibrated()).isFalse();
        Muon expected = new Muon(usual.learningRate(), 0.9, usual.beta2(), usual.weightDecay(), true);
        assertThat(rules(TINY, 8192, given).get("matrices")).isEqualTo(expected);
        assertThat(scaling(TINY, 8192, given).facts().get("optimizer.matrices"))
                .startsWith("muon-eq, learning rate 0.0025 ");
    }

    @Test
    void finetunesWithoutWeightDecayOfMatricesAndWithoutLoweringMomentum() {
        ScalingRules scaling = new ScalingRules(PUBLISHED, 131072, 0.8, DERIVED, false);
        assertThat(rules(scaling))
                .containsEntry("matrices", new Muon(0.02 * 0.5 * 0.8, 0.95, 0.9, 0))
                .containsEntry("smear", adamW(0.2 * 0.5 * 0.8, 0.8, 0.95, 0));
        assertThat(((AdamW) rules(scaling).get("head")).weightDecay()).isEqualTo(0.01);
        assertThat(momentum(scaling)).isEqualTo(new Momentum(0.85, 0.95, 0.95, 300));
    }

    @Test
    void movesMomentumAsGiven() {
        Map<String, GroupOptions> given = Map.of(
                "matrices",
                options("momentum", 0.8, "momentumStart", 0.7, "momentumEnd", 0.75, "momentumWarmupSteps", 10L));
        assertThat(momentum(scaling(TINY, 8192, given))).isEqualTo(new Momentum(0.7, 0.8, 0.75, 10));
        Map<String, GroupOptions> peak = Map.of("matrices", options("momentum", 0.87));
        assertThat(momentum(scaling(TINY, 8192, peak))).isEqualTo(new Momentum(0.85, 0.87, 0.87, 400));
    }

    @Test
    void givesALlamaASmallerLearningRateForItsTableAndOneForItsNorms() {
        Map<String, UpdateRule> rules = rules(llama(false), 524288, DERIVED);
        assertThat(rules.get("embedding").learningRate()).isCloseTo(0.06 * Math.sqrt(0.75), within(1e-15));
        assertThat(rules(llama(true), 524288, DERIVED).get("embedding").learningRate())
                .isCloseTo(0.008 * Math.sqrt(0.75), within(1e-15));
        assertThat(rules.get("norms")).isEqualTo(adamW(0.005, 0.8, 0.95, 0));
        assertThat(scaling(llama(false), 524288, DERIVED).facts())
                .containsOnlyKeys("optimizer.matrices", "optimizer.embedding", "optimizer.head", "optimizer.norms");
    }

    @Test
    void showsTheLearningRateOfTheMatricesInMetrics() {
        assertThat(scaling(PUBLISHED, 524288, DERIVED).optimizer(0).main().name())
                .isEqualTo("matrices");
    }

    @Test
    void namesTheGroupsThereAreWhenOneIsUnknown() {
        assertThatThrownBy(() -> scaling(llama(true), 8192, Map.of("head", options("learningRate", 0.1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("optimizer: architecture 'llama' has no parameter group 'head' (have: embedding, matrices,"
                        + " norms)");
    }

    @Test
    void refusesSettingsOfTheOtherRule() {
        refuses("head", options("rule", RuleChoice.MUON), "optimizer.head.rule: muon updates stacks of matrices");
        refuses("head", options("momentum", 0.9), "optimizer.head.momentum is a setting of muon, and adamw updates");
        refuses("matrices", options("beta1", 0.9), "optimizer.matrices.beta1 is a setting of adamw, and muon updates");
        refuses("matrices", options("epsilon", 0.9), "optimizer.matrices.epsilon is a setting of adamw");
        refuses(
                "matrices",
                options("rule", RuleChoice.ADAMW, "momentumWarmupSteps", 3L),
                "optimizer.matrices.momentum-warmup-steps is a setting of muon");
        scaling(TINY, 8192, Map.of("matrices", options("rule", RuleChoice.ADAMW, "beta1", 0.9, "epsilon", 1e-8)));
        scaling(TINY, 8192, Map.of("head", options("rule", RuleChoice.ADAMW)));
    }

    private static void refuses(String group, GroupOptions given, String message) {
        assertThatThrownBy(() -> scaling(TINY, 8192, Map.of(group, given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static AdamW adamW(double learningRate, double beta1, double beta2, double weightDecay) {
        return new AdamW(learningRate, beta1, beta2, 1e-10, weightDecay);
    }

    /** Names and values in turns. */
    private static GroupOptions options(Object... given) {
        Map<String, Object> values = new TreeMap<>();
        for (int i = 0; i < given.length; i += 2) {
            values.put((String) given[i], Optional.of(given[i + 1]));
        }
        return OptionsOf.type(GroupOptions.class, values);
    }

    private static ScalingRules scaling(ModelConfig config, long batchTokens, Map<String, GroupOptions> options) {
        return new ScalingRules(config, batchTokens, 1, options, true);
    }

    private static Map<String, UpdateRule> rules(
            ModelConfig config, long batchTokens, Map<String, GroupOptions> options) {
        return rules(scaling(config, batchTokens, options));
    }

    private static Map<String, UpdateRule> rules(ScalingRules scaling) {
        Map<String, UpdateRule> rules = new TreeMap<>();
        scaling.optimizer(0).rules().forEach((group, rule) -> rules.put(group.name(), rule));
        return rules;
    }

    private static Momentum momentum(ScalingRules scaling) {
        Map<ParameterGroup, Momentum> momentum = scaling.optimizer(0).momentum();
        assertThat(momentum.keySet()).extracting(ParameterGroup::name).containsExactly("matrices");
        return momentum.values().iterator().next();
    }
}
