// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint remembers beside the weights. The order of the data follows from the step, see {@link TrainingData}.
 *
 * @param step optimiser steps done
 * @param looked the step after which the model was last validated and sampled; -1 before the first time
 * @param tokens tokens learnt from, padding included
 * @param seconds time spent learning, over all executions
 * @param loss the training loss, smoothed; NaN before the first step
 * @param validations what they found
 */
record TrainingState(long step, long looked, long tokens, double seconds, double loss, Validations validations) {

    static final TrainingState START = new TrainingState(0, -1, 0, 0, Double.NaN, Validations.NONE);

    /** Weight of the past in the smoothed loss: ten steps or so, as nanochat prints it. */
    private static final double MEMORY = 0.9;

    TrainingState learnt(double stepLoss, long stepTokens, double stepSeconds) {
        double smoothed = Double.isNaN(loss) ? stepLoss : MEMORY * loss + (1 - MEMORY) * stepLoss;
        return new TrainingState(step + 1, looked, tokens + stepTokens, seconds + stepSeconds, smoothed, validations);
    }

    TrainingState lookedAt() {
        return new TrainingState(step, step, tokens, seconds, loss, validations);
    }

    TrainingState measured(double bitsPerByte) {
        return new TrainingState(step, looked, tokens, seconds, loss, validations.and(bitsPerByte, step));
    }

    double tokensPerSecond() {
        return tokens / seconds;
    }

    Map<String, String> toProperties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("step", Long.toString(step));
        properties.put("looked", Long.toString(looked));
        properties.put("tokens", Long.toString(tokens));
        properties.put("seconds", Double.toString(seconds));
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
                (long) number(properties, "step"),
                (long) number(properties, "looked"),
                (long) number(properties, "tokens"),
                number(properties, "seconds"),
                number(properties, "loss"),
                new Validations(
                        number(properties, "before"),
                        number(properties, "best"),
                        (long) number(properties, "bestStep"),
                        (long) number(properties, "sinceBest")));
    }

    private static double number(Map<String, String> properties, String key) {
        try {
            return Double.parseDouble(properties.getOrDefault(key, "missing"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + key + "' is " + properties.get(key), e);
        }
    }
}
