// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Seance's own generators of dialogues are made of, read from the source tree, since a plugin's tests do not see another
 * plugin: every sentence that a line of the scenes' templates can come to, and the lines of the lists that language models
 * are sent. Of a list in braces each line is put in for the person's side, the first for replies; where the corpus' own
 * names would stand, xxx does.
 */
final class TrainingTemplates {

    private static final Path PLUGINS = Path.of("..");
    private static final Path SCENES =
            PLUGINS.resolve("synthetic-rules/src/main/resources/dev/seance/plugins/scenes/scenes.txt");
    private static final Path LLM = PLUGINS.resolve("synthetic-llm/src/main/resources/dev/seance/plugins/synthesis");
    private static final String CORPUS = "person|place|place2|thing|self|year";
    private static final String NAME = "xxx";
    private static final int MOST = 3000;

    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final List<String> subjects = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();

    private TrainingTemplates() {}

    /** All that the person or the model says in a scene, or a prompt asks for, in words alone. */
    static List<String> all() throws IOException {
        List<String> all = new ArrayList<>(asked());
        all.addAll(replies());
        try (Stream<Path> files = Files.list(LLM)) {
            for (Path file : files.sorted().toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(Reply::normalized)
                        .forEach(all::add);
            }
        }
        return all;
    }

    /** What the person says. */
    static List<String> asked() throws IOException {
        TrainingTemplates templates = read();
        List<String> said = new ArrayList<>();
        for (String line : templates.asked) {
            templates.expand(line, true).forEach(text -> said.add(Reply.normalized(text)));
        }
        for (String ask : templates.lists.get("ask")) {
            for (String subject : templates.subjects) {
                templates
                        .expand(ask.replace("{subject}", subject), true)
                        .forEach(text -> said.add(Reply.normalized(text)));
            }
        }
        for (String list : List.of("more", "greeting")) {
            for (String line : templates.lists.get(list)) {
                templates.expand(line, true).forEach(text -> said.add(Reply.normalized(text)));
            }
        }
        return said.stream().distinct().toList();
    }

    /** What the model replies. */
    static List<String> replies() throws IOException {
        TrainingTemplates templates = read();
        List<String> said = new ArrayList<>();
        for (String line : templates.answered) {
            templates.expand(line, false).forEach(text -> said.add(Reply.normalized(text)));
        }
        return said.stream().distinct().toList();
    }

    private static TrainingTemplates read() throws IOException {
        TrainingTemplates templates = new TrainingTemplates();
        String list = "";
        for (String line : Files.readAllLines(SCENES)) {
            if (line.startsWith("[")) {
                String[] head = line.substring(1, line.indexOf(']')).split(" ");
                list = head[0].equals("topic") ? "" : head[1];
                templates.lists.putIfAbsent(list, new ArrayList<>());
            } else if (line.startsWith("= ")) {
                templates.subjects.addAll(List.of(line.substring(2).split("\\|")));
            } else if (line.startsWith("? ")) {
                templates.asked.add(line.substring(2));
            } else if (line.startsWith(">")) {
                templates.answered.add(line.replaceFirst("^>+ ", ""));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                templates.lists.get(list).add(line);
            }
        }
        return templates;
    }

    /** Every text that a line can come to, {@link #MOST} at most. */
    private List<String> expand(String line, boolean everyEntry) {
        List<String> open = List.of(line);
        while (open.stream().anyMatch(text -> text.matches(".*[({].*")) && open.size() < MOST) {
            open = open.stream().flatMap(text -> choices(text, everyEntry)).toList();
        }
        return open.stream().map(text -> text.replaceAll("[(){}|]", " ")).toList();
    }

    /** The texts that come of the first choice in a text. */
    private Stream<String> choices(String text, boolean everyEntry) {
        int open = text.indexOf('(');
        int brace = text.indexOf('{');
        if (brace >= 0 && (open < 0 || brace < open)) {
            int end = text.indexOf('}', brace);
            String name = text.substring(brace + 1, end);
            List<String> entries = name.matches(CORPUS) ? List.of(NAME) : lists.get(name);
            return entries.stream()
                    .limit(everyEntry ? entries.size() : 1)
                    .map(entry -> text.substring(0, brace) + entry + text.substring(end + 1));
        }
        if (open < 0) {
            return Stream.of(text);
        }
        int end = text.indexOf(')', open);
        return Stream.of(text.substring(open + 1, end).split("\\|", -1))
                .map(choice -> text.substring(0, open) + choice + text.substring(end + 1));
    }
}
