// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.tokenizer.SpecialToken;

/**
 * What stands in a {@code tokenizer.json} of ours, and where. The order and the indents are those of the file that
 * Hugging Face's own library saves.
 *
 * <p>The special tokens are in {@code vocab} as well as in {@code added_tokens}: the library takes their ids from the
 * former.
 */
final class TokenizerLayout {

    /** The file is JSON, but not such a vocabulary; the message says why. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TokenizerLayout() {}

    static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    }

    /** The file of a vocabulary. */
    static JsonNode of(BpeVocabulary vocabulary) {
        ObjectNode root = NODES.objectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.set("added_tokens", addedTokens());
        root.putNull("normalizer");
        root.set("pre_tokenizer", preTokenizer(vocabulary.split().regex()));
        root.putNull("post_processor");
        root.set("decoder", byteLevel());
        root.set("model", model(vocabulary.merges()));
        return root;
    }

    private static ArrayNode addedTokens() {
        ArrayNode tokens = NODES.arrayNode();
        for (SpecialToken special : SpecialToken.values()) {
            ObjectNode token = tokens.addObject();
            token.put("id", special.ordinal());
            token.put("content", special.spelling());
            token.put("single_word", false);
            token.put("lstrip", false);
            token.put("rstrip", false);
            token.put("normalized", false);
            token.put("special", true);
        }
        return tokens;
    }

    private static ObjectNode preTokenizer(String regex) {
        ObjectNode sequence = NODES.objectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", regex);
        split.put("behavior", "Isolated").put("invert", false);
        steps.add(byteLevel());
        return sequence;
    }

    private static ObjectNode byteLevel() {
        return NODES.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", false);
    }

    private static ObjectNode model(Merges merges) {
        ObjectNode model = NODES.objectNode().put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", false);
        ObjectNode ids = model.putObject("vocab");
        for (SpecialToken special : SpecialToken.values()) {
            ids.put(special.spelling(), special.ordinal());
        }
        for (int symbol = 0; symbol < merges.symbols(); symbol++) {
            ids.put(ByteLevel.write(merges.bytes(symbol)), BpeVocabulary.FIRST_SYMBOL + symbol);
        }
        ArrayNode pairs = model.putArray("merges");
        for (int k = 0; k < merges.size(); k++) {
            pairs.addArray()
                    .add(ByteLevel.write(merges.bytes(merges.left(k))))
                    .add(ByteLevel.write(merges.bytes(merges.right(k))));
        }
        return model;
    }

    /** Reads a file back, checking all of it. */
    static BpeVocabulary read(JsonNode root) throws Unfit {
        expect(root, "/normalizer", NODES.nullNode());
        expect(root, "/post_processor", NODES.nullNode());
        expect(root, "/decoder/type", NODES.textNode("ByteLevel"));
        JsonNode regex = root.at("/pre_tokenizer/pretokenizers/0/pattern/Regex");
        SplitPattern.Split split = SplitPattern.Split.of(regex.asText())
                .orElseThrow(
                        () -> new Unfit("its split pattern is " + shown(regex) + ", which is none of llama3 and gpt4"));
        expect(root, "/pre_tokenizer", preTokenizer(split.regex()));
        expect(root, "/model/type", NODES.textNode("BPE"));
        for (String unused : new String[] {"dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"}) {
            expect(root, "/model/" + unused, NODES.nullNode());
        }
        expect(root, "/model/byte_fallback", NODES.booleanNode(false));
        expect(root, "/model/ignore_merges", NODES.booleanNode(false));
        expect(root, "/added_tokens", addedTokens());
        return BpeVocabulary.learnt(split, MergesReader.read(root.at("/model/vocab"), root.at("/model/merges")));
    }

    private static void expect(JsonNode root, String place, JsonNode wanted) throws Unfit {
        JsonNode found = root.at(place);
        boolean absent = found.isMissingNode() && (wanted.isNull() || wanted.isBoolean());
        if (!absent && !found.equals(wanted)) {
            throw new Unfit(place.substring(1).replace('/', '.') + " is " + shown(found) + ", not " + shown(wanted));
        }
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "missing" : node.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
