// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What goes wrong for people, and what they are told: where, what was found, what to do. Never a stack trace. */
class BadInputIT {

    private static Seance seance;

    @BeforeAll
    static void arrive() throws IOException {
        seance = Seance.in(Places.fresh("bad input")).withoutNatives();
        Files.writeString(seance.folder().resolve(MicroRun.RECIPE), Places.resource(MicroRun.RECIPE));
        Files.writeString(seance.folder().resolve("mistakes.yaml"), Places.resource("mistakes.yaml"));
        InventedBooks.write(seance.folder().resolve("books"), 4, 400, 1);
    }

    /** Runs micro with these settings and compares what is said after the steps that went well. */
    private static void told(String golden, String... overrides) throws IOException {
        String[] arguments = new String[2 + 2 * overrides.length];
        arguments[0] = "run";
        arguments[1] = MicroRun.RECIPE;
        for (int i = 0; i < overrides.length; i++) {
            arguments[2 + 2 * i] = "--set";
            arguments[3 + 2 * i] = overrides[i];
        }
        String err = seance.run(arguments).isTheUsersMistake().err();
        String complaint = err.lines()
                .filter(line -> !line.matches(
                        "The Least of Novelists, run .*|\\[[a-z]+] (MISS|HIT|done in|[a-z-]+: [\\d,]+ -> ).*"))
                .reduce("", (before, line) -> before + line + "\n");
        Golden.check(golden, seance, complaint);
    }

    private static Path folder(String name) throws IOException {
        return Files.createDirectories(seance.folder().resolve(name));
    }

    @Nested
    class InARecipe {

        @Test
        void tenMistakesAreToldTogetherAndSoon() throws IOException {
            // Some ten times a bare start of Java when nothing is read or unpacked before it complains.
            double limit = 120 * Floor.seconds();
            Outcome told = seance.run("run", "mistakes.yaml").isTheUsersMistake();
            Golden.check("ten-mistakes", seance, told.err());
            assertThat(told.err().lines().filter(line -> line.matches("mistakes\\.yaml:\\d+:\\d+: .*")))
                    .hasSize(10);
            assertThat(told.seconds()).isLessThan(limit);
            assertThat(seance.folder().resolve("runs/mistakes")).doesNotExist();
            assertThat(seance.cache().resolve("pytorch"))
                    .as("native libraries unpacked only to complain")
                    .doesNotExist();
        }

        @Test
        void anUnknownPluginIsAnsweredWithThoseThereAre() throws IOException {
            told("unknown-plugin", "vocabulary.tokenizer=bpee");
        }

        @Test
        void anUnknownRecipeIsAnsweredWithThoseThereAre() throws IOException {
            Golden.check(
                    "unknown-recipe",
                    seance,
                    seance.run("run", "victoriann").isTheUsersMistake().err());
            Golden.check(
                    "no-such-recipe-file",
                    seance,
                    seance.run("run", "mine/own.yaml").isTheUsersMistake().err());
        }

        @Test
        void aDamagedFileIsToldWithItsPlace() throws IOException {
            Files.writeString(seance.folder().resolve("torn.yaml"), "recipe: torn\nsteps: {books: {corpus: folder\n");
            Golden.check(
                    "torn-recipe",
                    seance,
                    seance.run("validate", "torn.yaml").isTheUsersMistake().err());
        }
    }

    @Nested
    class InTheBooks {

        @Test
        void aMissingFolder() throws IOException {
            told("missing-folder", "books.path=nowhere");
        }

        @Test
        void anEmptyFolder() throws IOException {
            folder("empty");
            told("empty-folder", "books.path=empty");
        }

        @Test
        void aFolderOfOtherFiles() throws IOException {
            Files.writeString(folder("scans").resolve("page-1.pdf"), "%PDF-");
            told("folder-of-scans", "books.path=scans");
        }

        @Test
        void aTextInAnotherEncoding() throws IOException {
            Files.write(
                    folder("windows").resolve("1850_cafe.txt"),
                    "A house of coffee, or café, stood there.".getBytes(Charset.forName("windows-1252")));
            told("not-utf-8", "books.path=windows", "books.encoding=utf-8");
        }

