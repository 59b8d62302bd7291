// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint remembers beside the weights.
 *
 * @param step optimiser steps done
 * @param looked the step after which the model was last validated and sampled; -1 before the first time
 * @param cursor how far into the data that is; follows from the step, see {@link TrainingData}, and is kept to be
 *     compared
 * @param effort what it took, over all executions
 * @param loss the training loss, smoothed; NaN before the first step
 * @param validations what they found
 */
record TrainingState(long step, long looked, Cursor cursor, StepTiming effort, double loss, Validations validations) {

    static final TrainingState START =
            new TrainingState(0, -1, Cursor.START, StepTiming.NONE, Double.NaN, Validations.NONE);

    /** Weight of the past in the smoothed loss: ten steps or so, as nanochat prints it. */
    private static final double MEMORY = 0.9;

    TrainingState learnt(double stepLoss, StepTiming stepEffort, Cursor reached) {
        double smoothed = Double.isNaN(loss) ? stepLoss : MEMORY * loss + (1 - MEMORY) * stepLoss;
        return new TrainingState(step + 1, looked, reached, effort.plus(stepEffort), smoothed, validations);
    }

    TrainingState lookedAt() {
        return new TrainingState(step, step, cursor, effort, loss, validations);
    }

    TrainingState measured(double bitsPerByte) {
        return new TrainingState(step, looked, cursor, effort, loss, validations.and(bitsPerByte, step));
    }

    /** The same in another training: at its place in the data, without validations of weights that it does not have. */
    TrainingState movedTo(Cursor place) {
        return new TrainingState(step, looked, place, effort, loss, Validations.NONE);
    }

    Map<String, String> toProperties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("step", Long.toString(step));
        properties.put("looked", Long.toString(looked));
        properties.put("epoch", Integer.toString(cursor.epoch()));
        properties.put("row", Long.toString(cursor.row()));
        properties.put("tokens", Long.toString(effort.tokens()));
        properties.put("padding", Long.toString(effort.padding()));
        properties.put("seconds", Double.toString(effort.seconds()));
        properties.put("engineSeconds", Double.toString(effort.engineSeconds()));
        properties.put("loss", Double.toString(loss));
        properties.put("before", Double.toString(validations.before()));
        properties.put("best", Double.toString(validations.best()));
        properties.put("bestStep", Long.toString(validations.bestStep()));
        properties.put("sinceBest", Long.toString(validations.since()));
        return properties;
    }

    /**
     * Reads {@link #toProperties} back.
     *
     * @throws IllegalArgumentException when one is missing or no number
     */
    static TrainingState fromProperties(Map<String, String> properties) {
        return new TrainingState(
                whole(properties, "step"),
                whole(properties, "looked"),
                new Cursor((int) whole(properties, "epoch"), whole(properties, "row")),
                new StepTiming(
                        whole(properties, "tokens"),
                        whole(properties, "padding"),
                        number(properties, "seconds"),
                        number(properties, "engineSeconds")),
                number(properties, "loss"),
                new Validations(
                        number(properties, "before"),
                        number(properties, "best"),
                        whole(properties, "bestStep"),
                        whole(properties, "sinceBest")));
    }

    private static long whole(Map<String, String> properties, String key) {
        return (long) number(properties, key);
    }

    private static double number(Map<String, String> properties, String key) {
        try {
            return Double.parseDouble(properties.getOrDefault(key, "missing"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + key + "' is " + properties.get(key), e);
        }
    }
}
