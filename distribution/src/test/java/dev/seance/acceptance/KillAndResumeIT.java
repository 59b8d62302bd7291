// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run that is interrupted, rudely or politely, comes to the same in the end, to the last bit. */
class KillAndResumeIT {

    /** Trains long enough for a second run to come to the same step meanwhile. */
    private static final String[] LONG = {"run", MicroRun.RECIPE, "--set", "base.steps=600"};

    private final long seed = Long.getLong("acceptance.seed", 1837);
    private final Random random = new Random(seed);

    @Test
    void killedThreeTimesEndsInTheSameModels() throws Exception {
        Seance seance = MicroRun.prepared("killed");
        // Reading, pretraining, fine-tuning, each a little way in.
        kill(seance, "\\[books] MISS", 600);
        kill(seance, "\\[base] step 0: ", 900);
        kill(seance, "\\[chat] step 0: ", 1200);
        Outcome last = seance.run("run", MicroRun.RECIPE).exits(0);
        assertThat(last.err()).contains("[books] HIT", "[base] HIT");

        Map<String, Path> resumed = MicroRun.artifacts(seance);
        Map<String, Path> straight = MicroRun.artifacts(MicroRun.finished().seance());
        for (String trained : new String[] {"base", "chat"}) {
            assertThat(resumed.get(trained).resolve("model.safetensors"))
                    .as("weights of " + trained + ", seed " + seed)
                    .hasSameBinaryContentAs(straight.get(trained).resolve("model.safetensors"));
        }
        for (String corpus : new String[] {"train-00000.jsonl.zst", "validation-00000.jsonl.zst"}) {
            assertThat(resumed.get("books").resolve(corpus))
                    .hasSameBinaryContentAs(straight.get("books").resolve(corpus));
        }
        assertThat(seance.folder().resolve("runs/store/work"))
                .as("nothing unfinished is left")
                .satisfiesAnyOf(work -> assertThat(work).doesNotExist(), work -> assertThat(Places.files(work))
                        .allMatch(file -> file.endsWith(".lock")));
    }

    @Test
    @Tag("full")
    void killedTenTimesWhileItLearnsEndsInTheSameWeights() throws Exception {
        String[] longer = {"run", MicroRun.RECIPE, "--set", "base.steps=150"};
        Seance straight = withoutModels("ten straight");
        straight.run(longer).exits(0);
        Seance seance = withoutModels("ten killed");
        for (int i = 0; i < 10; i++) {
            // Either says that the model stands and that it learns.
            kill(seance, "\\[base] (step 0: |resuming after)", 1000, longer);
        }
        assertThat(seance.run(longer).exits(0).err()).contains("[base] resuming after");
        for (String trained : new String[] {"base", "chat"}) {
            assertThat(MicroRun.artifacts(seance).get(trained).resolve("model.safetensors"))
                    .as("weights of " + trained + ", seed " + seed)
                    .hasSameBinaryContentAs(
                            MicroRun.artifacts(straight).get(trained).resolve("model.safetensors"));
        }
    }

    @Test
    @Tag("slow")
    void killedBeforeAndAfterItsStepsAreMeasuredEndsInTheSameWeights() throws Exception {
        // So long a time that the count is what ends it, on however slow a machine.
        String[] minutes = {"run", MicroRun.RECIPE, "--set", "base.steps={count: 60, minutes: 60}"};
        Seance straight = withoutModels("minutes straight");
        straight.run(minutes).exits(0);
        Seance seance = withoutModels("minutes killed");
        kill(seance, "\\[base] step 0: ", 300, minutes);
        kill(seance, "\\[base] .* steps fit into ", 300, minutes);
        Outcome last = seance.run(minutes).exits(0);
        assertThat(last.err()).containsPattern("\\[base] resuming after step \\d+ of 60");
        for (Seance one : new Seance[] {straight, seance}) {
            assertThat(one.run("report", "micro", "--json").exits(0).json().get("steps"))
                    .filteredOn(step -> step.get("name").asText().equals("base"))
                    .allSatisfy(step -> {
                        assertThat(step.at("/metrics/steps").asInt()).isEqualTo(60);
                        assertThat(step.at("/metrics/measuredSecondsPerStep").asDouble())
                                .isPositive();
                    })
                    .hasSize(1);
        }
        assertThat(MicroRun.artifacts(seance).get("base").resolve("model.safetensors"))
                .as("weights, seed " + seed)
                .hasSameBinaryContentAs(MicroRun.artifacts(straight).get("base").resolve("model.safetensors"));
    }

    /** Kills a run at a random moment after it said something. */
    private void kill(Seance seance, String said, int mostMillis) throws Exception {
        kill(seance, said, mostMillis, "run", MicroRun.RECIPE);
    }

