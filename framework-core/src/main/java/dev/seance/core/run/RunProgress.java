// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far a run is: {@code progress.json} in its folder, which the run's process replaces about once a second while it works,
 * for whoever looks on. Nothing is made of it.
 *
 * @param run {@code recipe/n}
 * @param title the recipe's
 * @param era in words, or ""
 * @param began when, in ISO 8601
 * @param written when this was, in ISO 8601
 * @param budgetUsd the most it may cost; 0 where the recipe does not say
 * @param steps in the order of work
 */
public record RunProgress(
        String run, String title, String era, String began, String written, double budgetUsd, List<Step> steps) {

    public RunProgress {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(era, "era");
        Objects.requireNonNull(began, "began");
        Objects.requireNonNull(written, "written");
        steps = List.copyOf(steps);
    }

    /** What has become of a step so far. */
    public enum State {
        WAITING,
        RUNNING,
        /** The store had its artifact. */
        HIT,
        MADE;

        /** For files and output. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A step.
     *
     * @param name the step
     * @param kind the extension point's key
     * @param plugin the extension
     * @param state what has become of it
     * @param why it is a HIT or a MISS, or what it waits for
     * @param seconds of work, those of earlier executions included
     * @param usd what it has cost
     * @param phase how far it is, while it runs; null otherwise
     * @param notes the last lines it told its user
     * @param samples the last texts that its model wrote
     */
    public record Step(
            String name,
            String kind,
            String plugin,
            State state,
            String why,
            double seconds,
            double usd,
            Phase phase,
            List<String> notes,
            List<Sample> samples) {

        public Step {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(plugin, "plugin");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(why, "why");
            notes = List.copyOf(notes);
            samples = List.copyOf(samples);
        }
    }

    /**
     * A phase of a step.
     *
     * @param total how many units there will be, or -1
     * @param secondsLeft at the rate so far, or -1
     * @param state what it says of itself just now, or ""
     */
    public record Phase(String name, long done, long total, String unit, double secondsLeft, String state) {

        static Phase of(PhaseProgress progress, long now) {
            OptionalDouble left = progress.secondsLeft(now);
            return new Phase(
                    progress.name(),
                    progress.done(),
                    progress.total(),
                    progress.unit(),
                    left.orElse(-1),
                    progress.state());
        }
    }

    /** A text that a model in training wrote behind a prompt. */
    public record Sample(long position, String prompt, String text) {}

    /** That of a run; empty when it has not begun its work, or is of a version that wrote none. */
    public static Optional<RunProgress> find(RunFolder run) throws IOException {
        return Files.exists(run.file(RunFolder.PROGRESS))
                ? Optional.of(Json.read(run.file(RunFolder.PROGRESS), RunProgress.class))
                : Optional.empty();
    }
}
