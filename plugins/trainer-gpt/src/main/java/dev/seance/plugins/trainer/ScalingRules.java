// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.UpdateRule;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settles what the options leave open about the optimiser, as nanochat does. Its numbers were tuned on a model of depth
 * 12 (width 768) with steps of 524,288 tokens, and are carried over by three rules:
 *
 * <ul>
 *   <li>every rate goes with the root of the tokens in a step, as the noise of a gradient goes with its inverse;
 *   <li>the rates of tables, which the width does not make larger as it does a product, fall with its root;
 *   <li>decay keeps B / (rate x decay x D) constant, the share of a training that a weight remembers (Wang and
 *       Aitchison, 2024, https://arxiv.org/abs/2405.13698): with the rate as above, decay goes with the root of B and
 *       the inverse of D. D, the tokens of the whole training, is taken as proportional to the parameters that multiply,
 *       whether the recipe trains that long or not.
 * </ul>
 *
 * <p>nanochat exempts smear and backout from the first rule, which at its own batch makes no difference; here a small
 * batch lowers all rates alike. What the options give is taken as it is, at any size.
 *
 * @param shape the model
 * @param batchTokens tokens of an optimiser step
 * @param rateScale what every derived rate is multiplied by besides
 * @param options what is given
 * @param fromScratch whether the training begins a model, rather than going on with one
 */
record ScalingRules(
        ModelConfig shape, long batchTokens, double rateScale, OptimizerOptions options, boolean fromScratch) {

    private static final double TUNED_WIDTH = 768;
    private static final int TUNED_BATCH = 524288;

    private static final double MUON_RATE = 0.02;
    private static final double MUON_DECAY = 0.28;
    private static final double MUON_BETA2 = 0.9;
    private static final double MOMENTUM_FROM = 0.85;
    private static final Momentum FROM_SCRATCH = new Momentum(MOMENTUM_FROM, 0.97, 0.90, 400);
    private static final Momentum GOING_ON = new Momentum(MOMENTUM_FROM, 0.95, 0.95, 300);

    /** Usual for AdamW on matrices; nanochat has no numbers for it. Their rate falls with the width (muP). */
    private static final double ADAM_RATE = 0.002;

    private static final double ADAM_DECAY = 0.1;
    private static final double ADAM_BETA1 = 0.9;
    private static final double ADAM_BETA2 = 0.95;

    /** The optimiser that follows. */
    Optimizer optimizer(double clip) {
        Map<ParameterGroup, UpdateRule> rules = new EnumMap<>(ParameterGroup.class);
        for (ParameterGroup group : ParameterGroup.values()) {
            rules.put(group, group.matrices() ? matrixRule() : adam(group));
        }
        return new Optimizer(rules, momentum(), clip);
    }

    /** The same in words, for the groups that the model has, by the option that changes it. */
    Map<String, String> facts() {
        Set<ParameterGroup> there =
                shape.tensors().stream().map(ModelTensor::group).collect(Collectors.toSet());
        Map<String, String> facts = new LinkedHashMap<>();
        for (ParameterGroup group : ParameterGroup.values()) {
            if (there.contains(group) && group != ParameterGroup.VALUE_GATES) {
                String name = group.name().toLowerCase(Locale.ROOT).replace('_', '-');
                facts.put("optimizer." + name, group.matrices() ? matricesInWords() : inWords(group));
            }
        }
        return facts;
    }

    private boolean byMuon() {
        return options.forMatrices().rule().orElse(MatrixRule.MUON) == MatrixRule.MUON;
    }

    private UpdateRule matrixRule() {
        MatrixOptions given = options.forMatrices();
        return byMuon()
                ? new Muon(
                        matrixRate().value(),
                        momentum().height(),
                        given.beta2().orElse(MUON_BETA2),
                        matrixDecay().value())
                : new AdamW(
                        matrixRate().value(),
                        given.beta1().orElse(ADAM_BETA1),
                        given.beta2().orElse(ADAM_BETA2),
                        options.theEpsilon(),
                        matrixDecay().value());
    }

    private Momentum momentum() {
        MatrixOptions given = options.forMatrices();
        Momentum usual = fromScratch ? FROM_SCRATCH : GOING_ON;
        double height = given.momentum().orElse(usual.height());
        return new Momentum(
                given.momentumFrom().orElse(usual.from()),
                height,
                given.momentumTo().orElse(fromScratch ? usual.to() : height),
                given.momentumWarmup().orElse(usual.warmup()));
    }

    private DerivedValue matrixRate() {
        DerivedValue rate = byMuon()
                ? DerivedValue.of(MUON_RATE)
                : DerivedValue.of(ADAM_RATE).times(TUNED_WIDTH / shape.width(), "for width " + shape.width());
        return scaled(rate).unless(options.forMatrices().rate());
    }

    private DerivedValue matrixDecay() {
        double tuned = byMuon() ? MUON_DECAY : ADAM_DECAY;
        DerivedValue decay = fromScratch ? DerivedValue.of(tuned) : DerivedValue.of(0);
        if (byMuon()) {
            long larger = shape.parameters().matmulParameters();
            decay = forBatch(decay).times((double) tunedParameters() / larger, "for the horizon of this depth");
        }
        return decay.unless(options.forMatrices().decay());
    }

    /** What multiplies in the model of depth 12, with this vocabulary. */
    private long tunedParameters() {
        return new ModelConfig(Architecture.NANOCHAT, 12, 768, 6, 6, 3072, shape.context(), shape.vocabulary())
                .parameters()
                .matmulParameters();
    }

    private AdamW adam(ParameterGroup group) {
        ReferenceHyperparameters tuned = ReferenceHyperparameters.of(group, shape);
        AdamOptions given = options.of(group);
        return new AdamW(
                rate(group).value(),
                given.beta1().orElse(tuned.beta1()),
                given.beta2().orElse(tuned.beta2()),
                options.theEpsilon(),
                given.decay().orElse(tuned.decay()));
    }

    private DerivedValue rate(ParameterGroup group) {
        ReferenceHyperparameters tuned = ReferenceHyperparameters.of(group, shape);
        double forWidth = tuned.table() ? Math.sqrt(TUNED_WIDTH / shape.width()) : 1;
        return scaled(DerivedValue.of(tuned.rate()).times(forWidth, "for width " + shape.width()))
                .unless(options.of(group).rate());
    }

    private DerivedValue scaled(DerivedValue rate) {
        return forBatch(rate).times(rateScale, "for rate-scale");
    }

    private DerivedValue forBatch(DerivedValue number) {
        return number.times(
                Math.sqrt((double) batchTokens / TUNED_BATCH),
                String.format(Locale.ROOT, "for steps of %,d tokens", batchTokens));
    }

    private String matricesInWords() {
        return matrixRule() instanceof AdamW adam
                ? inWords(matrixRate(), adam, matrixDecay().toString())
                : "muon, rate " + matrixRate() + "; " + momentum() + "; decay " + matrixDecay()
                        + (matrixDecay().value() == 0 ? "" : ", falling to 0");
    }

    private String inWords(ParameterGroup group) {
        return inWords(rate(group), adam(group), DerivedValue.number(adam(group).weightDecay()));
    }

    private static String inWords(DerivedValue rate, AdamW rule, String decay) {
        return "adamw, rate " + rate + "; betas " + DerivedValue.number(rule.beta1()) + " and "
                + DerivedValue.number(rule.beta2()) + "; decay " + decay;
    }
}
