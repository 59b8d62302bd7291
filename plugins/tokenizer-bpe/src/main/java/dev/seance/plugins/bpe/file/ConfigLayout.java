// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.plugins.bpe.model.BpeModel;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands in {@code tokenizer_config.json}: what the special tokens are for, and how a conversation is written, in
 * the form that Hugging Face's transformers and the programs that follow it read.
 *
 * <p>The {@code chat_template} is a Jinja template that renders what {@link dev.seance.kit.chat.ChatTemplate}
 * renders, as text. It knows the roles {@code user} and {@code assistant}, and {@code system} before them, and refuses
 * others. The system prompt that a model was tuned with is the model's, not the vocabulary's, so it does not stand here:
 * whoever converses gives it. As with every such template, text that spells a marker becomes one in clients that look for
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

    /** A system prompt has no marker; it stands before the first question, as dev.seance.kit.chat.ChatTemplate has it. */
    private static final String TEMPLATE = "{{ bos_token }}{% for message in messages %}"
            + "{% if message['role'] == 'user' %}{{ <user> }}"
            + "{% if loop.index0 == 1 and messages[0]['role'] == 'system' and messages[0]['content'] | trim %}"
            + "{{ messages[0]['content'] | trim }}{{ '\\n\\n' }}{% endif %}"
            + "{{ message['content'] + eos_token }}"
            + "{% elif message['role'] == 'assistant' %}{{ <assistant> }}{{ message['content'] + eos_token }}"
            + "{% elif not (message['role'] == 'system' and loop.first) %}"
            + "{{ raise_exception('this model knows user and assistant, and system before them, no role '"
            + " + message['role']) }}"
            + "{% endif %}{% endfor %}"
            + "{% if add_generation_prompt %}{{ <assistant> }}{% endif %}";

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
            root.put("chat_template", chatTemplate(user, assistant));
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

    private static String chatTemplate(String user, String assistant) {
        return TEMPLATE.replace("<user>", literal(user)).replace("<assistant>", literal(assistant));
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
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
