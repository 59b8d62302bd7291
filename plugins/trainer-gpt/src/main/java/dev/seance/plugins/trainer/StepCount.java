// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many steps a training has. With a budget of minutes that follows from the median time of its first {@value
 * #MEASURED} steps: the median, because the first step also compiles the program and allocates memory, and so does the
 * first one after an interruption. The number is then fixed in the workspace, forced to the disk before another step is
 * trained, so that from there on an interrupted training resumes exactly, however fast the machine is by then.
 */
final class StepCount {

    /** Steps that are measured. */
    static final int MEASURED = 20;

    /** The fewest steps of a training with a budget of minutes: half of them know where it ends. */
    static final int LEAST = 2 * MEASURED;

    static final String FILE = "steps.properties";

    private static final String FORMAT = "seance-steps 1";
    private static final String STEPS = "steps";
    private static final String UNTIL = "measuredUntil";
    private static final String SECONDS = "secondsPerStep";

    private final Schedule longest;
    private final Optional<Double> minutes;
    private final RunIdentity identity;
    private final Path file;
    private Schedule schedule;
    private double secondsPerStep = Double.NaN;

    /**
     * Finds the number that an earlier execution fixed, if there is one.
     *
     * @param longest the schedule with the most steps that there can be
     * @param minutes time for the steps; empty when there are as many as {@code longest} has
     * @param identity of the training; a number that another one fixed is not used
     */
    StepCount(Schedule longest, Optional<Double> minutes, RunIdentity identity, Path workspace) throws IOException {
        this.longest = longest;
        this.minutes = minutes;
        this.identity = identity;
        this.file = workspace.resolve(FILE);
        boolean measures = minutes.isPresent() && longest.steps() > LEAST;
        this.schedule = measures ? longest.measuring() : longest;
        if (measures) {
            readFixed();
        }
    }

    private void readFixed() throws IOException {
        Map<String, String> lines;
        try {
            lines = SealedProperties.read(file, FORMAT);
        } catch (NoSuchFileException e) {
            return;
        }
        if (identity.incompatibilities(lines).isEmpty()
                && identity.differences(lines).isEmpty()) {
            schedule = longest.fixedAt(Long.parseLong(lines.get(STEPS)), Long.parseLong(lines.get(UNTIL)));
            secondsPerStep = Double.parseDouble(lines.get(SECONDS));
        }
    }

    /** The schedule, as far as the number of steps is known. */
    Schedule schedule() {
        return schedule;
    }

    /** The number of steps; empty until it is fixed. */
    OptionalLong known() {
        return schedule.measured() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(schedule.steps());
    }

    /** The measured time of a step; NaN where none was measured. */
    double secondsPerStep() {
        return secondsPerStep;
    }

    /** A step's number and, where it is known, the number of all: {@code step 20 of 250}. */
    String inWords(long step) {
        return "step " + step + (known().isPresent() ? " of " + schedule.steps() : "");
    }

    /** Fixes the number of steps once enough of them were measured; whether it did. */
    boolean fix(TrainingState state) throws IOException {
        if (known().isPresent() || state.stepSeconds().size() < MEASURED) {
            return false;
        }
        secondsPerStep = median(state.stepSeconds());
        // Steps of another training, which this one resumed from, took none of its time.
        long before = state.step() - MEASURED;
        double fitting = Math.floor(minutes.orElseThrow() * 60 / secondsPerStep);
        long steps = (long) Math.min(before + Math.max(LEAST, fitting), longest.steps());
        Map<String, String> lines = new HashMap<>(identity.toProperties());
        lines.put("format", FORMAT);
        lines.put(STEPS, Long.toString(steps));
        lines.put(UNTIL, Long.toString(state.step()));
        lines.put(SECONDS, Double.toString(secondsPerStep));
        Path unfinished = file.resolveSibling(FILE + ".tmp");
        SealedProperties.write(unfinished, lines);
        DurableFiles.moveFile(unfinished, file);
        schedule = longest.fixedAt(steps, state.step());
        return true;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
