// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.plugins.bpe.model.ByteLevel;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.split.PublishedPatterns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes a {@code tokenizer.json} as other projects publish theirs, with the merges of a vocabulary made up here. */
final class ForeignFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Merges merges;
    private final Random random;
    private final Map<String, Integer> vocab = new LinkedHashMap<>();
    private final ObjectNode root = JSON.createObjectNode();
    private final ObjectNode model = JSON.createObjectNode();

    ForeignFile(Merges merges, long seed) {
        this.merges = merges;
        this.random = new Random(seed);
        root.put("version", "1.0").putNull("truncation").putNull("padding").putArray("added_tokens");
        root.putNull("normalizer")
                .putNull("pre_tokenizer")
                .putNull("post_processor")
                .putNull("decoder");
    }

    /** As {@code openai-community/gpt2} is: no type, affixes of nothing, merges as text, the special token last. */
    static ObjectNode gpt2(Merges merges, long seed) {
        ForeignFile file = new ForeignFile(merges, seed);
        file.shuffledIds(0);
        file.model.put("unk_token", "").put("continuing_subword_prefix", "").put("end_of_word_suffix", "");
        file.root.set("pre_tokenizer", byteLevel().remove(List.of("use_regex")));
        file.root.set("post_processor", byteLevel().put("trim_offsets", false));
        file.add("<|endoftext|>", merges.symbols(), true);
        return file.finish(file.mergesAsText());
    }

    /**
     * As {@code meta-llama/Meta-Llama-3-8B} is: every way to make a token is a merge, and a piece that is a token is
     * that token whatever the merges say; the special tokens follow, outside the vocabulary.
     */
    static ObjectNode llama3(Merges merges, long seed) {
        ForeignFile file = new ForeignFile(merges, seed);
        file.idsInOrder();
        file.model.put("ignore_merges", true).put("byte_fallback", false).put("fuse_unk", false);
        file.root.set("pre_tokenizer", split(PublishedPatterns.llama("{1,3}"), "Isolated", false));
        file.root
                .putObject("post_processor")
                .put("type", "Sequence")
                .putArray("processors")
                .add(byteLevel());
        for (String special : List.of("<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>")) {
            file.add(special, file.vocab.size() + file.root.get("added_tokens").size(), false);
        }
        ArrayNode all = file.everyMerge();
        // Some tokens are made by none.
        for (int k = all.size() - 1; k >= 0; k -= 1 + file.random.nextInt(20)) {
            all.remove(k);
        }
        return file.finish(all);
    }

    /** As conversions of GPT-4's ranks are: what the pattern leaves out is removed, merges are pairs. */
    static ObjectNode gpt4(Merges merges, long seed) {
        ForeignFile file = new ForeignFile(merges, seed);
        file.idsInOrder();
        file.model.put("type", "BPE").putNull("unk_token");
        file.root.set("pre_tokenizer", split(PublishedPatterns.llama("{1,3}"), "Removed", true));
        file.add("<|endoftext|>", merges.symbols(), true);
        file.add("<|fim_prefix|>", merges.symbols() + 1, false);
        return file.finish(file.mergesAsPairs());
    }

    /** As SmolLM's is: digits apart; here with gaps between the ids and the special tokens somewhere among them. */
    static ObjectNode digitsApart(Merges merges, long seed) {
        ForeignFile file = new ForeignFile(merges, seed);
        file.shuffledIds(500);
        ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
        sequence.putArray("pretokenizers")
                .add(JSON.createObjectNode().put("type", "Digits").put("individual_digits", seed % 2 == 0))
                .add(byteLevel());
        file.root.set("pre_tokenizer", sequence);
        file.add("<s>", file.free(), true);
        file.add("<pad>", file.free(), true);
        return file.finish(file.mergesAsPairs());
    }

    /** Text is not cut at all. */
    static ObjectNode uncut(Merges merges, long seed) {
        ForeignFile file = new ForeignFile(merges, seed);
        file.shuffledIds(0);
        file.root.set("pre_tokenizer", byteLevel().put("use_regex", false));
        return file.finish(file.mergesAsText());
    }

    private static ObjectNode byteLevel() {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static ObjectNode split(String regex, String behavior, boolean invert) {
        ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
        ObjectNode split = sequence.putArray("pretokenizers").addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", regex);
        split.put("behavior", behavior).put("invert", invert);
        sequence.withArray("pretokenizers").add(byteLevel().put("use_regex", false));
        return sequence;
    }

    private String written(int symbol) {
        return ByteLevel.write(merges.bytes(symbol));
    }

    private void idsInOrder() {
        for (int symbol = 0; symbol < merges.symbols(); symbol++) {
            vocab.put(written(symbol), symbol);
        }
    }

    private void shuffledIds(int gaps) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < merges.symbols() + gaps; id++) {
            ids.add(id);
        }
        Collections.shuffle(ids, random);
        for (int symbol = 0; symbol < merges.symbols(); symbol++) {
            vocab.put(written(symbol), ids.get(symbol));
        }
    }

    private int free() {
        for (int id = 0; ; id++) {
            if (!vocab.containsValue(id)) {
                return id;
            }
        }
    }

    private void add(String special, int id, boolean toVocab) {
        if (toVocab) {
            vocab.put(special, id);
        }
        root.withArray("added_tokens")
                .addObject()
                .put("id", id)
                .put("content", special)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private ArrayNode mergesAsText() {
        ArrayNode lines = JSON.createArrayNode();
        for (int k = 0; k < merges.size(); k++) {
            lines.add(written(merges.left(k)) + " " + written(merges.right(k)));
        }
        return lines;
    }

    private ArrayNode mergesAsPairs() {
        ArrayNode pairs = JSON.createArrayNode();
        for (int k = 0; k < merges.size(); k++) {
            pairs.addArray().add(written(merges.left(k))).add(written(merges.right(k)));
        }
        return pairs;
    }

    /** Each cut of each token into two tokens, by the token that it makes. */
    private ArrayNode everyMerge() {
        Map<String, Integer> known = new HashMap<>(vocab);
        ArrayNode lines = JSON.createArrayNode();
        for (int symbol = Merges.BYTES; symbol < merges.symbols(); symbol++) {
            String token = written(symbol);
            for (int cut = 1; cut < token.length(); cut++) {
                if (known.containsKey(token.substring(0, cut)) && known.containsKey(token.substring(cut))) {
                    lines.add(token.substring(0, cut) + " " + token.substring(cut));
                }
            }
        }
        return lines;
    }

    private ObjectNode finish(ArrayNode lines) {
        root.set("decoder", byteLevel().put("add_prefix_space", true));
        List<String> tokens = new ArrayList<>(vocab.keySet());
        Collections.shuffle(tokens, random);
        ObjectNode ids = JSON.createObjectNode();
        tokens.forEach(token -> ids.put(token, vocab.get(token)));
        // The order of the fields is anybody's.
        if (random.nextBoolean()) {
            model.set("vocab", ids);
            model.set("merges", lines);
        } else {
            model.set("merges", lines);
            model.set("vocab", ids);
        }
        root.set("model", model);
        return root;
    }
}