        @Test
        void aTextNobodyMayRead() throws IOException {
            Path file = folder("locked").resolve("1850_locked.txt");
            Files.writeString(file, "Nobody reads this.");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
            assumeTrue(!Files.isReadable(file), "root reads everything");
            told("unreadable-file", "books.path=locked");
        }

        @Test
        void noneLeftAfterTheFilters() throws IOException {
            told("nothing-left", "era.from=1700", "era.to=1710");
        }

        @Test
        void aDamagedRowOfMetadata() throws IOException {
            Path folder = folder("rows");
            Files.writeString(folder.resolve("one.txt"), InventedBooks.book(100, 1));
            Files.writeString(
                    folder.resolve("metadata.jsonl"),
                    "{\"file\": \"one.txt\", \"title\": \"One\", \"year\": \"some day\"}\n");
            told("bad-metadata", "books.path=rows");
        }
    }

    @Nested
    class InWhatIsAskedOfThem {

        @Test
        void aVocabularyLargerThanTheTextsGive() throws IOException {
            told("vocabulary-too-large", "vocabulary.size=5000");
        }

        @Test
        void aBatchLargerThanTheText() throws IOException {
            told(
                    "batch-larger-than-text",
                    "vocabulary.size=400",
                    "base.model.context=8192",
                    "base.batch-tokens=131072");
        }

        @Test
        void aBatchThatDoesNotDivide() throws IOException {
            told("batch-does-not-divide", "base.batch-tokens=1000");
        }
    }

    @Nested
    class InAVocabularyMadeElsewhere {

        @Test
        void whichLacksBytes() throws IOException {
            Files.writeString(folder("of-letters").resolve("tokenizer.json"), """
                    {"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false}, "decoder": {"type": "ByteLevel"},
                     "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}}
                    """);
            Outcome told = seance.run("tokenizer", "encode", "--vocabulary", "of-letters", MicroRun.RECIPE);
            Golden.check(
                    "vocabulary-without-bytes", seance, told.isTheUsersMistake().err());
        }
    }

    @Nested
    class OnTheCommandLine {

        @Test
        void anUnknownRun() throws IOException {
            Golden.check(
                    "unknown-run",
                    seance,
                    seance.run("chat", "victorian", "--runs", "none")
                            .isTheUsersMistake()
                            .err());
            Golden.check(
                    "unknown-run-of-some",
                    MicroRun.finished().seance(),
                    MicroRun.finished()
                            .seance()
                            .run("report", "micr")
                            .isTheUsersMistake()
                            .err());
        }

        @Test
        void aFullDisk() throws IOException {
            // A disk of 300 kB that only this process sees; not every system lets a user make one.
            Path disk = folder("disk");
            String mount = "mount -t tmpfs -o size=300k tmpfs '" + disk + "' && exec \"$@\"";
            Seance full = seance.behind("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh");
            assumeTrue(full.run("--version").exit() == 0, "no disks of one's own here");
            Path many = InventedBooks.write(seance.folder().resolve("many books"), 40, 2000, 9);
            Outcome told = full.run("run", MicroRun.RECIPE, "--runs", "disk", "--set", "books.path=" + many);
            Golden.check("disk-full", seance, told.isTheUsersMistake().err());
        }

        @Test
        void noRecipe() throws IOException {
            Golden.check(
                    "no-recipe", seance, seance.run("run").isTheUsersMistake().err());
        }

        @Test
        void aSettingThatIsNone() throws IOException {
            told("no-setting", "books.path", "bsae.steps=3");
        }

        @Test
        void aFileWhereTheRunsShouldBe() throws IOException {
            Files.writeString(seance.folder().resolve("a-file"), "");
            Golden.check(
                    "runs-is-a-file",
                    seance,
                    seance.run("run", MicroRun.RECIPE, "--runs", "a-file")
                            .isTheUsersMistake()
                            .err());
        }
    }
}