    private void kill(Seance seance, String said, int mostMillis, String... command) throws Exception {
        int after = random.nextInt(mostMillis);
        System.out.printf("kill -9 %d ms after /%s/ (seed %d)%n", after, said, seed);
        Started run = seance.start(command);
        assertThat(run.says(Pattern.compile(said).asPredicate())).as(said).isTrue();
        Thread.sleep(after);
        run.kill();
    }

    @Test
    void asksToStopIsAnsweredWithACheckpointAndTheWayOn() throws Exception {
        Seance seance = withoutModels("stopped");
        Started run = seance.start("run", MicroRun.RECIPE);
        assertThat(run.says(err -> err.contains("[base] step 0: "))).isTrue();
        Outcome stopped = run.terminate().finish(Seance.PATIENCE);
        assertThat(stopped.exit()).as(stopped::toString).isEqualTo(130);
        assertThat(stopped.err())
                .containsPattern("stopped; step \\d+ of 30 saved. Run the same command again to resume.")
                .doesNotContain("\tat ");

        Started again = seance.start("run", MicroRun.RECIPE);
        assertThat(again.says(err -> err.contains("[base] resuming after step ")))
                .isTrue();
        again.kill();
        Outcome chat = seance.run("chat", "micro", "--once", "Are you there?").isTheUsersMistake();
        assertThat(chat.err()).contains("has not finished", "seance run micro");
    }

    @Test
    void aDemandedResumeOfNothingIsTheUsersMistake() throws Exception {
        Seance seance = withoutModels("nothing left");
        Outcome outcome =
                seance.run("run", MicroRun.RECIPE, "--set", "base.resume=true").isTheUsersMistake();
        assertThat(outcome.err()).contains("[base] resume: true, but there is no checkpoint in ");
    }

    @Test
    void aSecondRunOfTheSameWaitsForTheFirstAndTakesWhatItMade() throws Exception {
        Seance seance = withoutModels("twice");
        Started first = seance.start(LONG);
        assertThat(first.says(err -> err.contains("[base] step 0: "))).isTrue();
        Started second = seance.start(LONG);
        assertThat(second.says(err -> err.contains("[base] waiting for run micro/1 (step base, process ")))
                .isTrue();
        assertThat(seance.run("runs", "list").exits(0).out()).containsPattern("micro/1 +running");
        assertThat(seance.run("runs", "rm", "micro/1", "--yes")
                        .isTheUsersMistake()
                        .err())
                .contains("micro/1 is running (process ", "nothing was deleted");

        assertThat(first.finish(Seance.PATIENCE).exits(0).err()).contains("[base] done in ");
        assertThat(second.finish(Seance.PATIENCE).exits(0).err())
                .contains("[base] HIT: made by another run meanwhile")
                .doesNotContain("[base] MISS");
        assertThat(seance.run("store", "verify").exits(0).out()).contains("no problems found");
    }

    @Test
    void whoWaitsMakesItWhenTheFirstIsKilled() throws Exception {
        Seance seance = withoutModels("twice killed");
        Started first = seance.start(LONG);
        assertThat(first.says(err -> err.contains("[base] step 0: "))).isTrue();
        Started second = seance.start(LONG);
        assertThat(second.says(err -> err.contains("[base] waiting for run micro/1 ")))
                .isTrue();
        first.kill();
        assertThat(second.says(err -> err.contains("[base] MISS"))).isTrue();
        assertThat(seance.run("runs", "list").exits(0).out())
                .containsPattern("micro/1 +failed")
                .containsPattern("micro/2 +running");
        Outcome stopped = second.terminate().finish(Seance.PATIENCE);
        assertThat(stopped.exit()).as(stopped::toString).isEqualTo(130);
        assertThat(seance.run("runs", "list").exits(0).out()).containsPattern("micro/2 +stopped");
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        Seance seance = withoutModels("tired of waiting");
        Started first = seance.start(LONG);
        assertThat(first.says(err -> err.contains("[base] step 0: "))).isTrue();
        Started second = seance.start(LONG);
        assertThat(second.says(err -> err.contains("[base] waiting for "))).isTrue();
        Outcome stopped = second.terminate().finish(Seance.PATIENCE);
        first.kill();
        assertThat(stopped.exit()).as(stopped::toString).isEqualTo(130);
        assertThat(stopped.err()).contains("stopped; [base] is being made by run micro/1 ");
    }

    /** As after a run that was interrupted when it began to train. */
    private static Seance withoutModels(String name) throws IOException {
        MicroRun micro = MicroRun.finished();
        Path folder = Places.fresh(name);
        Places.copy(micro.seance().folder().resolve("runs/store/corpus"), folder.resolve("runs/store/corpus"));
        Places.copy(micro.seance().folder().resolve("runs/store/vocabulary"), folder.resolve("runs/store/vocabulary"));
        Places.copy(micro.seance().folder().resolve("books"), folder.resolve("books"));
        Places.copy(micro.seance().folder().resolve(MicroRun.RECIPE), folder.resolve(MicroRun.RECIPE));
        return Seance.in(folder);
    }
}
