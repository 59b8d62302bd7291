// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import dev.seance.api.corpus.Words;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Writes one scene after another. Immutable; safe for use by several threads.
 *
 * <p>Every search for something that fits has so many tries and no more; a scene for which they do not suffice is not
 * written, and the caller is told why.
 */
final class SceneWriter {

    static final int MIN_REPLY_WORDS = 8;
    static final int MAX_REPLY_WORDS = 40;
    static final int MAX_TRIES = 100;

    private static final String GREETING = "greeting";
    private static final String FAREWELL = "farewell";

    private final SceneBook book;
    private final Setting setting;
    private final ScenesOptions options;
    /** Each topic that may come up anywhere, as often as its weight. */
    private final List<Topic> weighted = new ArrayList<>();

    /** A writer with a book of one year, see {@link SceneBook#at}. */
    SceneWriter(SceneBook book, Setting setting, ScenesOptions options) {
        this.book = book;
        this.setting = setting;
        this.options = options;
        for (Topic topic : book.topics()) {
            boolean wanted = !topic.modern() || options.modernQuestions();
            for (int i = 0; wanted && i < topic.weight(); i++) {
                weighted.add(topic);
            }
        }
    }

    /** Whether a topic can come anywhere in a scene; greetings begin it and farewells end it. */
    static boolean isSubject(Topic topic) {
        return !topic.name().equals(GREETING) && !topic.name().equals(FAREWELL);
    }

    /**
     * A scene.
     *
     * @param turns what is said
     * @param topics the topics in order
     */
    record Scene(List<Turn> turns, Set<String> topics) {}

    /** That a scene cannot be written; its message says what there was none of, in the same words for the same want. */
    static final class NotWritten extends Exception {

        private static final long serialVersionUID = 1;

        NotWritten(String message) {
            super(message);
        }
    }

    /** Writes the scene that this source of random numbers gives. */
    Scene write(Random random) throws NotWritten {
        Expansion expansion = new Expansion(
                book,
                setting,
                random,
                Map.of("self", options.name(), "year", Integer.toString(options.yearOfScenes())));
        int exchanges = expansion.between(options.minTurns() / 2, options.maxTurns() / 2);
        List<Turn> turns = new ArrayList<>();
        Set<String> topics = new LinkedHashSet<>();
        Topic last = null;
        for (int i = 0; i < exchanges; i++) {
            if (i > 0 && !last.more().isEmpty() && expansion.chance(0.5)) {
                add(
                        turns,
                        Prose.asked(expansion.oneOf(book.list("more"))),
                        reply(last, last.more(), expansion),
                        expansion);
                continue;
            }
            expansion.beginExchange();
            last = topic(i, exchanges, topics, expansion);
            topics.add(last.name());
            talk(last, i == 0, turns, expansion);
        }
        return new Scene(turns, topics);
    }

    /** A topic the scene has not had; {@link SceneLimit} sees to it that there is one left. */
    private Topic topic(int exchange, int exchanges, Set<String> before, Expansion expansion) {
        if (exchange == 0 && expansion.chance(exchanges > 1 ? 0.35 : 0.05)) {
            return book.topic(GREETING);
        }
        List<Topic> left = weighted.stream()
                .filter(topic -> !before.contains(topic.name())
                        && (exchange == 0 || !topic.name().equals(GREETING))
                        && (exchange == exchanges - 1 || !topic.name().equals(FAREWELL)))
                .toList();
        return expansion.pick(left);
    }

    private void talk(Topic topic, boolean first, List<Turn> turns, Expansion expansion) throws NotWritten {
        String question = Prose.asked(expansion.oneOf(topic.questions()));
        String reply = reply(topic, topic.replies(), expansion);
        if (first && isSubject(topic) && expansion.chance(0.12)) {
            String hail = expansion.oneOf(book.list("hail")) + ". ";
            question = expansion.oneOf(book.list("greeting")) + " " + question;
            reply = Words.count(hail + reply) <= MAX_REPLY_WORDS ? hail + reply : reply;
        }
        add(turns, question, reply, expansion);
    }

    /** A reply of the right length, now and then with a sentence that suits any topic. */
    private String reply(Topic topic, List<Phrase> replies, Expansion expansion) throws NotWritten {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            String reply = expansion.oneOf(replies);
            if (Words.count(reply) < MIN_REPLY_WORDS || topic.general() && expansion.chance(0.2)) {
                String rounded = reply + " " + expansion.oneOf(book.list("close"));
                reply = Words.count(rounded) <= MAX_REPLY_WORDS ? rounded : reply;
            }
            if (Words.count(reply) >= MIN_REPLY_WORDS && Words.count(reply) <= MAX_REPLY_WORDS) {
                return reply;
            }
        }
        throw new NotWritten("no reply of " + MIN_REPLY_WORDS + " to " + MAX_REPLY_WORDS + " words on '" + topic.name()
                + "' in " + MAX_TRIES + " tries");
    }

    private static void add(List<Turn> turns, String question, String reply, Expansion expansion) {
        turns.add(new Turn(Role.USER, Typing.of(question, expansion)));
        turns.add(new Turn(Role.ASSISTANT, reply));
    }
}
