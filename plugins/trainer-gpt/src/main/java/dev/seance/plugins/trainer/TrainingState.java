// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a checkpoint holds beside weights and optimiser state.
 *
 * @param step optimiser steps done
 * @param evaluatedStep the step after which the model was last validated and sampled; -1 before the first time
 * @param position in the data; follows from the step, see {@link DataLoader}, and is saved to be compared
 * @param timing of all steps, over all executions
 * @param stepSeconds the time of each of the first steps, {@value StepCount#MEASURED} at most
 * @param loss the training loss, smoothed; NaN before the first step
 * @param validations what they found
 */
record TrainingState(
        long step,
        long evaluatedStep,
        DataPosition position,
        StepTiming timing,
        List<Double> stepSeconds,
        double loss,
        ValidationHistory validations) {

    static final TrainingState START = new TrainingState(
            0, -1, DataPosition.START, StepTiming.NONE, List.of(), Double.NaN, ValidationHistory.NONE);

    /** Weight of the past in the smoothed loss: ten steps or so, as nanochat prints it. */
    private static final double SMOOTHING = 0.9;

    TrainingState {
        stepSeconds = List.copyOf(stepSeconds);
    }

    TrainingState afterStep(double stepLoss, StepTiming stepTiming, DataPosition reached) {
        double smoothed = Double.isNaN(loss) ? stepLoss : SMOOTHING * loss + (1 - SMOOTHING) * stepLoss;
        List<Double> seconds = stepSeconds;
        if (seconds.size() < StepCount.MEASURED) {
            seconds = new ArrayList<>(seconds);
            seconds.add(stepTiming.seconds());
        }
        return new TrainingState(
                step + 1, evaluatedStep, reached, timing.plus(stepTiming), seconds, smoothed, validations);
    }

    TrainingState evaluated() {
        return new TrainingState(step, step, position, timing, stepSeconds, loss, validations);
    }

    TrainingState validated(double bitsPerByte) {
        return new TrainingState(
                step, evaluatedStep, position, timing, stepSeconds, loss, validations.and(bitsPerByte, step));
    }

    /**
     * The same in another training: at its position in the data, without validations of weights that it does not have
     * and without times that another machine may have taken.
     */
    TrainingState movedTo(DataPosition other) {
        return new TrainingState(step, evaluatedStep, other, timing, List.of(), loss, ValidationHistory.NONE);
    }

    Map<String, String> toProperties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("step", Long.toString(step));
        properties.put("evaluatedStep", Long.toString(evaluatedStep));
        properties.put("epoch", Integer.toString(position.epoch()));
        properties.put("sequence", Long.toString(position.sequence()));
        properties.put("tokens", Long.toString(timing.tokens()));
        properties.put("padding", Long.toString(timing.padding()));
        properties.put("seconds", Double.toString(timing.seconds()));
        properties.put("engineSeconds", Double.toString(timing.engineSeconds()));
        properties.put("stepSeconds", stepSeconds.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        properties.put("loss", Double.toString(loss));
        properties.put("before", Double.toString(validations.before()));
        properties.put("best", Double.toString(validations.best()));
        properties.put("bestStep", Long.toString(validations.bestStep()));
        properties.put("sinceBest", Long.toString(validations.sinceBest()));
        return properties;
    }

    /**
     * Reads {@link #toProperties} back.
     *
     * @throws IllegalArgumentException when one is missing or not a number
     */
    static TrainingState fromProperties(Map<String, String> properties) {
        return new TrainingState(
                whole(properties, "step"),
                whole(properties, "evaluatedStep"),
                new DataPosition((int) whole(properties, "epoch"), whole(properties, "sequence")),
                new StepTiming(
                        whole(properties, "tokens"),
                        whole(properties, "padding"),
                        number(properties, "seconds"),
                        number(properties, "engineSeconds")),
                numbers(properties, "stepSeconds"),
                number(properties, "loss"),
                new ValidationHistory(
                        number(properties, "before"),
                        number(properties, "best"),
                        whole(properties, "bestStep"),
                        whole(properties, "sinceBest")));
    }

    private static long whole(Map<String, String> properties, String key) {
        return (long) number(properties, key);
    }

    private static double number(Map<String, String> properties, String key) {
        return parse(key, properties.getOrDefault(key, "missing"));
    }

    private static List<Double> numbers(Map<String, String> properties, String key) {
        return Arrays.stream(properties.getOrDefault(key, "missing").split(" "))
                .filter(text -> !text.isEmpty())
                .map(text -> parse(key, text))
                .toList();
    }

    private static double parse(String key, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + key + "' is " + text, e);
        }
    }
}
