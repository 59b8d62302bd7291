// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.kit.chat.JinjaChatTemplate;
import dev.seance.plugins.bpe.model.BpeModel;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in {@code tokenizer_config.json}: what the special tokens are for, and how a conversation is written, in
 * the form that Hugging Face's transformers and the programs that follow it read.
 *
 * <p>The {@code chat_template} is a {@link JinjaChatTemplate}. The system prompt that a model was tuned with is the
 * model's, not the vocabulary's, so it does not stand here: exporters put it in. As with every such template, text that spells a marker becomes one in clients that look for
 * markers; a client with untrusted text should encode it by itself.
 *
 * <p>{@code user_token} and {@code assistant_token} are there for whoever makes prompts by hand, and so that a
 * vocabulary with markers of its own is read back with their purposes. A length limit is not: it is the model's.
 */
final class ConfigLayout {

    static final String FILE = "tokenizer_config.json";

    private static final Map<SpecialToken, String> NAMES = Map.of(
            SpecialToken.DOCUMENT, "bos_token",
            SpecialToken.PAD, "pad_token",
            SpecialToken.USER, "user_token",
            SpecialToken.ASSISTANT, "assistant_token");

    private ConfigLayout() {}

    /** The file of a vocabulary. */
    static Map<String, Object> of(BpeModel vocabulary) {
        Map<SpecialToken, String> roles = vocabulary.ids().roles();
        Map<String, Object> root = new LinkedHashMap<>();
        Map<String, Object> tokens = new LinkedHashMap<>();
        vocabulary
                .specials()
                .forEach((spelling, id) -> tokens.put(String.valueOf(id), TokenizerLayout.addedToken(spelling)));
        root.put("added_tokens_decoder", tokens);
        String document = roles.get(SpecialToken.DOCUMENT);
        String user = roles.get(SpecialToken.USER);
        String assistant = roles.get(SpecialToken.ASSISTANT);
        root.put("bos_token", document);
        if (document != null && user != null && assistant != null) {
            root.put("chat_template", JinjaChatTemplate.of(user, assistant, Optional.empty()));
        }
        root.put("clean_up_tokenization_spaces", false);
        root.put("eos_token", document);
        Map<String, Object> speakers = new LinkedHashMap<>();
        for (SpecialToken speaker : new SpecialToken[] {SpecialToken.USER, SpecialToken.ASSISTANT}) {
            if (roles.containsKey(speaker)) {
                speakers.put(NAMES.get(speaker), roles.get(speaker));
            }
        }
        root.put("extra_special_tokens", speakers);
        root.put("pad_token", roles.get(SpecialToken.PAD));
        root.put("tokenizer_class", "PreTrainedTokenizerFast");
        return root;
    }

    /** Which special tokens a file names for which purpose; in files of others some, or none. */
    static Map<SpecialToken, String> roles(Object root) {
        Map<SpecialToken, String> roles = new EnumMap<>(SpecialToken.class);
        for (SpecialToken role : SpecialToken.values()) {
            String named = spelling(root, NAMES.get(role));
            if (named == null) {
                named = spelling(Json.field(root, "extra_special_tokens"), NAMES.get(role));
            }
            if (named == null && role == SpecialToken.DOCUMENT) {
                named = spelling(root, "eos_token");
            }
            if (named != null) {
                roles.put(role, named);
            }
        }
        return roles;
    }

    /** A token is there by its spelling, or described. */
    private static String spelling(Object root, String name) {
        return Json.field(root, name) instanceof String spelling
                ? spelling
                : Json.text(Json.field(root, name), "content");
    }
}
