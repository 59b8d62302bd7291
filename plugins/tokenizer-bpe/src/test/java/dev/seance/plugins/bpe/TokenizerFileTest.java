// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {

    private static final SplitPattern.Split TWO_DIGITS = new SplitPattern.Split(SplitPattern.GPT4, 2);

    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() throws IOException {
        for (ByteOrder order : ByteOrder.values()) {
            BpeVocabulary written = BpeVocabularyTest.vocabulary(order, TWO_DIGITS);
            written.save(folder);
            BpeVocabulary read = TokenizerFile.read(folder);
            assertThat(read.size()).isEqualTo(written.size());
            assertThat(read.split()).isEqualTo(TWO_DIGITS);
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
    void writesEqualBytesForEqualVocabulariesAndNothingElse() throws IOException {
        Path other = folder.resolve("a/b");
        BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS).save(folder.resolve("c"));
        BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS).save(other);
        assertThat(other.resolve(Vocabulary.FILE)).hasSameBinaryContentAs(folder.resolve("c/tokenizer.json"));
        try (Stream<Path> files = Files.list(other)) {
            assertThat(files).containsExactly(other.resolve(Vocabulary.FILE));
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
        void aFileWithOneByteWrongUnlessItIsStillWhole() throws IOException {
            BpeVocabulary whole = BpeVocabularyTest.vocabulary(ByteOrder.VALUE, TWO_DIGITS);
            whole.save(folder);
            Path file = folder.resolve(Vocabulary.FILE);
            byte[] content = Files.readAllBytes(file);
            for (long seed = 1; seed <= 400; seed++) {
                Random random = new Random(seed);
                byte[] damaged = content.clone();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                Files.write(file, damaged);
                try {
                    assertThat(TokenizerFile.read(folder).size())
                            .as("seed %d", seed)
                            .isEqualTo(whole.size());
                } catch (UserError e) {
                    assertThat(e).as("seed %d", seed).hasMessageContaining(file.toString());
                }
            }
        }

        @Test
        void anotherKindOfTokenizer() throws IOException {
            assertRefused(root -> model(root).put("type", "WordPiece"), "model.type is \"WordPiece\", not \"BPE\"");
            assertRefused(root -> root.set("normalizer", root.objectNode().put("type", "NFC")), "normalizer is {");
            assertRefused(root -> model(root).put("byte_fallback", true), "model.byte_fallback is true, not false");
            assertRefused(root -> model(root).put("ignore_merges", true), "model.ignore_merges is true");
            assertRefused(root -> root.set("decoder", null), "decoder.type is missing");
        }

        @Test
        void anotherSplitPattern() throws IOException {
            assertRefused(
                    root -> ((ObjectNode) root.at("/pre_tokenizer/pretokenizers/0/pattern")).put("Regex", "\\w+"),
                    "its split pattern is \"\\\\w+\", which is none of llama3 and gpt4");
        }

        @Test
        void otherSpecialTokens() throws IOException {
            assertRefused(root -> ((ObjectNode) root.at("/added_tokens/2")).put("content", "<s>"), "added_tokens is [");
            assertRefused(root -> vocab(root).put("<|pad|>", 7), "the id of <|pad|> is 7, not 1");
        }

        @Test
        void bytesThatAreMissingOrShareAnId() throws IOException {
            assertRefused(root -> vocab(root).put("Ġ", 300), "byte 0x20 is not among the first 256 tokens");
            assertRefused(root -> vocab(root).put("!", 4 + '"'), "bytes 0x21 and 0x22 have the same id");
        }

        @Test
        void mergesThatDoNotFitTheVocabulary() throws IOException {
            assertRefused(root -> merges(root).remove(5), "merges make");
            assertRefused(root -> merges(root).set(5, merges(root).get(6)), "merge 5, ");
            assertRefused(
                    root -> merges(root)
                            .set(0, merges(root).arrayNode().add("a").add("nosuch")),
                    "do not exist before");
            assertRefused(
                    root -> merges(root).set(0, root.textNode("a b")), "merge 0 is \"a b\", not a pair of tokens");
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
                    .hasMessageStartingWith(file + " is not a whole vocabulary of the bpe tokenizer: ")
                    .hasMessageContaining(reason);
        }
    }
}
