// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Vocabularies without a recipe: what {@code seance tokenizer} does, and what it says when it cannot. */
class TokenizerIT {

    private static final String TEXT =
            "“Pray, what became of the parish register?” said Mr. Orwick — 1,859 naïve 🎩\r\n\n";

    private static Seance seance;

    @BeforeAll
    static void arrive() throws IOException {
        seance = Seance.in(Places.fresh("tokenizer")).withoutNatives();
        InventedBooks.write(seance.folder().resolve("books"), 4, 3000, 7);
        file("text.txt", TEXT.getBytes(StandardCharsets.UTF_8));
        file("latin.txt", "one\ncaf\u00E9 and na\u00EFve".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(train("vocabulary", "books").exits(0).out())
                .contains("vocabulary/tokenizer.json: 600 tokens, from ", " in 4 files\n", " bytes a token ")
                .endsWith("next: seance tokenizer encode --vocabulary vocabulary < text\n");
    }

    private static Outcome train(String to, String... more) {
        List<String> arguments = new ArrayList<>(List.of("tokenizer", "train", "--size", "600", "--to", to));
        arguments.addAll(List.of(more));
        return seance.run(arguments.toArray(String[]::new));
    }

    private static Path file(String name, byte[] content) throws IOException {
        Path file = seance.folder().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    @Nested
    class Trains {

        @Test
        void theSameWhateverTheThreadsAndSaysItForScripts() throws IOException {
            JsonNode answer =
                    train("again", "books", "--threads", "1", "--json").exits(0).json();
            assertThat(answer.path("tokens").asInt()).isEqualTo(600);
            assertThat(answer.path("files").asInt()).isEqualTo(4);
            assertThat(answer.path("metrics").path("bytesPerToken").asDouble()).isGreaterThan(2);
            assertThat(seance.folder().resolve("again/tokenizer.json"))
                    .hasSameBinaryContentAs(seance.folder().resolve("vocabulary/tokenizer.json"));
            assertThat(seance.folder().resolve("runs")).doesNotExist();
        }

        @Test
        void withOptionsOfTheTokenizer() throws IOException {
            train("hf", "books", "--with", "byte-order=character").exits(0);
            assertThat(seance.folder().resolve("hf/tokenizer.json")).exists();
        }

        @Test
        void overAnOldOneOnlyWhenForced() throws IOException {
            train("old", "books").exits(0);
            Golden.check(
                    "tokenizer-exists",
                    seance,
                    train("old", "books").isTheUsersMistake().err());
            train("old", "books", "--force").exits(0);
        }

        @Test
        void onTextThatIsNotUtf8OnlyWhenToldTo() throws IOException {
            Golden.check(
                    "tokenizer-not-utf-8",
                    seance,
                    train("latin", "books", "latin.txt").isTheUsersMistake().err());
            assertThat(seance.folder().resolve("latin")).doesNotExist();
            Outcome replaced = train("latin", "books", "latin.txt", "--invalid-utf8", "replace")
                    .exits(0);
            assertThat(replaced.err())
                    .contains("seance: latin.txt: U+FFFD put in 2 places where bytes are not UTF-8, first at byte 7\n");
        }
    }

    @Nested
    class Encodes {

        @Test
        void standardInputAndBack() {
            Outcome ids = seance.type(TEXT, "tokenizer", "encode", "--vocabulary", "vocabulary")
                    .exits(0);
            assertThat(ids.out()).matches("[0-9]+( [0-9]+)+\n");
            assertThat(seance.type(ids.out(), "tokenizer", "decode", "--vocabulary", "vocabulary")
                            .exits(0)
                            .out())
                    .isEqualTo(TEXT);
        }

        @Test
        void filesALineEach() {
            String ids = seance.run("tokenizer", "encode", "--vocabulary", "vocabulary", "text.txt", "books")
                    .exits(0)
                    .out();
            assertThat(ids.lines()).hasSize(5);
            JsonNode counts = seance.run(
                            "tokenizer",
                            "encode",
                            "--vocabulary",
                            "vocabulary",
                            "text.txt",
                            "books",
                            "--count",
                            "--json")
                    .exits(0)
                    .json();
            assertThat(counts.path("tokens").asInt())
                    .isEqualTo(
                            ids.lines().mapToInt(line -> line.split(" ").length).sum());
        }

        @Test
        void specialTokensOnlyWhenAsked() {
            String text = "<|user|>Good evening.";
            String plain = seance.type(text, "tokenizer", "encode", "--vocabulary", "vocabulary")
                    .exits(0)
                    .out();
            String marked = seance.type(text, "tokenizer", "encode", "--vocabulary", "vocabulary", "--specials")
                    .exits(0)
                    .out();
            assertThat(marked.split(" ").length).isLessThan(plain.split(" ").length);
            assertThat(seance.type(marked, "tokenizer", "decode", "--vocabulary", "vocabulary")
                            .exits(0)
                            .out())
                    .isEqualTo("Good evening.");
        }

        @Test
        void toShardsThatAppearAsAWhole() throws IOException {
            JsonNode written = seance.run(
                            "tokenizer", "encode", "--vocabulary", "vocabulary", "books", "--to", "shards", "--json")
                    .exits(0)
                    .json();
            assertThat(written.path("documents").asInt()).isEqualTo(4);
            assertThat(Places.files(seance.folder().resolve("shards")))
                    .hasSize(8)
                    .contains("train-00000.bin", "train-00000.tsv");
            Outcome again =
                    seance.run("tokenizer", "encode", "--vocabulary", "vocabulary", "--specials", "--to", "shards");
            Golden.check("tokenizer-shards", seance, again.isTheUsersMistake().err());
        }
    }

    @Nested
    class Lints {

        @Test
        void aVocabularyAloneAndAgainstTexts() {
            assertThat(seance.run("tokenizer", "lint", "--vocabulary", "vocabulary")
                            .exits(0)
                            .out())
                    .contains("alphabet: ok", "round trip: ok", "No corpus was given");
            JsonNode found = seance.run("tokenizer", "lint", "--vocabulary", "vocabulary", "books", "--json")
                    .exits(0)
                    .json();
            assertThat(found.path("metrics").path("bytesPerToken").asDouble()).isGreaterThan(2);
            assertThat(found.path("failures").size()).isZero();
        }

        @Test
        void andExitsWithOneWhenAGateIsNotPassed() {
            Outcome failed = seance.run(
                    "tokenizer", "lint", "--vocabulary", "vocabulary", "books", "--with", "min-bytes-per-token=9");
            assertThat(failed.exits(1).err())
                    .matches(
                            "(?s).*seance: gate not passed: compression: \\d\\.\\d+ bytes a token, the limit is 9\\.0\n");
        }
    }

    @Nested
    class Says {

        private void told(String golden, String... arguments) throws IOException {
            Golden.check(
                    golden, seance, seance.run(arguments).isTheUsersMistake().err());
        }

        @Test
        void whatTrainingNeeds() throws IOException {
            told("tokenizer-nothing", "tokenizer", "train");
            told("tokenizer-no-files", "tokenizer", "train", "--size", "600", "--to", "new");
        }

        @Test
        void everythingThatIsWrongAtOnce() throws IOException {
            Files.createDirectories(seance.folder().resolve("empty"));
            file("hollow.txt", new byte[0]);
            told(
                    "tokenizer-mistakes",
                    "tokenizer",
                    "train",
                    "--size",
                    "100",
                    "--with",
                    "byte-order=valeu",
                    "--with",
                    "digit=2",
                    "--with",
                    "split",
                    "--to",
                    "text.txt",
                    "nowhere.txt",
                    "empty",
                    "hollow.txt");
        }

        @Test
        void thatTheTextIsTooSmallForTheSize() throws IOException {
            told("tokenizer-too-large", "tokenizer", "train", "--size", "5000", "--to", "new", "text.txt");
            assertThat(seance.folder().resolve("new")).doesNotExist();
        }

        @Test
        void whichTokenizersThereAre() throws IOException {
            told(
                    "tokenizer-unknown",
                    "tokenizer",
                    "train",
                    "--tokenizer",
                    "bep",
                    "--size",
                    "600",
                    "--to",
                    "new",
                    "books");
        }

        @Test
        void thatAWordIsNoId() throws IOException {
            told("tokenizer-decode-words", "tokenizer", "decode", "--vocabulary", "vocabulary", "300", "the");
            Golden.check(
                    "tokenizer-decode-input",
                    seance,
                    seance.type("300 301\n302 3O3\n", "tokenizer", "decode", "--vocabulary", "vocabulary")
                            .isTheUsersMistake()
                            .err());
        }

        @Test
        void thatAnIdIsOfAnotherVocabulary() {
            Outcome decoded = seance.run("tokenizer", "decode", "--vocabulary", "vocabulary", "99999");
            assertThat(decoded.exits(0).out()).isEqualTo("\uFFFD");
            assertThat(decoded.err())
                    .isEqualTo("seance: 1 of the ids are not in this vocabulary (0 to 599), first 99999; U+FFFD stands"
                            + " in their place\n");
        }

        @Test
        void thatThereIsNoVocabulary() throws IOException {
            told("tokenizer-no-vocabulary", "tokenizer", "encode", "--vocabulary", "nowhere");
            told("tokenizer-no-vocabulary-file", "tokenizer", "encode", "--vocabulary", "books");
        }

        @Test
        void thatAVocabularyIsDamagedOrForeign() throws IOException {
            String whole = Files.readString(seance.folder().resolve("vocabulary/tokenizer.json"));
            file("torn/tokenizer.json", whole.substring(0, 3000).getBytes(StandardCharsets.UTF_8));
            told("tokenizer-damaged", "tokenizer", "lint", "--vocabulary", "torn");
            file("bert/tokenizer.json", """
                    {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
                     "normalizer": {"type": "BertNormalizer"}, "pre_tokenizer": {"type": "BertPreTokenizer"},
                     "post_processor": null, "decoder": {"type": "WordPiece", "prefix": "##"},
                     "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, "the": 1, "##s": 2}}}
                    """.getBytes(StandardCharsets.UTF_8));
            told("tokenizer-foreign", "tokenizer", "encode", "--vocabulary", "bert");
        }
    }
}
