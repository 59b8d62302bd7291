// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Texts as they come: with links that lead nowhere, compressed, too large, in a package of another version. */
class CorpusInputIT {

    private Seance seance;
    private Path books;

    @BeforeEach
    void arrive(TestInfo test) throws IOException {
        seance = Seance.in(Places.fresh(
                        "corpus input " + test.getTestMethod().orElseThrow().getName()))
                .withoutNatives();
        books = Files.createDirectories(seance.folder().resolve("books"));
    }

    private void recipe(String corpus) throws IOException {
        Files.writeString(seance.folder().resolve("r.yaml"), """
                recipe: r
                title: R
                era: {from: 1837, to: 1901, language: English}
                steps:
                  books: {corpus: %s, filters: [{era: {undated: keep}}]}
                  vocabulary: {tokenizer: bpe, from: books, with: {size: 300}}
                """.formatted(corpus));
    }

    @Test
    void whatIsNotReadIsNamedByRecipesAndCommandsAlike() throws IOException {
        Files.writeString(books.resolve("here.txt"), InventedBooks.book(400, 1));
        Files.createSymbolicLink(books.resolve("gone.txt"), Path.of("../annex/none"));
        Files.createSymbolicLink(books.resolve("gone too.txt"), Path.of("/nowhere/x.txt"));
        recipe("folder, with: {path: books}");
        Outcome run = seance.run("run", "r.yaml", "--offline").exits(0);
        assertThat(run.err())
                .contains("[books] not read: 2 link to a file that does not exist (gone too.txt, gone.txt)");
        assertThat(seance.run("report", "r").exits(0).out())
                .contains("not read: 2 link to a file that does not exist (gone too.txt, gone.txt)");
        assertThat(seance.run("report", "r", "--json")
                        .json()
                        .at("/steps/0/metrics/filesSkipped")
                        .asInt())
                .isEqualTo(2);
        assertThat(seance.run("tokenizer", "train", "--size", "270", "books", "--to", "v")
                        .exits(0)
                        .err())
                .contains("not read: 2 link to a file that does not exist");
        Files.delete(books.resolve("here.txt"));
        assertThat(seance.run("validate", "r.yaml").isTheUsersMistake().out()
                        + seance.run("validate", "r.yaml").err())
                .contains("no .txt, .md or .zip file to read", "2 link to a file that does not exist");
    }

    @Test
    void aTextThatDoesNotFitIntoMemoryIsNamedWithTheRemedy() throws IOException {
        byte[] chapter = InventedBooks.book(4000, 1).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(books.resolve("all.txt"))) {
            for (int written = 0; written < 40 << 20; written += chapter.length) {
                out.write(chapter);
            }
        }
        recipe("folder, with: {path: books}");
        Outcome run = seance.with("SEANCE_JAVA_OPTS", "-Xmx256m")
                .run("run", "r.yaml", "--offline")
                .isTheUsersMistake();
        assertThat(run.err())
                .contains("[books] " + books.resolve("all.txt") + " has ")
                // A little less than -Xmx where the collector keeps a survivor space apart.
                .containsPattern("Java may use 2[45]\\d MB: set SEANCE_JAVA_OPTS=-Xmx");
        Files.move(books.resolve("all.txt"), books.resolve("part.txt"));
        seance.with("SEANCE_JAVA_OPTS", "-Xmx600m")
                .run("run", "r.yaml", "--offline")
                .exits(0);
    }

    @Test
    void compressedFilesAreReadByCommandsAsByRecipes() throws IOException {
        String text = InventedBooks.book(3000, 1);
        Files.writeString(books.resolve("a.txt"), text.replace("\n", "\r\n"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(books.resolve("b.txt.gz")))) {
            out.write(InventedBooks.book(3000, 2).getBytes(StandardCharsets.UTF_8));
        }
        recipe("folder, with: {path: books}, validation-fraction: 0");
        seance.run("run", "r.yaml", "--offline").exits(0);
        seance.run("tokenizer", "train", "--size", "300", "books", "--to", "v").exits(0);
        seance.run("tokenizer", "train", "--size", "300", "books/a.txt", "books/b.txt.gz", "--to", "w")
                .exits(0);
        String byCommand = Files.readString(seance.folder().resolve("v/tokenizer.json"));
        assertThat(Files.readString(seance.folder().resolve("w/tokenizer.json")))
                .isEqualTo(byCommand);
        try (Stream<Path> found = Files.walk(seance.folder().resolve("runs/store"))) {
            Path byRecipe = found.filter(path -> path.endsWith("tokenizer.json"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(byRecipe)).isEqualTo(byCommand);
        }
    }

    @Test
    void aPackageOfAnotherVersionIsRefused() throws Exception {
        Path packed = seance.folder().resolve("package");
        Files.createDirectories(packed);
        Files.writeString(packed.resolve("package.json"), "{\"name\": \"@attic/tales\", \"version\": \"0.2.3\"}");
        Files.writeString(packed.resolve("tale.txt"), InventedBooks.book(400, 1));
        Path file = seance.folder().resolve("tales.tgz");
        new ProcessBuilder("tar", "czf", file.toString(), "package")
                .directory(seance.folder().toFile())
                .start()
                .waitFor();
        String sha256 = sha256(file);
        Files.createDirectories(seance.cache().resolve("packages"));
        Files.move(file, seance.cache().resolve("packages").resolve(sha256 + ".tgz"));
        String corpus = "packages, with: {packages: [{name: \"@attic/tales\", version: %s, sha256: " + sha256
                + ", year: 1851}]}";
        recipe(corpus.formatted("0.2.3"));
        seance.run("run", "r.yaml", "--offline").exits(0);
        recipe(corpus.formatted("9.9.9"));
        Outcome refused = seance.run("run", "r.yaml", "--offline").isTheUsersMistake();
        assertThat(refused.err()).contains("the file of that sha256 is @attic/tales@0.2.3");
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
