// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that can be said: the topics and phrase lists of {@code scenes.txt}.
 *
 * @param lists lines by the name of their list
 * @param once the lists that choose once a scene
 * @param topics the topics in the file's order
 */
record SceneBook(Map<String, List<Phrase>> lists, Set<String> once, List<Topic> topics) {

    private static final Pattern HEADER = Pattern.compile("\\[(list|once|topic) ([a-z-]+)(?: x(\\d+))?\\]");

    SceneBook {
        lists = Map.copyOf(lists);
        once = Set.copyOf(once);
        topics = List.copyOf(topics);
    }

    /** The book that comes with the plugin. */
    static SceneBook bundled() {
        try (InputStream in = SceneBook.class.getResourceAsStream("scenes.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a book.
     *
     * @throws IllegalArgumentException when a line cannot be read, naming it
     */
    static SceneBook parse(String text) {
        Reader reader = new Reader();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(reader::line);
        reader.endTopic();
        return new SceneBook(reader.lists, reader.once, reader.topics);
    }

    /** The lines of a list that must be there. */
    List<Phrase> list(String name) {
        List<Phrase> lines = lists.get(name);
        if (lines == null) {
            throw new IllegalArgumentException(
                    "scenes.txt has no list '" + name + "' (have: " + new TreeSet<>(lists.keySet()) + ")");
        }
        return lines;
    }

    Topic topic(String name) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenes.txt has no topic '" + name + "'"));
    }

    private static final class Reader {

        private final Map<String, List<Phrase>> lists = new LinkedHashMap<>();
        private final Set<String> once = new TreeSet<>();
        private final List<Topic> topics = new ArrayList<>();
        private List<Phrase> list;
        private String topic = "";
        private int weight;
        private boolean general;
        private List<Phrase> questions = new ArrayList<>();
        private List<Phrase> replies = new ArrayList<>();
        private List<Phrase> more = new ArrayList<>();

        void line(String line) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                endTopic();
                begin(header.group(1), header.group(2), header.group(3));
            } else if (list != null) {
                list.add(PhraseParser.parse(line));
            } else if (line.startsWith(">> ")) {
                more.add(PhraseParser.parse(line.substring(3)));
            } else if (line.startsWith("> ")) {
                replies.add(PhraseParser.parse(line.substring(2)));
            } else if (line.startsWith("? ")) {
                questions.add(PhraseParser.parse(line.substring(2)));
            } else if (line.startsWith("= ")) {
                askInGeneral(line.substring(2));
            } else {
                throw new IllegalArgumentException("scenes.txt, topic " + topic + ": not understood: " + line);
            }
        }

        private void begin(String kind, String name, String times) {
            list = null;
            if (kind.equals("topic")) {
                topic = name;
                weight = times == null ? 1 : Integer.parseInt(times);
                return;
            }
            list = new ArrayList<>();
            lists.put(name, list);
            if (kind.equals("once")) {
                once.add(name);
            }
        }

        /** The general questions with the subject put in; together as likely as one written for the topic alone. */
        private void askInGeneral(String subject) {
            general = true;
            Phrase what = PhraseParser.parse("(" + subject + ")");
            List<Phrase> general = new ArrayList<>();
            for (Phrase ask : lists.get("ask")) {
                general.add(
                        ask instanceof Phrase.Sequence sequence
                                ? new Phrase.Sequence(sequence.phrases().stream()
                                        .map(phrase -> phrase.equals(new Phrase.Slot("subject")) ? what : phrase)
                                        .toList())
                                : ask);
            }
            questions.add(new Phrase.Choice(general));
        }

        void endTopic() {
            if (!topic.isEmpty()) {
                topics.add(new Topic(topic, weight, general, questions, replies, more));
            }
            topic = "";
            general = false;
            questions = new ArrayList<>();
            replies = new ArrayList<>();
            more = new ArrayList<>();
        }
    }
}
