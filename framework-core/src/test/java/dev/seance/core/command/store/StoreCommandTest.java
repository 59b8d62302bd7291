// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.core.command.main.SeanceMain;
import dev.seance.core.report.SampleRuns;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunReferences;
import dev.seance.core.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandTest {

    @TempDir
    Path folder;

    private Path runs;
    private RunFolder finished;

    /** What a command said, and its exit code. */
    private record Answer(int code, String out, String err) {

        JsonNode json() throws IOException {
            return Json.mapper().readTree(out);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        runs = folder.resolve("runs");
        SampleRuns sample = new SampleRuns(runs);
        finished = sample.begin("victorian", "recipe: victorian\nseed: 1\n", "c0");
        sample.finish(finished, "Mr. Chatterbox", sample.everyKind("quite"));
        List<String> lines = new ArrayList<>();
        Map.of("books", "corpus c0", "vocabulary", "vocabulary b0", "base", "model a0", "later", "model a9")
                .forEach((step, artifact) -> lines.add(
                        Json.line(new RunReferences.Reference(step, artifact.split(" ")[0], artifact.split(" ")[1]))));
        Files.write(finished.file("artifacts.jsonl"), lines);
    }

    private Answer seance(Path runsFolder, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--runs", runsFolder.toString()));
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return new Answer(
                    SeanceMain.commandLine(arguments).execute(all.toArray(String[]::new)),
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }

    private Path archive() {
        return folder.resolve("victorian.tar.zst");
    }

    @Test
    void packsARunAndSaysWhatIsNotInIt() throws IOException {
        Answer packed =
                seance(runs, "store", "pack", "victorian", "--to", archive().toString());
        assertThat(packed.code()).as(packed.err()).isZero();
        assertThat(packed.err())
                .contains("packed 3 artifacts of victorian/1 into ", "not made yet, so not in it: later");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("runs", "victorian.tar.zst");
        }

        Path elsewhere = folder.resolve("elsewhere");
        JsonNode unpacked = seance(elsewhere, "store", "unpack", archive().toString(), "--json")
                .json();
        assertThat(unpacked.path("unpacked")).hasSize(3);
        assertThat(elsewhere.resolve("store/corpus/c0/manifest.json"))
                .hasSameBinaryContentAs(runs.resolve("store/corpus/c0/manifest.json"));
    }

    @Test
    void packsTheStepsThatWereAskedFor() throws IOException {
        for (String[] form :
                new String[][] {{"victorian/1/base"}, {"victorian/base"}, {"victorian", "--step", "base"}}) {
            List<String> arguments = new ArrayList<>(List.of("store", "pack"));
            arguments.addAll(List.of(form));
            arguments.addAll(List.of("--to", archive().toString(), "--force", "--json"));
            Answer packed = seance(runs, arguments.toArray(String[]::new));
            assertThat(packed.code()).as(packed.err()).isZero();
            assertThat(packed.json().at("/artifacts/0/step").asText()).isEqualTo("base");
            assertThat(packed.json().path("artifacts")).hasSize(1);
        }
        Answer later = seance(runs, "store", "pack", "victorian/later", "--to", "x");
        assertThat(later.code()).isEqualTo(2);
        assertThat(later.err()).isEqualTo("seance: run victorian/1 has nothing to pack: not in the store: later\n");
        Answer unknown = seance(runs, "store", "pack", "georgian", "--to", "x");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("no run 'georgian'");
    }

    @Test
    void leavesNoArchiveWhenPackingFails() throws IOException {
        Files.delete(runs.resolve("store/corpus/c0/funnel.json"));
        Files.write(runs.resolve("store/corpus/c0/funnel.json"), new byte[0]);
        Answer packed = seance(
                runs, "store", "pack", "victorian/books", "--to", archive().toString());
        assertThat(packed.code()).isEqualTo(2);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("runs");
        }
    }

    @Test
    void verifies() throws IOException {
        Answer sound = seance(runs, "store", "verify");
        assertThat(sound.code()).isZero();
        assertThat(sound.out()).contains("6 artifacts, ").endsWith(": no problems found\n");

        Files.writeString(runs.resolve("store/corpus/c0/funnel.json"), "{}");
        Answer damaged = seance(runs, "store", "verify");
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.out())
                .contains(runs.resolve("store/corpus/c0") + " (step books)", "    funnel.json: 2 bytes, expected ")
                .contains("1 damaged. Delete its folder and run the recipe again");
        Answer json = seance(runs, "store", "verify", "--json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.json().at("/damaged/0/fingerprint").asText()).isEqualTo("c0");
        assertThat(seance(folder.resolve("nowhere"), "store", "verify").code()).isEqualTo(2);
    }

    @Test
    void deletesWhatNoRunUses() throws IOException {
        assertThat(seance(runs, "store", "gc").out()).isEqualTo("nothing to delete\n");
        assertThat(seance(runs, "runs", "rm", "victorian", "--yes").code()).isZero();
        long bytes = seance(runs, "store", "gc", "--dry-run", "--json")
                .json()
                .path("bytes")
                .asLong();
        assertThat(bytes).isPositive();
        assertThat(runs.resolve("store/model/a0")).exists();
        Answer gc = seance(runs, "store", "gc", "-q");
        assertThat(gc.out()).isEqualTo(String.format(Locale.ROOT, "freed %,d bytes%n", bytes));
        assertThat(runs.resolve("store/model/a0")).doesNotExist();
        assertThat(seance(runs, "store", "gc", "--days", "-3").code()).isEqualTo(2);
    }

    @Test
    void saysWhatIsNoArchive() throws IOException {
        Files.writeString(archive(), "Once upon a time");
        Answer text = seance(runs, "store", "unpack", archive().toString());
        assertThat(text.code()).isEqualTo(2);
        assertThat(text.err())
                .startsWith("seance: " + archive() + ": it ends too early")
                .doesNotContain("\tat ");
        assertThat(seance(runs, "store", "unpack", folder.toString()).code()).isEqualTo(2);
        assertThat(seance(runs, "store", "unpack", folder.resolve("none").toString())
                        .err())
                .contains("no such file or folder");
        assertThat(seance(archive(), "store", "unpack", archive().toString()).err())
                .contains("is a file; give a folder");
    }
}
