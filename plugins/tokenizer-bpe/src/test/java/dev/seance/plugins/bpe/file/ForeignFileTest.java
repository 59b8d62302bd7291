// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.tokens.SpecialTokenParser;
import dev.seance.plugins.bpe.BpeVocabulary;
import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.training.MergeTrainerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Hugging Face's own library makes of other people's files, we make of them. */
class ForeignFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEXTS = 600;

    @TempDir
    Path folder;

    private static Merges merges(long seed) {
        String[] texts = LongStream.range(1000 * seed, 1000 * seed + 60)
                .mapToObj(text -> new RandomTexts(text).next())
                .toArray(String[]::new);
        return MergeTrainerTest.train(ByteOrder.values()[(int) (seed % 2)], 500, texts)
                .merges();
    }

    private void save(JsonNode file) throws IOException {
        JSON.writeValue(folder.resolve(Vocabulary.FILE).toFile(), file);
    }

    private static HuggingFaceTokenizer theirs(Path folder) throws IOException {
        return HuggingFaceTokenizer.newInstance(
                folder.resolve(Vocabulary.FILE), Map.of("truncation", "false", "maxLength", "100000"));
    }

    private static int[] ids(HuggingFaceTokenizer theirs, String text) {
        return Arrays.stream(theirs.encode(text, false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private void assertGivesTheirIds(BiFunction<Merges, Long, ObjectNode> layout) throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            save(layout.apply(merges(seed), seed));
            BpeVocabulary ours = new BpeVocabulary(TokenizerFile.read(folder));
            Path again = folder.resolve("again");
            ours.save(again);
            BpeVocabulary readAgain = new BpeVocabulary(TokenizerFile.read(again));
            assertThat(readAgain.specials()).isEqualTo(ours.specials());
            try (HuggingFaceTokenizer theirs = theirs(folder);
                    HuggingFaceTokenizer theirsAgain = theirs(again)) {
                for (long text = 1; text <= TEXTS; text++) {
                    String words = new RandomTexts(text).next().replace("<|", "<");
                    int[] expected = ids(theirs, words);
                    assertThat(ours.encode(words))
                            .as("seed %d, text %d", seed, text)
                            .isEqualTo(expected);
                    assertThat(ours.decode(expected)).isEqualTo(words);
                    assertThat(ids(theirsAgain, words))
                            .as("seed %d, text %d, saved again", seed, text)
                            .isEqualTo(expected);
                    assertThat(readAgain.encode(words)).isEqualTo(expected);
                }
                ours.specials().forEach((spelling, id) -> {
                    assertThat(ids(theirs, "a" + spelling + " b"))
                            .isEqualTo(SpecialTokenParser.encode(ours, "a" + spelling + " b"));
                    assertThat(ids(theirsAgain, spelling)).containsExactly(id);
                });
            }
        }
    }

    @Test
    void loadsWhatIsAsGpt2s() throws IOException {
        assertGivesTheirIds(ForeignFile::gpt2);
        BpeVocabulary ours = new BpeVocabulary(TokenizerFile.read(folder));
        assertThat(ours.id(SpecialToken.DOCUMENT)).isEqualTo(ours.size() - 1);
        assertThatThrownBy(() -> ours.id(SpecialToken.USER))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no special token for user")
                .hasMessageContaining("(it has <|endoftext|>)");
        assertThat(folder.resolve("again/vocabulary.tiktoken"))
                .as("ids in no order are no ranks")
                .doesNotExist();
    }

    @Test
    void loadsWhatIsAsGpt4s() throws IOException {
        assertGivesTheirIds(ForeignFile::gpt4);
        assertThat(Files.readAllLines(folder.resolve("again/vocabulary.tiktoken")))
                .hasSize(TokenizerFile.read(folder).merges().symbols());
    }

    @Test
    void loadsWhatIsAsLlama3s() throws IOException {
        assertGivesTheirIds(ForeignFile::llama3);
        BpeVocabulary ours = new BpeVocabulary(TokenizerFile.read(folder));
        assertThat(ours.id(SpecialToken.DOCUMENT)).isEqualTo(ours.size() - 3);
        assertThat(folder.resolve("again/vocabulary.tiktoken")).doesNotExist();
    }

    @Test
    void loadsWhatSetsDigitsApartAndHasGapsAmongItsIds() throws IOException {
        assertGivesTheirIds(ForeignFile::digitsApart);
        BpeVocabulary ours = new BpeVocabulary(TokenizerFile.read(folder));
        assertThat(ours.size())
                .isGreaterThan(ours.model().merges().symbols() + ours.specials().size());
        assertThat(ours.specials()).containsOnlyKeys("<s>", "<pad>");
    }

    @Test
    void loadsWhatDoesNotCutText() throws IOException {
        assertGivesTheirIds(ForeignFile::uncut);
    }

    @Test
    void isToldWhateverAFieldHolds() throws IOException {
        List<BiFunction<Merges, Long, ObjectNode>> layouts =
                List.of(ForeignFile::gpt2, ForeignFile::gpt4, ForeignFile::llama3, ForeignFile::digitsApart);
        Merges merges = merges(1);
        for (long seed = 1; seed <= 600; seed++) {
            Random random = new Random(seed);
            ObjectNode file = layouts.get(random.nextInt(layouts.size())).apply(merges, seed);
            spoil(file, random);
            save(file);
            try {
                BpeVocabulary read = new BpeVocabulary(TokenizerFile.read(folder));
                String text = new RandomTexts(seed).next();
                assertThat(read.decode(read.encode(text))).as("seed %d", seed).isEqualTo(text);
            } catch (UserError e) {
                assertThat(e)
                        .as("seed %d", seed)
                        .hasMessageStartingWith(folder.resolve(Vocabulary.FILE) + " cannot be");
            }
        }
    }

    /** Puts another value into a random place, or takes one out. */
    private static void spoil(ObjectNode file, Random random) {
        JsonNode at = file;
        while (true) {
            List<JsonNode> inner = new ArrayList<>();
            at.elements().forEachRemaining(node -> {
                if (node.isContainerNode() && !node.isEmpty()) {
                    inner.add(node);
                }
            });
            if (inner.isEmpty() || random.nextInt(3) == 0) {
                break;
            }
            at = inner.get(random.nextInt(inner.size()));
        }
        JsonNode[] values = {
            NullNode.getInstance(),
            TextNode.valueOf("BPE"),
            IntNode.valueOf(random.nextInt(1000) - 10),
            DoubleNode.valueOf(random.nextDouble()),
            BooleanNode.valueOf(random.nextBoolean()),
            JSON.createArrayNode().add("a").add(1),
            JSON.createObjectNode().put("type", "ByteLevel")
        };
        JsonNode value = values[random.nextInt(values.length)];
        int place = random.nextInt(at.size());
        if (at instanceof ArrayNode items) {
            items.set(place, value);
        } else {
            List<String> names = new ArrayList<>();
            at.fieldNames().forEachRemaining(names::add);
            if (random.nextInt(4) == 0) {
                ((ObjectNode) at).remove(names.get(place));
            } else {
                ((ObjectNode) at).set(names.get(place), value);
            }
        }
    }
}
