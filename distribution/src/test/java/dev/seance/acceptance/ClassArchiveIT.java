// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The archives of loaded classes that shorten the start: made once, used after that, never in anybody's way. */
class ClassArchiveIT {

    /** Java gives up where it would otherwise make do without an archive. */
    private static final String OR_NONE = "-Xshare:on";

    private Seance seance;

    @BeforeEach
    void arrive() throws IOException {
        seance = Seance.in(Places.fresh("class-archive"));
    }

    private List<String> archives() throws IOException {
        return Files.isDirectory(seance.cache()) ? Places.files(seance.cache()) : List.of();
    }

    private Path onlyArchive() throws IOException {
        assertThat(archives()).singleElement().asString().matches("classes-\\d+-\\d+-help\\.jsa");
        return seance.cache().resolve(archives().get(0));
    }

    @Test
    void theFirstStartMakesItAndTheSecondUsesIt() throws IOException {
        Outcome first = seance.run("--help").exits(0);
        Path archive = onlyArchive();
        byte[] made = Files.readAllBytes(archive);

        Outcome second = seance.with("SEANCE_JAVA_OPTS", OR_NONE).run("--help").exits(0);
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(first.err()).isEmpty();
        assertThat(second.err()).isEmpty();
        assertThat(archive).hasBinaryContent(made);
    }

    @Test
    void commandsThatLoadOtherClassesHaveOneOfTheirOwn() throws IOException {
        for (int start = 0; start < 2; start++) {
            seance.run("plugins", "list").exits(0);
            seance.run("recipes", "list").exits(0);
            seance.run("recipes", "list", "--help").exits(0);
        }
        assertThat(archives().stream().map(name -> name.replaceAll("[\\d-]+", "-")))
                .containsExactlyInAnyOrder("classes-help.jsa", "classes-plugins.jsa", "classes-recipes.jsa");
    }

    @Test
    void aFailedCommandLeavesNone() throws IOException {
        seance.run("validate", "no-such-recipe").isTheUsersMistake();
        assertThat(archives()).isEmpty();
    }

    @Test
    void aDamagedOneIsPassedOver() throws IOException {
        String help = seance.run("--help").exits(0).out();
        Path archive = onlyArchive();
        byte[] whole = Files.readAllBytes(archive);
        byte[] ofAnotherJava = whole.clone();
        Arrays.fill(ofAnotherJava, 8, 1000, (byte) 7);
        for (byte[] damaged : List.of(new byte[1], Arrays.copyOf(whole, 100), new byte[whole.length], ofAnotherJava)) {
            Files.delete(archive);
            Files.write(archive, damaged);
            Outcome outcome = seance.run("--help").exits(0);
            assertThat(outcome.out()).isEqualTo(help);
            assertThat(outcome.err()).isEmpty();
        }
    }

    @Test
    void twoAtOnceMakeOneBetweenThem() throws IOException {
        Started one = seance.start("--help");
        Started other = seance.start("--help");
        one.finish(Seance.PATIENCE).exits(0);
        other.finish(Seance.PATIENCE).exits(0);

        onlyArchive();
        seance.with("SEANCE_JAVA_OPTS", OR_NONE).run("--help").exits(0);
    }

    @Test
    @Tag("full")
    void killedAtAnyMomentItLeavesTheNextStartUnharmed() throws IOException, InterruptedException {
        for (int milliseconds : new int[] {100, 400, 700, 1000, 1300}) {
            Started started = seance.start("--help");
            Thread.sleep(milliseconds);
            started.kill();
            assertThat(archives().stream().filter(name -> name.endsWith(".jsa")).count())
                    .isLessThanOrEqualTo(1);
        }
        seance.run("--help").exits(0);
        seance.with("SEANCE_JAVA_OPTS", OR_NONE).run("--help").exits(0);
    }

    @Test
    void placesWithBlanksAreNoObstacle() throws IOException {
        Path there = seance.folder().resolve("my own seance");
        Files.createDirectories(there.resolve("bin"));
        Files.copy(Seance.HOME.resolve("bin/seance"), there.resolve("bin/seance"));
        there.resolve("bin/seance").toFile().setExecutable(true);
        for (String part : List.of("lib", "plugins", "recipes")) {
            Files.createSymbolicLink(there.resolve(part), Seance.HOME.resolve(part));
        }
        Seance theirs = seance.installedIn(there)
                .with("SEANCE_CACHE", seance.folder().resolve("a cache").toString());

        theirs.run("recipes", "list").exits(0);
        theirs.with("SEANCE_JAVA_OPTS", OR_NONE).run("recipes", "list").exits(0);
        assertThat(Places.files(seance.folder().resolve("a cache")))
                .singleElement()
                .asString()
                .endsWith("-recipes.jsa");
    }

    @Test
    void withoutAPlaceForItCommandsWorkAllTheSame() throws IOException {
        Path file = Files.writeString(seance.folder().resolve("file"), "");
        for (String place : List.of(file + "/cache", "/proc/cache")) {
            Outcome outcome = seance.with("SEANCE_CACHE", place).run("--help").exits(0);
            assertThat(outcome.err()).isEmpty();
        }
        seance.behind("env", "-u", "HOME", "SEANCE_CACHE=" + seance.cache())
                .run("recipes", "list")
                .exits(0);
    }
}
