// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.plugins.bpe.model.BpeModel;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a {@code tokenizer.json} from end to end: tokens and merges into flat lists, all else into a small tree, in
 * whatever order they come. What they mean is for {@link Pipeline} and {@link MergesReader} to say, once the file is
 * known to be whole.
 */
final class TokenizerReader {

    /** All but {@code model.vocab} and {@code model.merges}. */
    private final Map<String, Object> root = new LinkedHashMap<>();

    private final Map<String, Object> model = new LinkedHashMap<>();
    private final Map<String, Integer> vocab = new LinkedHashMap<>(1 << 16);
    /** Left, right, left, right. */
    private final List<String> merges = new ArrayList<>(1 << 17);
    /** The first thing that is JSON, but no token and no merge. */
    private String oddity;

    private TokenizerReader() {}

    /**
     * @param named the special tokens whose purposes a file beside this one tells
     * @throws com.fasterxml.jackson.core.JsonProcessingException when it is no JSON
     * @throws Unfit when it is no vocabulary that can be used here
     */
    static BpeModel read(Reader file, Map<SpecialToken, String> named) throws IOException, Unfit {
        TokenizerReader reader = new TokenizerReader();
        try (JsonParser parser = Json.FACTORY.createParser(file)) {
            reader.readRoot(parser);
        }
        return reader.vocabulary(named);
    }

    private BpeModel vocabulary(Map<SpecialToken, String> named) throws Unfit {
        SplitPattern.PreTokenizer split = Pipeline.split(root, model);
        if (oddity != null) {
            throw new Unfit(oddity);
        }
        return new MergesReader(vocab, merges, AddedTokens.read(root.get("added_tokens")), named)
                .read(split, Boolean.TRUE.equals(model.get("ignore_merges")));
    }

    private void readRoot(JsonParser parser) throws IOException, Unfit {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new Unfit("it is not a JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (root.containsKey(name)) {
                throw Json.duplicate(parser, name);
            }
            if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("model")) {
                readModel(parser);
                root.put(name, model);
            } else {
                root.put(name, Json.read(parser));
            }
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "something follows the end", parser.currentTokenLocation());
        }
    }

    private void readModel(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (model.containsKey(name)) {
                throw Json.duplicate(parser, name);
            }
            JsonToken value = parser.nextToken();
            if (name.equals("vocab") && value == JsonToken.START_OBJECT) {
                readVocab(parser);
                model.put(name, vocab);
            } else if (name.equals("merges") && value == JsonToken.START_ARRAY) {
                readMerges(parser);
                model.put(name, merges);
            } else {
                model.put(name, Json.read(parser));
            }
        }
    }

    private void readVocab(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String token = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                odd("the id of " + token + " is " + Json.shown(Json.read(parser)) + ", not a number");
                continue;
            }
            boolean small = parser.getNumberType() == JsonParser.NumberType.INT;
            int id = small ? parser.getIntValue() : -1;
            if (id < 0 || id >= AddedTokens.MAX_IDS) {
                odd("the id of " + token + " is " + parser.getText() + ", not in 0.." + (AddedTokens.MAX_IDS - 1));
            }
            if (vocab.put(token, id) != null) {
                throw Json.duplicate(parser, token);
            }
        }
    }

    private void readMerges(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                String merge = parser.getText();
                int space = merge.indexOf(' ');
                if (space > 0 && space < merge.length() - 1 && space == merge.lastIndexOf(' ')) {
                    merges.add(merge.substring(0, space));
                    merges.add(merge.substring(space + 1));
                } else {
                    oddMerge(merge);
                }
            } else if (parser.currentToken() != JsonToken.START_ARRAY) {
                Json.read(parser);
                oddMerge(null);
            } else {
                readPair(parser);
            }
        }
    }

    private void readPair(JsonParser parser) throws IOException {
        int before = merges.size();
        boolean texts = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                merges.add(parser.getText());
            } else {
                Json.read(parser);
                texts = false;
            }
        }
        if (!texts || merges.size() != before + 2) {
            merges.subList(before, merges.size()).clear();
            oddMerge(null);
        }
    }

    private void oddMerge(String found) {
        odd("merge " + merges.size() / 2 + (found == null ? "" : ", \"" + found + "\",") + " is not a pair of tokens");
    }

    private void odd(String what) {
        if (oddity == null) {
            oddity = what;
        }
    }
}
