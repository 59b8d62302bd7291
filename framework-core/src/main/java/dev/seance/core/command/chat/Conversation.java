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
import dev.seance.kit.model.TextStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A conversation with a model: what was said so far, and the next reply. One thread. */
final class Conversation {

    private final LanguageModel model;
    private final Vocabulary vocabulary;
    private final ChatTemplate template;
    private final long seed;
    private final List<Turn> turns = new ArrayList<>();
    private String system;
    private Sampling sampling;
    private Generator generator;
    private int dropped;

    /**
     * @param tags what the model is to write as of, rendered; "" for nothing
     * @param system its system prompt; "" for none
     * @param seed of the draws; the same seed and the same words give the same replies
     */
    Conversation(LanguageModel model, Vocabulary vocabulary, String tags, String system, Sampling sampling, long seed) {
        this.model = model;
        this.vocabulary = vocabulary;
        this.template = new ChatTemplate(vocabulary, tags);
        this.system = system;
        this.seed = seed;
        setSampling(sampling);
    }

    /** Draws the replies from now on so. */
    void setSampling(Sampling given) {
        sampling = given.fitting(model.config().context());
        generator = Generator.of(model, vocabulary, sampling, seed);
    }

    Sampling sampling() {
        return sampling;
    }

    /** Tells the model that from now on, in place of what it was told; "" for nothing. */
    void setSystem(String given) {
        system = given;
    }

    String system() {
        return system;
    }

    /** What was said, from the beginning. */
    List<Turn> turns() {
        return List.copyOf(turns);
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
        TextStream stream = new TextStream(vocabulary, sampling.stop(), true, onText);
        String said = generator.write(prompt, template.end(), stream).text().strip();
        asked.add(new Turn(Role.ASSISTANT, said.isEmpty() ? "..." : said));
        turns.clear();
        turns.addAll(asked);
        return said;
    }

    /** Takes the last message and its reply back and gives the message; empty when there is none. */
    Optional<String> undo() {
        if (turns.isEmpty()) {
            return Optional.empty();
        }
        String last = turns.get(turns.size() - 2).text();
        turns.subList(turns.size() - 2, turns.size()).clear();
        return Optional.of(last);
    }

    /**
     * The prompt. When it is too long the oldest turns are left out, a question with its reply: cut anywhere else it would
     * begin in the middle of a turn, and the model could not tell who speaks.
     */
    private int[] prompt(List<Turn> asked) {
        int room = model.config().context() - sampling.maxTokens();
        List<Turn> read = asked;
        int[] prompt = template.prompt(ChatTemplate.withSystem(system, read));
        while (prompt.length > room && read.size() > 2) {
            read = read.subList(2, read.size());
            prompt = template.prompt(ChatTemplate.withSystem(system, read));
        }
        if (prompt.length > room) {
            throw new UserError("this message is " + prompt.length + " tokens long, and the model reads at most " + room
                    + " at a time; send a shorter one");
        }
        dropped = asked.size() - read.size();
        return prompt;
    }

    /** How many of this conversation's oldest turns the model did not read for the last reply: they did not fit its context. */
    int dropped() {
        return dropped;
    }

    /** Starts a new conversation. */
    void forget() {
        turns.clear();
        dropped = 0;
    }
}
