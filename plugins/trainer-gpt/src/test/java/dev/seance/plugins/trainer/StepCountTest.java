// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepCountTest {

    private static final Schedule LONGEST = new Schedule(1000, 10, 0.5, 0);
    private static final RunIdentity IDENTITY = new RunIdentity(Map.of("a", "1"), Map.of(), 7, "words", "books");

    @TempDir
    private Path workspace;

    private StepCount count(double minutes) throws IOException {
        return new StepCount(LONGEST, Optional.of(minutes), IDENTITY, workspace);
    }

    /** Twenty steps of a tenth of a second, but for a first one that takes as long as hundred. */
    private static TrainingState measured() {
        TrainingState state = TrainingState.START;
        for (int i = 0; i < StepCount.MEASURED; i++) {
            state = state.afterStep(1, new StepTiming(8, 0, i == 0 ? 10 : 0.1, 0.05), new DataPosition(0, i + 1));
        }
        return state;
    }

    @Test
    void isWhatFitsIntoTheMinutesAtTheMedianTimeOfAStep() throws IOException {
        StepCount steps = count(0.25);
        assertThat(steps.known()).isEmpty();
        assertThat(steps.fix(measured())).isTrue();
        assertThat(steps.known()).hasValue(150);
        assertThat(steps.secondsPerStep()).isEqualTo(0.1);
        assertThat(steps.inWords(20)).isEqualTo("step 20 of 150");
    }

    @Test
    void isNotFixedBeforeEnoughStepsAreMeasured() throws IOException {
        StepCount steps = count(0.25);
        TrainingState state = TrainingState.START.afterStep(1, new StepTiming(8, 0, 1, 1), DataPosition.START);
        assertThat(steps.fix(state)).isFalse();
        assertThat(steps.inWords(1)).isEqualTo("step 1");
        assertThat(workspace).isEmptyDirectory();
    }

    @Test
    void isAtLeastFortyAndAtMostWhatTheScheduleHas() throws IOException {
        StepCount little = count(0.01);
        little.fix(measured());
        assertThat(little.known()).hasValue(StepCount.LEAST);
        Files.delete(workspace.resolve(StepCount.FILE));
        StepCount much = count(1e6);
        much.fix(measured());
        assertThat(much.known()).hasValue(1000);
    }

    @Test
    void countsFromWhereTheTrainingResumedFromAnother() throws IOException {
        TrainingState state = measured();
        TrainingState later = new TrainingState(
                120, 120, state.position(), state.timing(), state.stepSeconds(), 1, ValidationHistory.NONE);
        StepCount steps = count(0.25);
        steps.fix(later);
        assertThat(steps.known()).hasValue(100 + 150);
        assertThat(steps.schedule().measured()).isEqualTo(120);
    }

    @Test
    void staysFixedHoweverFastTheMachineIsLater() throws IOException {
        count(0.25).fix(measured());
        StepCount again = count(0.25);
        assertThat(again.known()).hasValue(150);
        assertThat(again.secondsPerStep()).isEqualTo(0.1);
        assertThat(again.fix(measured())).isFalse();
        assertThat(again.schedule()).isEqualTo(new Schedule(150, 10, 0.5, 0, 20));
    }

    @Test
    void isNotTakenFromAnotherTraining() throws IOException {
        count(0.25).fix(measured());
        RunIdentity other = new RunIdentity(Map.of("a", "2"), Map.of(), 7, "words", "books");
        assertThat(new StepCount(LONGEST, Optional.of(0.25), other, workspace).known())
                .isEmpty();
    }

    @Test
    void refusesADamagedFile() throws IOException {
        count(0.25).fix(measured());
        Path file = workspace.resolve(StepCount.FILE);
        Files.writeString(file, Files.readString(file).replace("steps=150", "steps=151"));
        assertThatThrownBy(() -> count(0.25)).isInstanceOf(UserError.class).hasMessageContaining("altered");
    }

    @Test
    void isKnownAtOnceWithoutABudgetOfMinutesOrWhenThereAreFewerThanTheLeast() throws IOException {
        assertThat(new StepCount(LONGEST, Optional.empty(), IDENTITY, workspace).known())
                .hasValue(1000);
        Schedule few = new Schedule(StepCount.LEAST, 0, 0, 0);
        assertThat(new StepCount(few, Optional.of(0.25), IDENTITY, workspace).known())
                .hasValue(StepCount.LEAST);
    }

    @Test
    void nothingDecaysWhileTheStepsAreNotKnown() throws IOException {
        StepCount steps = count(0.25);
        Schedule measuring = steps.schedule();
        steps.fix(measured());
        Schedule fixed = steps.schedule();
        for (long number = 1; number <= StepCount.MEASURED; number++) {
            assertThat(measuring.factor(number)).isEqualTo(number < 10 ? number / 10.0 : 1);
            assertThat(fixed.factor(number)).isEqualTo(measuring.factor(number));
            assertThat(fixed.cosine(number)).isEqualTo(measuring.cosine(number)).isEqualTo(1);
            assertThat(fixed.descent(number))
                    .isEqualTo(measuring.descent(number))
                    .isZero();
        }
        Schedule known = new Schedule(150, 10, 0.5, 0);
        for (long number = StepCount.MEASURED + 1; number <= 150; number++) {
            assertThat(fixed.factor(number)).isEqualTo(known.factor(number));
            assertThat(fixed.cosine(number)).isEqualTo(known.cosine(number));
            assertThat(fixed.descent(number)).isEqualTo(known.descent(number));
        }
        assertThat(fixed.factor(150)).isLessThan(0.02);
    }

    @Test
    void theMeasuredTimesSurviveACheckpoint() {
        assertThat(TrainingState.fromProperties(measured().toProperties())).isEqualTo(measured());
        assertThat(measured().movedTo(DataPosition.START).stepSeconds()).isEqualTo(Collections.emptyList());
        assertThat(measured().stepSeconds()).hasSize(StepCount.MEASURED);
    }
}
