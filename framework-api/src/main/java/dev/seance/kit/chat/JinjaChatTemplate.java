// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.chat;

import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link ChatTemplate} renders, as a Jinja template for other programs: Hugging Face's transformers, llama.cpp and those
 * that follow them. It knows the roles {@code user} and {@code assistant}, and {@code system} before them, and refuses
 * others.
 *
 * <p>A system prompt has no marker; it stands before the first question. With the one that a model was tuned with, the
 * template gives it to conversations that have none of their own; one that is blank takes it away.
 */
public final class JinjaChatTemplate {

    private static final String TEMPLATE = "{{ bos_token }}<given>{% for message in messages %}"
            + "{% if message['role'] == 'user' %}{{ <user> }}<prompt>"
            + "{{ message['content'] + eos_token }}"
            + "{% elif message['role'] == 'assistant' %}{{ <assistant> }}{{ message['content'] + eos_token }}"
            + "{% elif not (message['role'] == 'system' and loop.first) %}"
            + "{{ raise_exception('this model knows user and assistant, and system before them, no role '"
            + " + message['role']) }}"
            + "{% endif %}{% endfor %}"
            + "{% if add_generation_prompt %}{{ <assistant> }}{% endif %}";

    /** Of a vocabulary, which has no prompt of its own. */
    private static final String PROMPT =
            "{% if loop.index0 == 1 and messages[0]['role'] == 'system' and messages[0]['content'] | trim %}"
                    + "{{ messages[0]['content'] | trim }}{{ '\\n\\n' }}{% endif %}";

    private static final String GIVEN = "{% if messages[0]['role'] == 'system' %}"
            + "{% set system = messages[0]['content'] | trim %}{% set first = 1 %}"
            + "{% else %}{% set system = <system> %}{% set first = 0 %}{% endif %}";

    private static final String PROMPT_OR_DEFAULT =
            "{% if loop.index0 == first and system %}{{ system }}{{ '\\n\\n' }}{% endif %}";

    private JinjaChatTemplate() {}

    /**
     * The template.
     *
     * @param user the spelling of the marker that begins what the person says
     * @param assistant that of what the model says
     * @param system the system prompt of conversations that have none of their own
     */
    public static String of(String user, String assistant, Optional<String> system) {
        return TEMPLATE.replace("<given>", system.isPresent() ? GIVEN : "")
                .replace("<prompt>", system.isPresent() ? PROMPT_OR_DEFAULT : PROMPT)
                .replace("<user>", literal(user))
                .replace("<assistant>", literal(assistant))
                .replace("<system>", literal(system.orElse("").strip()));
    }

    /** That of a model with this vocabulary; empty when the vocabulary, made elsewhere, has no markers of turns. */
    public static Optional<String> of(Vocabulary vocabulary, Optional<String> system) {
        Optional<String> user = spelling(vocabulary, SpecialToken.USER);
        Optional<String> assistant = spelling(vocabulary, SpecialToken.ASSISTANT);
        return user.isPresent() && assistant.isPresent()
                ? Optional.of(of(user.get(), assistant.get(), system))
                : Optional.empty();
    }

    private static Optional<String> spelling(Vocabulary vocabulary, SpecialToken token) {
        int id;
        try {
            id = vocabulary.id(token);
        } catch (UserError e) {
            return Optional.empty();
        }
        return vocabulary.specials().entrySet().stream()
                .filter(special -> special.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}
