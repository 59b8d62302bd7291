// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.ParameterRole;
import dev.seance.api.model.ReferenceRun;
import dev.seance.api.model.UpdateRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Derives the hyperparameters of the optimizer that the options leave open, as nanochat does. A model family declares them
 * as they were tuned on a {@link ReferenceRun}, and three rules carry them over to the model and batch at hand:
 *
 * <ul>
 *   <li>learning rates scale with the root of the tokens in a step, as the noise of a gradient does with its inverse;
 *   <li>learning rates of AdamW scale with the width as the family says, see {@link dev.seance.api.model.WidthScaling};
 *   <li>Muon's weight decay keeps B / (rate x decay x D) constant, the share of a training that a weight remembers (Wang and
 *       Aitchison, 2024, https://arxiv.org/abs/2405.13698): with the learning rate as above, weight decay scales with the
 *       root of B and the inverse of D. D, the tokens of the whole training, is taken as proportional to the parameters that
 *       multiply, whether the recipe trains that long or not.
 * </ul>
 *
 * <p>What the options give is taken as it is, at any size.
 *
 * @param config the model
 * @param batchTokens tokens of an optimizer step
 * @param learningRateScale a factor on every derived learning rate
 * @param options what is given, by the name of the group
 * @param fromScratch whether the training starts from fresh weights rather than from a trained model
 */
