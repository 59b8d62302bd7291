// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.chat.ChatTemplate;
import dev.seance.kit.model.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A conversation with a model: what was said so far, and the next reply. One thread. */
final class Conversation {

    private final Vocabulary vocabulary;
    private final ChatTemplate template;
    private final Generator generator;
    private final int room;
    private final String system;
    private final List<Turn> turns = new ArrayList<>();
    private int dropped;

    /**
     * @param tags what the model is to write as of, rendered; "" for nothing
     * @param system its system prompt; "" for none
     * @param seed of the draws; the same seed and the same words give the same replies
     */
    Conversation(LanguageModel model, Vocabulary vocabulary, String tags, String system, Sampling sampling, long seed) {
        this.vocabulary = vocabulary;
        this.template = new ChatTemplate(vocabulary, tags);
        this.system = system;
        int context = model.config().context();
        Sampling fitting = sampling.fitting(context);
        this.room = context - fitting.maxTokens();
        this.generator = Generator.of(model, vocabulary, fitting, seed);
    }

    /**
     * Sends a message and returns the reply.
     *
     * @param onText receives the reply piece by piece, in whole characters
     * @throws UserError when the message is blank, or longer than the model can read; the conversation stays as it was
     */
    String reply(String text, Consumer<String> onText) {
        if (text.isBlank()) {
            throw new UserError("the message is blank; there is nothing to reply to");
        }
        List<Turn> asked = new ArrayList<>(turns);
        asked.add(new Turn(Role.USER, text.strip()));
        int[] prompt = prompt(asked);
        dropped += turns.size() + 1 - asked.size();
        turns.clear();
        turns.addAll(asked);
        TextPrinter printer = new TextPrinter(vocabulary, true, onText);
        int[] reply = generator.generate(prompt, template.end(), printer::accept);
        printer.finish();
        String said = vocabulary.decode(reply).strip();
        turns.add(new Turn(Role.ASSISTANT, said.isEmpty() ? "..." : said));
        return said;
    }

    /**
     * The prompt. When it is too long the oldest turns go, a question with its reply: cut anywhere else it would begin in
     * the middle of a turn, and the model could not tell who speaks.
     */
    private int[] prompt(List<Turn> asked) {
        int[] prompt = template.prompt(ChatTemplate.withSystem(system, asked));
        while (prompt.length > room && asked.size() > 2) {
            asked.subList(0, 2).clear();
            prompt = template.prompt(ChatTemplate.withSystem(system, asked));
        }
        if (prompt.length > room) {
            throw new UserError("this message is " + prompt.length + " tokens long, and the model reads at most " + room
                    + " at a time; send a shorter one");
        }
        return prompt;
    }

    /** How many of this conversation's oldest turns the model no longer reads, because they do not fit its context. */
    int dropped() {
        return dropped;
    }

    /** Starts a new conversation. */
    void forget() {
        turns.clear();
        dropped = 0;
    }
}
