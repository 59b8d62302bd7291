// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import dev.seance.api.tokenizer.SpecialToken;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The special tokens of a {@code tokenizer.json}, and what published vocabularies call those that we have a purpose
 * for. How a client finds them in a text ({@code lstrip}, {@code single_word} and the like) says nothing here, where
 * text never becomes a special token, and is not kept.
 */
final class AddedTokens {

    /** No id is as large. The largest published vocabularies have a quarter of it. */
    static final int MAX_IDS = 1 << 20;

    /** Of several, the earlier is preferred. */
    private static final Map<SpecialToken, List<String>> USUAL = Map.of(
            SpecialToken.DOCUMENT,
            List.of(
                    SpecialToken.DOCUMENT.spelling(),
                    "<|begin_of_text|>",
                    "<|startoftext|>",
                    "<|bos|>",
                    "<s>",
                    "<bos>",
                    "<|end_of_text|>",
                    "</s>",
                    "<eos>",
                    "<EOT>"),
            SpecialToken.PAD,
            List.of(SpecialToken.PAD.spelling(), "<pad>", "[PAD]", "<|padding|>", "<|finetune_right_pad_id|>"),
            SpecialToken.USER,
            List.of(SpecialToken.USER.spelling(), "<|human|>", "<|user_start|>", "<human>", "<user>"),
            SpecialToken.ASSISTANT,
            List.of(SpecialToken.ASSISTANT.spelling(), "<|assistant_start|>", "<victorian>", "<assistant>", "<bot>"));

    private AddedTokens() {}

    /** Spelling to id, by ascending id. */
    static Map<String, Integer> read(Object tokens) throws Unfit {
        if (tokens != null && !(tokens instanceof List)) {
            throw new Unfit("added_tokens is " + Json.shown(tokens) + ", not a list");
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (Object token : Json.items(tokens)) {
            String spelling = Json.text(token, "content");
            if (spelling == null
                    || spelling.isEmpty()
                    || !(Json.field(token, "id") instanceof Integer id)
                    || id < 0
                    || id >= MAX_IDS) {
                throw new Unfit(
                        "added token " + Json.shown(token) + " has no content, or no id in 0.." + (MAX_IDS - 1));
            }
            if (!Boolean.TRUE.equals(Json.field(token, "special")) && !isMarker(spelling)) {
                throw new Unfit(
                        "its added token \"" + spelling + "\" is not special: text that has it becomes it before any"
                                + " merge, which is not done here",
                        "give a vocabulary whose added tokens are all special");
            }
            if (ids.put(spelling, id) != null || !taken.add(id)) {
                throw new Unfit("added token " + spelling + " or its id " + id + " is there twice");
            }
        }
        Map<String, Integer> sorted = new LinkedHashMap<>();
        ids.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getValue))
                .forEach(token -> sorted.put(token.getKey(), token.getValue()));
        return sorted;
    }

    /** Many files mark a few of their markers as not special, so that a client shows them; they are markers still. */
    private static boolean isMarker(String spelling) {
        return spelling.matches("<\\S+>|\\[\\S+]");
    }

    /** Which of the special tokens serves which purpose: as named, else by what others usually call it. */
    static Map<SpecialToken, String> roles(Map<String, Integer> specials, Map<SpecialToken, String> named) {
        Map<SpecialToken, String> roles = new EnumMap<>(SpecialToken.class);
        for (SpecialToken role : SpecialToken.values()) {
            if (specials.containsKey(named.get(role))) {
                roles.put(role, named.get(role));
            } else {
                USUAL.get(role).stream()
                        .filter(specials::containsKey)
                        .findFirst()
                        .ifPresent(spelling -> roles.put(role, spelling));
            }
        }
        return roles;
    }
}
