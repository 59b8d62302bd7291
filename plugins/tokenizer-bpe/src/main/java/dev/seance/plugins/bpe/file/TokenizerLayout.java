// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import dev.seance.plugins.bpe.model.BpeModel;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.model.TokenIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in a {@code tokenizer.json} of ours, and where. The order and the indents are those of the file that
 * Hugging Face's own library saves.
 *
 * <p>The special tokens are in {@code vocab} as well as in {@code added_tokens}: the library takes their ids from the
 * former. A vocabulary that was made elsewhere is written in the same layout, however its file had it.
 */
final class TokenizerLayout {

    private TokenizerLayout() {}

    /** The file of a vocabulary. */
    static Map<String, Object> of(BpeModel vocabulary) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", "1.0");
        root.put("truncation", null);
        root.put("padding", null);
        root.put("added_tokens", addedTokens(vocabulary.specials()));
        root.put("normalizer", null);
        root.put("pre_tokenizer", preTokenizer(vocabulary.split().regex()));
        root.put("post_processor", null);
        root.put("decoder", byteLevel());
        root.put("model", model(vocabulary));
        return root;
    }

    private static List<Object> addedTokens(Map<String, Integer> specials) {
        List<Object> tokens = new ArrayList<>();
        specials.forEach((spelling, id) -> {
            Map<String, Object> token = new LinkedHashMap<>();
            token.put("id", id);
            token.putAll(addedToken(spelling));
            tokens.add(token);
        });
        return tokens;
    }

    /** How a special token is described, here and in {@code tokenizer_config.json}. */
    static Map<String, Object> addedToken(String spelling) {
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("content", spelling);
        token.put("single_word", false);
        token.put("lstrip", false);
        token.put("rstrip", false);
        token.put("normalized", false);
        token.put("special", true);
        return token;
    }

    private static Map<String, Object> preTokenizer(String regex) {
        Map<String, Object> split = ofType("Split");
        split.put("pattern", Map.of("Regex", regex));
        split.put("behavior", "Isolated");
        split.put("invert", false);
        Map<String, Object> sequence = ofType("Sequence");
        sequence.put("pretokenizers", List.of(split, byteLevel()));
        return sequence;
    }

    private static Map<String, Object> byteLevel() {
        Map<String, Object> step = ofType("ByteLevel");
        step.put("add_prefix_space", false);
        step.put("trim_offsets", true);
        step.put("use_regex", false);
        return step;
    }

    private static Map<String, Object> model(BpeModel vocabulary) {
        Merges merges = vocabulary.merges();
        Map<String, Object> model = ofType("BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", vocabulary.ignoreMerges());
        model.put("vocab", (JsonText.Subset) out -> writeVocab(vocabulary, out));
        model.put("merges", (JsonText.Subset) out -> writeMerges(merges, out));
        return model;
    }

    /** Token to id, by ascending id; a special token may stand where a symbol does not. */
    private static void writeVocab(BpeModel vocabulary, JsonText out) {
        TokenIds ids = vocabulary.ids();
        String[] specials = new String[ids.size()];
        vocabulary.specials().forEach((spelling, id) -> specials[id] = spelling);
        boolean empty = true;
        out.open('{');
        for (int id = 0; id < specials.length; id++) {
            int symbol = ids.symbol(id);
            if (symbol == TokenIds.NONE && specials[id] == null) {
                continue;
            }
            if (!empty) {
                out.comma();
            }
            empty = false;
            out.line();
            if (symbol == TokenIds.NONE) {
                out.string(specials[id]);
            } else {
                out.token(vocabulary.merges().bytes(symbol));
            }
            out.colon();
            out.number(id);
        }
        out.close('}', empty);
    }

    private static void writeMerges(Merges merges, JsonText out) {
        out.open('[');
        for (int k = 0; k < merges.size(); k++) {
            if (k > 0) {
                out.comma();
            }
            out.line();
            out.open('[');
            out.line();
            out.token(merges.bytes(merges.left(k)));
            out.comma();
            out.line();
            out.token(merges.bytes(merges.right(k)));
            out.close(']', false);
        }
        out.close(']', merges.size() == 0);
    }

    private static Map<String, Object> ofType(String type) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        return fields;
    }
}
