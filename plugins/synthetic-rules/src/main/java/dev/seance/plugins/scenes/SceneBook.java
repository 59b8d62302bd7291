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
import java.util.function.Predicate;
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

    private static final Pattern HEADER = Pattern.compile(
            "\\[(?<kind>list|once|topic) (?<name>[a-z-]+)(?: x(?<times>\\d+))?(?<modern> modern)?(?: <(?<years>[^>]*)>)?\\]");

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

    /** What of it can be said in a year: no line of a topic or a list that belongs to other years, or needs one that does. */
    SceneBook at(int year) {
        Map<String, List<Phrase>> kept = lists;
        Map<String, List<Phrase>> before;
        // A line goes with the last line of a list that it needs, and may be the last of its own list. Lists only get
        // shorter, so this ends.
        do {
            before = kept;
            Predicate<String> canFill = canFill(before);
            kept = new LinkedHashMap<>();
            for (Map.Entry<String, List<Phrase>> list : before.entrySet()) {
                kept.put(list.getKey(), Topic.at(list.getValue(), year, canFill));
            }
        } while (!kept.equals(before));
        Predicate<String> canFill = canFill(kept);
        return new SceneBook(
                kept,
                once,
                topics.stream()
                        .flatMap(topic -> topic.at(year, canFill).stream())
                        .toList());
    }

    /** A slot without a list is filled from the corpus or the options. */
    private static Predicate<String> canFill(Map<String, List<Phrase>> lists) {
        return slot -> !lists.containsKey(slot) || !lists.get(slot).isEmpty();
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
        private Years years = Years.ALL;
        private boolean modern;
        private boolean general;
        private List<Phrase> questions = new ArrayList<>();
        private List<Phrase> replies = new ArrayList<>();
        private List<Phrase> more = new ArrayList<>();

        void line(String line) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                endTopic();
                begin(header);
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

        private void begin(Matcher header) {
            list = null;
            String name = header.group("name");
            if (header.group("kind").equals("topic")) {
                topic = name;
                weight = header.group("times") == null ? 1 : Integer.parseInt(header.group("times"));
                modern = header.group("modern") != null;
                years = header.group("years") == null ? Years.ALL : Years.parse(header.group("years"));
                return;
            }
            list = new ArrayList<>();
            lists.put(name, list);
            if (header.group("kind").equals("once")) {
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
                topics.add(new Topic(topic, weight, years, modern, general, questions, replies, more));
            }
            topic = "";
            general = false;
            questions = new ArrayList<>();
            replies = new ArrayList<>();
            more = new ArrayList<>();
        }
    }
}