record ScalingRules(
        ModelConfig config,
        long batchTokens,
        double learningRateScale,
        Map<String, GroupOptions> options,
        boolean fromScratch) {

    private static final double MOMENTUM_START = 0.85;
    private static final double MOMENTUM_END = 0.90;
    private static final long MOMENTUM_WARMUP_STEPS = 400;

    /** When fine-tuning, nanochat's momentum rises less high and does not fall. */
    private static final double FINETUNE_MOMENTUM = 0.95;

    private static final long FINETUNE_MOMENTUM_WARMUP_STEPS = 300;

    /** @throws IllegalArgumentException when the options do not fit the groups of the model, naming those there are */
    ScalingRules {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        List<String> names = config.groups().stream().map(ParameterGroup::name).toList();
        options.keySet().stream()
                .filter(name -> !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("optimizer: architecture '" + config.architecture()
                            + "' has no parameter group '" + name + "' (have: " + String.join(", ", names) + ")");
                });
        for (ParameterGroup group : config.groups()) {
            check(group, options.getOrDefault(group.name(), GroupOptions.DERIVED));
        }
    }

    private static void check(ParameterGroup group, GroupOptions given) {
        String place = "optimizer." + group.name();
        if (given.rule().filter(rule -> rule != RuleChoice.ADAMW).isPresent() && !group.matrices()) {
            throw new IllegalArgumentException(
                    place + ".rule: muon updates stacks of matrices, which this group has none of; leave it out");
        }
        boolean muon = byMuon(group, given);
        Map<String, Optional<?>> unfit = new LinkedHashMap<>();
        if (muon) {
            unfit.put("beta1", given.beta1());
            unfit.put("epsilon", given.epsilon());
        } else {
            unfit.put("momentum", given.momentum());
            unfit.put("momentum-start", given.momentumStart());
            unfit.put("momentum-end", given.momentumEnd());
            unfit.put("momentum-warmup-steps", given.momentumWarmupSteps());
        }
        unfit.forEach((name, value) -> {
            if (value.isPresent()) {
                throw new IllegalArgumentException(place + "." + name + " is a setting of "
                        + (muon ? "adamw, and muon" : "muon, and adamw") + " updates this group; leave it out"
                        + (group.matrices() ? ", or change its rule" : ""));
            }
        });
    }

    private static boolean byMuon(ParameterGroup group, GroupOptions given) {
        return group.matrices() && given.rule().orElse(RuleChoice.MUON) != RuleChoice.ADAMW;
    }

    private GroupOptions given(ParameterGroup group) {
        return options.getOrDefault(group.name(), GroupOptions.DERIVED);
    }

    private boolean byMuon(ParameterGroup group) {
        return byMuon(group, given(group));
    }

    /** The derived optimizer. */
    Optimizer optimizer(double maxGradNorm) {
        Map<ParameterGroup, UpdateRule> rules = new LinkedHashMap<>();
        Map<ParameterGroup, Momentum> momentum = new LinkedHashMap<>();
        for (ParameterGroup group : config.groups()) {
            rules.put(group, rule(group));
            if (byMuon(group)) {
                momentum.put(group, momentum(group));
            }
        }
        ParameterGroup main = config.tensors().stream()
                .filter(tensor -> tensor.role() == ParameterRole.MATRIX)
                .map(ModelTensor::group)
                .findFirst()
                .orElse(config.groups().get(0));
        return new Optimizer(rules, momentum, main, 0, maxGradNorm);
    }

    /** The same in words, by the option that overrides it. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        config.groups().forEach(group -> facts.put("optimizer." + group.name(), inWords(group)));
        return facts;
    }

    private UpdateRule rule(ParameterGroup group) {
        GroupOptions given = given(group);
        if (byMuon(group)) {
            return new Muon(
                    learningRate(group).value(),
                    momentum(group).peak(),
                    given.beta2().orElse(group.muon().orElseThrow().beta2()),
                    weightDecay(group).value(),
                    given.rule().equals(Optional.of(RuleChoice.MUON_EQ)));
        }
        AdamW tuned = group.adamW();
        return new AdamW(
                learningRate(group).value(),
                given.beta1().orElse(tuned.beta1()),
                given.beta2().orElse(tuned.beta2()),
                given.epsilon().orElse(tuned.epsilon()),
                weightDecay(group).value());
    }

    private Momentum momentum(ParameterGroup group) {
        GroupOptions given = given(group);
        double tuned = group.muon().orElseThrow().momentum();
        double peak = given.momentum().orElse(fromScratch ? tuned : Math.min(tuned, FINETUNE_MOMENTUM));
        return new Momentum(
                given.momentumStart().orElse(MOMENTUM_START),
                peak,
                given.momentumEnd().orElse(fromScratch ? Math.min(MOMENTUM_END, peak) : peak),
                given.momentumWarmupSteps()
                        .orElse(fromScratch ? MOMENTUM_WARMUP_STEPS : FINETUNE_MOMENTUM_WARMUP_STEPS));
    }

    private DerivedValue learningRate(ParameterGroup group) {
        double forWidth = group.widthScaling().factor(config.reference().width(), config.width());
        DerivedValue tuned = byMuon(group)
                ? DerivedValue.of(group.muon().orElseThrow().learningRate())
                : DerivedValue.of(group.adamW().learningRate()).times(forWidth, "for width " + config.width());
        return forBatch(tuned)
                .times(learningRateScale, "for learning-rate-scale")
                .unless(given(group).learningRate());
    }

    private DerivedValue weightDecay(ParameterGroup group) {
        double tuned = byMuon(group)
                ? group.muon().orElseThrow().weightDecay()
                : group.adamW().weightDecay();
        // nanochat decays no matrix when it fine-tunes.
        DerivedValue decay = DerivedValue.of(fromScratch || !group.matrices() ? tuned : 0);
        if (byMuon(group)) {
            long parameters = config.parameters().matmulParameters();
            decay = forBatch(decay)
                    .times((double) config.reference().matmulParameters() / parameters, "for the size of this model");
        }
        return decay.unless(given(group).weightDecay());
    }

    private DerivedValue forBatch(DerivedValue number) {
        return number.times(
                Math.sqrt((double) batchTokens / config.reference().batchTokens()),
                String.format(Locale.ROOT, "for steps of %,d tokens", batchTokens));
    }

    private String inWords(ParameterGroup group) {
        DerivedValue decay = weightDecay(group);
        if (byMuon(group)) {
            return (((Muon) rule(group)).equilibrated() ? "muon-eq" : "muon") + ", learning rate " + learningRate(group)
                    + "; " + momentum(group) + "; weight decay " + decay + (decay.value() == 0 ? "" : ", falling to 0");
        }
        AdamW rule = (AdamW) rule(group);
        return "adamw, learning rate " + learningRate(group) + "; betas " + DerivedValue.number(rule.beta1()) + " and "
                + DerivedValue.number(rule.beta2()) + "; weight decay " + decay;
    }
}
