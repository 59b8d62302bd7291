// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.BpeVocabulary;
import dev.seance.plugins.bpe.BpeVocabularyTest;
import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.model.ByteLevel;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {

    private static final SplitPattern.PreTokenizer TWO_DIGITS = new SplitPattern.PreTokenizer(SplitPattern.GPT4, 2);

    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() throws IOException {
        for (ByteOrder order : ByteOrder.values()) {
            BpeVocabulary written = BpeVocabularyTest.vocabulary(order, TWO_DIGITS);
            written.save(folder);
            BpeVocabulary read = new BpeVocabulary(TokenizerFile.read(folder));
            assertThat(read.size()).isEqualTo(written.size());
            assertThat(read.model().split()).isEqualTo(TWO_DIGITS);
            for (int id = 0; id < written.size(); id++) {
                assertThat(read.bytes(id)).isEqualTo(written.bytes(id));
            }
            for (long seed = 1; seed <= 500; seed++) {
                String text = new RandomTexts(seed).next();
                assertThat(read.encode(text)).as("seed %d", seed).isEqualTo(written.encode(text));
            }
        }
    }

    @Test
    void writesEqualBytesForEqualVocabulariesAndThreeFiles() throws IOException {
        Path other = folder.resolve("a/b");
        BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS).save(folder.resolve("c"));
        BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS).save(other);
        assertThat(other.resolve(Vocabulary.FILE)).hasSameBinaryContentAs(folder.resolve("c/tokenizer.json"));
        try (Stream<Path> files = Files.list(other)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(Vocabulary.FILE, "tokenizer_config.json", "vocabulary.tiktoken");
        }
    }

    @Test
    void leavesNothingToLoadWhereItCouldNotWriteAll() throws IOException {
        for (String blocked : new String[] {"tokenizer_config.json", "vocabulary.tiktoken", "tokenizer.json"}) {
            Path place = folder.resolve("blocked-" + blocked);
            Files.createDirectories(place.resolve(blocked).resolve("in the way"));
            BpeVocabulary vocabulary = BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS);
            assertThatThrownBy(() -> vocabulary.save(place)).isInstanceOf(IOException.class);
            assertThat(Files.isRegularFile(place.resolve(Vocabulary.FILE)))
                    .as(blocked)
                    .isFalse();
            try (Stream<Path> files = Files.list(place)) {
                assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
            }
        }
    }

    @Nested
    class Refuses {

        @Test
        void anEmptyFolder() {
            assertThatThrownBy(() -> TokenizerFile.read(folder))
                    .isInstanceOf(UserError.class)
                    .hasMessage("there is no vocabulary at " + folder.resolve(Vocabulary.FILE)
                            + "; correct the path, or train one first");
        }

        @Test
        void aFileCutShort() throws IOException {
            BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS).save(folder);
            Path file = folder.resolve(Vocabulary.FILE);
            String whole = Files.readString(file);
            for (int length : new int[] {0, 1, 100, whole.length() / 2, whole.length() - 3}) {
                Files.writeString(file, whole.substring(0, length));
                assertThatThrownBy(() -> TokenizerFile.read(folder))
                        .as("length %d", length)
                        .isInstanceOf(UserError.class)
                        .hasMessageContaining(file.toString());
            }
        }

        @Test
        void aFileWithOneByteWrongUnlessItStillEncodesAnything() throws IOException {
            BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS).save(folder);
            Path file = folder.resolve(Vocabulary.FILE);
            byte[] content = Files.readAllBytes(file);
            for (long seed = 1; seed <= 400; seed++) {
                Random random = new Random(seed);
                byte[] damaged = content.clone();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                Files.write(file, damaged);
                try {
                    // A changed id is still an id, and a changed letter another token.
                    BpeVocabulary read = new BpeVocabulary(TokenizerFile.read(folder));
                    String text = new RandomTexts(seed).next();
                    assertThat(read.decode(read.encode(text)))
                            .as("seed %d", seed)
                            .isEqualTo(text);
                } catch (UserError e) {
                    assertThat(e).as("seed %d", seed).hasMessageContaining(file.toString());
                }
            }
        }

        @Test
        void whatIsNoJsonWithItsPlace() throws IOException {
            for (Map.Entry<String, String> file : Map.of(
                            "{\"version\": \"1.0\",\n  \"model\" {}}",
                            "(line 2, column ",
                            "{\"model\": {\"vocab\": {\"a\": 1,\n\"a\": 2}}}",
                            "'a' is there twice (line 2, column ",
                            "{\"model\": null,\n\"model\": null}",
                            "'model' is there twice (line 2, column ",
                            "{\"decoder\": {\"type\": 1,\n\"type\": 2}}",
                            "'type' is there twice (line 2, column ",
                            "{\"model\": {}}\n{}",
                            "something follows the end (line 2, column ",
                            "{\"decoder\": {\n]",
                            "is damaged: Unexpected close marker ']': expected '}' (line 2, column ",
                            "{\"decoder\": {\n\"type\"",
                            "is damaged: it ends too early (line 2, column ",
                            "{\"decoder\": " + "[".repeat(2000),
                            "nesting depth")
                    .entrySet()) {
                Files.writeString(folder.resolve(Vocabulary.FILE), file.getKey());
                assertThatThrownBy(() -> TokenizerFile.read(folder))
                        .isInstanceOf(UserError.class)
                        .hasMessageStartingWith(folder.resolve(Vocabulary.FILE) + " is damaged: ")
                        .hasMessageContaining(file.getValue())
                        .hasMessageEndingWith("; restore it from a copy, or train the vocabulary again");
            }
        }

        @Test
        void whatIsNotUtf8() throws IOException {
            BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS).save(folder);
            Path file = folder.resolve(Vocabulary.FILE);
            Files.write(
                    file,
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> TokenizerFile.read(folder))
                    .isInstanceOf(UserError.class)
                    .hasMessage(file + " is damaged: it is not UTF-8;"
                            + " restore it from a copy, or train the vocabulary again");
        }

        @Test
        void aDamagedFileBesideIt() throws IOException {
            BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS).save(folder);
            Path config = folder.resolve(ConfigLayout.FILE);
            Files.writeString(config, "{\"bos_token\": ");
            assertThatThrownBy(() -> TokenizerFile.read(folder))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(config + " is damaged: ");
        }

        @Test
        void anotherKindOfModel() throws IOException {
            assertRefused(
                    root -> model(root).put("type", "WordPiece"),
                    "its model is WordPiece, not BPE; give the folder of a byte-level BPE vocabulary, as GPT-2's and"
                            + " Llama 3's are, or train one");
            assertRefused(
                    root -> {
                        model(root).put("type", "Unigram");
                        model(root).putArray("vocab").addArray().add("▁the").add(-3.5);
                        model(root).remove("merges");
                    },
                    "its model is Unigram, not BPE");
            assertRefused(root -> model(root).remove("merges"), "model.vocab or model.merges is missing");
            assertRefused(root -> root.remove("model"), "it has no model");
            assertRefused(
                    root -> model(root).put("dropout", 0.1), "model.dropout is 0.1: it leaves out merges at random");
            assertRefused(
                    root -> model(root).put("continuing_subword_prefix", "##"),
                    "model.continuing_subword_prefix is \"##\": its tokens are of words");
            assertRefused(
                    root -> model(root).put("end_of_word_suffix", "</w>"), "model.end_of_word_suffix is \"</w>\"");
        }

        @Test
        void bpeInSentencePiecesManner() throws IOException {
            String manner =
                    ": this is BPE in SentencePiece's manner, on characters with ▁ for a space; give the folder";
            assertRefused(root -> model(root).put("byte_fallback", true), "model.byte_fallback is true" + manner);
            assertRefused(
                    root -> root.putObject("pre_tokenizer").put("type", "Metaspace"),
                    "its pre_tokenizer is Metaspace" + manner);
            assertRefused(
                    root -> root.putObject("normalizer").put("type", "Prepend").put("prepend", "▁"),
                    "its normalizer is {\"type\":\"Prepend\",\"prepend\":\"▁\"}" + manner);
            assertRefused(root -> vocab(root).put("▁the", 900), "token 900, \"▁the\", is neither special nor");
        }

        @Test
        void whatChangesText() throws IOException {
            assertRefused(
                    root -> root.putObject("normalizer").put("type", "NFC"),
                    "its normalizer NFC changes text before encoding, so that decoding does not give the text back;"
                            + " where the texts are in that form already, set normalizer to null in a copy of the file");
            assertRefused(
                    root -> ((ObjectNode) root.at("/pre_tokenizer/pretokenizers/1")).put("add_prefix_space", true),
                    "pre_tokenizer.add_prefix_space is true: with a space put before each text");
        }

        @Test
        void anotherWayToCutText() throws IOException {
            assertRefused(root -> root.set("pre_tokenizer", null), "its pre_tokenizer null has no ByteLevel");
            assertRefused(
                    root -> root.putObject("pre_tokenizer").put("type", "Whitespace"),
                    "its pre_tokenizer [Whitespace] has no ByteLevel");
            assertRefused(
                    root -> ((ArrayNode) root.at("/pre_tokenizer/pretokenizers"))
                            .insertObject(0)
                            .put("type", "Punctuation"),
                    "its pre_tokenizer is a sequence of Punctuation, Split, ByteLevel; only");
            assertRefused(
                    root -> ((ObjectNode) root.at("/pre_tokenizer/pretokenizers/1")).put("use_regex", true),
                    "its pre_tokenizer is a sequence of Split, ByteLevel with a pattern of its own; only");
            assertRefused(
                    root -> ((ObjectNode) root.at("/pre_tokenizer/pretokenizers/0")).put("behavior", "Removed"),
                    "only a Regex whose matches are the pieces");
            assertRefused(
                    root -> root.putObject("decoder").put("type", "WordPiece"),
                    "its decoder is WordPiece, not ByteLevel");
        }

        @Test
        void specialTokensThatContradictThemselves() throws IOException {
            assertRefused(root -> vocab(root).put("<|pad|>", 901), "the id of <|pad|> is 901 in model.vocab, but 1 in");
            assertRefused(root -> added(root, 2).put("content", "<|pad|>"), "added token <|pad|> or its id 2");
            assertRefused(root -> added(root, 2).put("id", -1), "has no content, or no id in 0..1048575");
            assertRefused(root -> added(root, 2).put("content", "<s>"), "tokens <|user|> and <s> have the same id, 2");
            assertRefused(
                    root -> root.withArray("added_tokens")
                            .addObject()
                            .put("id", 900)
                            .put("content", "   ")
                            .put("special", false),
                    "its added token \"   \" is not special: text that has it becomes it before any merge");
            assertRefused(
                    root -> {
                        vocab(root).put("<0Ġx>", 901);
                        root.withArray("added_tokens")
                                .addObject()
                                .put("id", 902)
                                .put("content", "<0 x>")
                                .put("special", true);
                    },
                    "ordinary token \"<0Ġx>\" is spelt as the special token <0 x>");
        }

        @Test
        void bytesThatAreMissing() throws IOException {
            assertRefused(
                    root -> vocab(root).remove("Ġ"),
                    "1 of the 256 bytes are no token (0x20): text that has them would lose them; give a vocabulary that"
                            + " has every byte, or train one");
            assertRefused(
                    root -> {
                        for (int value = 0; value < 10; value++) {
                            vocab(root).remove(String.valueOf(ByteLevel.characterOf(value)));
                        }
                    },
                    "10 of the 256 bytes are no token (0x00, 0x01, 0x02, 0x03, 0x04, ...)");
        }

        @Test
        void idsThatAreNone() throws IOException {
            assertRefused(root -> vocab(root).put("!", 4 + '"'), "have the same id, 38");
            assertRefused(root -> vocab(root).put("!", -1), "the id of ! is -1, not in 0..1048575");
            assertRefused(root -> vocab(root).put("!", 1L << 40), "the id of ! is 1099511627776, not in 0..1048575");
            assertRefused(root -> vocab(root).put("!", "1"), "the id of ! is \"1\", not a number");
            assertRefused(root -> vocab(root).put("", 900), "token 900, \"\", is neither special nor written as bytes");
        }

        @Test
        void mergesThatDoNotFitTheVocabulary() throws IOException {
            assertRefused(root -> merges(root).set(5, merges(root).get(6)), "merge 6, ");
            assertRefused(
                    root -> merges(root)
                            .set(0, merges(root).arrayNode().add("a").add("nosuch")),
                    "merge 0, a and nosuch, is of tokens that are not in model.vocab");
            assertRefused(
                    root -> merges(root)
                            .set(0, merges(root).arrayNode().add("\u0100").add("\u0101")),
                    "merge 0, \u0100 and \u0101, makes \u0100\u0101, which is not in model.vocab");
            assertRefused(root -> merges(root).set(0, root.textNode("a b c")), "merge 0, \"a b c\", is not a pair");
            assertRefused(root -> merges(root).set(3, root.arrayNode()), "merge 3 is not a pair of tokens");
        }

        private ObjectNode added(ObjectNode root, int index) {
            return (ObjectNode) root.at("/added_tokens/" + index);
        }

        private ObjectNode model(ObjectNode root) {
            return (ObjectNode) root.get("model");
        }

        private ObjectNode vocab(ObjectNode root) {
            return (ObjectNode) root.at("/model/vocab");
        }

        private ArrayNode merges(ObjectNode root) {
            return (ArrayNode) root.at("/model/merges");
        }

        private void assertRefused(Consumer<ObjectNode> damage, String reason) throws IOException {
            BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS).save(folder);
            Path file = folder.resolve(Vocabulary.FILE);
            ObjectMapper mapper = new ObjectMapper();
            JsonNode root = mapper.readTree(file.toFile());
            damage.accept((ObjectNode) root);
            mapper.writeValue(file.toFile(), root);
            assertThatThrownBy(() -> TokenizerFile.read(folder))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(file + " cannot be used: ")
                    .hasMessageContaining(reason);
        }
    }
}
