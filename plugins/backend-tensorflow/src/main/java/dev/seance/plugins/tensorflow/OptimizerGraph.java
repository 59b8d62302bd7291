// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.UpdateRule;
import dev.seance.kit.model.OptimizerTensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * How updates change the tensors: an operation for each tensor and rule, made when it is first needed, that reads its
 * hyperparameters from a vector. What state of a tensor counts is that of the rule which updated it last.
 */
final class OptimizerGraph {
    private final Engine engine;
    private final ModelConfig config;
    private final Placeholder<TFloat32> clip;
    private final Map<String, TensorEntry> states;
    private final Map<String, Change> changes = new HashMap<>();
    private final Set<String> current = new HashSet<>();
    private Operand<TFloat64> norm;

    /** An operation that updates a tensor, and where its hyperparameters go. */
    private record Change(Placeholder<TFloat32> numbers, Op effect) {}

    OptimizerGraph(Engine engine, ModelConfig config) {
        this.engine = engine;
        this.config = config;
        this.clip = engine.tf().placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        this.states =
                OptimizerTensors.of(config).stream().collect(Collectors.toMap(TensorEntry::name, Function.identity()));
    }

    /** The tensors of the optimizer's state that count. */
    Set<String> current() {
        return Set.copyOf(current);
    }

    /** Makes a tensor of the state that was saved. */
    void restored(TensorEntry tensor) {
        engine.variable(tensor.name(), tensor.shape());
        current.add(tensor.name());
    }

    /** The norm of the gradients that were added up. */
    double norm() {
        if (norm == null) {
            Ops tf = engine.tf();
            List<Operand<TFloat64>> squares = new ArrayList<>();
            for (ModelTensor tensor : config.tensors()) {
                Operand<TFloat32> gradient = engine.variable(LossGraph.gradient(tensor.name()));
                Operand<TFloat32> flat = tf.reshape(gradient, tf.array(-1));
                squares.add(tf.dtypes.cast(tf.reduceSum(tf.math.square(flat), tf.constant(0)), TFloat64.class));
            }
            norm = tf.math.sqrt(tf.reduceSum(tf.stack(squares), tf.constant(0)));
        }
        try (Result result = engine.run(Map.of(), List.of(), norm)) {
            return ((TFloat64) result.get(0)).getDouble();
        }
    }

    /** Updates every tensor by its gradient times a factor. */
    void update(OptimizerStep step, double factor) {
        Map<Operand<?>, Tensor> feeds = new HashMap<>();
        List<Op> effects = new ArrayList<>();
        Map<ParameterGroup, TFloat32> numbers = new HashMap<>();
        try (TFloat32 clipping = TFloat32.scalarOf((float) factor)) {
            feeds.put(clip, clipping);
            for (ModelTensor tensor : config.tensors()) {
                UpdateRule rule = step.rule(tensor.group());
                Change change = change(tensor, rule);
                feeds.put(
                        change.numbers(),
                        numbers.computeIfAbsent(
                                tensor.group(), group -> TFloat32.vectorOf(numbers(rule, step.number()))));
                effects.add(change.effect());
            }
            engine.run(feeds, effects).close();
        } finally {
            numbers.values().forEach(TFloat32::close);
        }
    }

    /** As the operations read them. The corrections of AdamW are made here, in doubles. */
    private static float[] numbers(UpdateRule rule, long number) {
        if (rule instanceof Muon muon) {
            return new float[] {
                (float) muon.learningRate(), (float) muon.momentum(), (float) muon.beta2(), (float) muon.weightDecay()
            };
        }
        AdamW adam = (AdamW) rule;
        double root = Math.sqrt(1 - Math.pow(adam.beta2(), number));
        return new float[] {
            (float) (adam.learningRate() * root / (1 - Math.pow(adam.beta1(), number))),
            (float) adam.beta1(),
            (float) adam.beta2(),
            (float) (adam.epsilon() * root),
            (float) (1 - adam.learningRate() * adam.weightDecay())
        };
    }

    private Change change(ModelTensor tensor, UpdateRule rule) {
        String name = tensor.name();
        boolean muon = rule instanceof Muon;
        List<String> wanted =
                muon ? List.of("momentum." + name, "variance." + name) : List.of("mean." + name, "square." + name);
        List<String> other =
                muon ? List.of("mean." + name, "square." + name) : List.of("momentum." + name, "variance." + name);
        if (current.addAll(wanted)) {
            for (String state : wanted) {
                engine.variable(state, states.get(state).shape());
                engine.clear(state);
            }
            other.forEach(current::remove);
        }
        if (rule instanceof Muon matrices) {
            return changes.computeIfAbsent(
                    (matrices.equilibrated() ? "equilibrated muon " : "muon ") + name,
                    key -> muon(tensor, matrices.equilibrated()));
        }
        return changes.computeIfAbsent("adamw " + name, key -> adamW(tensor));
    }

    /** AdamW (https://arxiv.org/abs/1711.05101), with a rate and an epsilon that have the corrections in them. */
    private Change adamW(ModelTensor tensor) {
        Ops tf = engine.tf();
        Placeholder<TFloat32> numbers = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(5)));
        List<? extends Operand<TFloat32>> n = tf.unstack(numbers, 5L).output();
        Variable<TFloat32> weight = engine.variable(tensor.name());
        Operand<TFloat32> gradient = tf.math.mul(engine.variable(LossGraph.gradient(tensor.name())), clip);
        Operand<TFloat32> decayed = tf.assign(weight, tf.math.mul(weight, n.get(4)));
        return new Change(
                numbers,
                tf.train.applyAdam(
                        decayed,
                        engine.variable("mean." + tensor.name()),
                        engine.variable("square." + tensor.name()),
                        tf.constant(0f),
                        tf.constant(0f),
                        n.get(0),
                        n.get(1),
                        n.get(2),
                        n.get(3),
                        gradient));
    }

    private Change muon(ModelTensor tensor, boolean equilibrated) {
        Ops tf = engine.tf();
        Placeholder<TFloat32> numbers = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(4)));
        return new Change(
                numbers,
                new MuonGraph(tf, numbers, equilibrated)
                        .update(
                                config,
                                tensor,
                                engine.variable(tensor.name()),
                                tf.math.mul(engine.variable(LossGraph.gradient(tensor.name())), clip),
                                engine.variable("momentum." + tensor.name()),
                                engine.variable("variance." + tensor.name())));
    }
}
