// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.corpus.Words;
import dev.seance.plugins.fiction.Attribution.Manner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads plays, catechisms and minutes, where who speaks stands as a label before what is said: "HAMLET. Words, words,
 * words", "Q. What is a noun?" One document, one thread.
 *
 * <p>A label is what stands at the beginning of a line again and again, before a point or a colon. Anything that recurs
 * so in a novel ("Mr.") does not begin much of it, and this is how scripts are told from other texts.
 */
final class ScriptReader {

    /** Labels are at least this share of a script's paragraphs; verse has many lines to a speech. */
    private static final double MIN_SHARE = 0.25;

    /** Whoever speaks less often is not taken for a speaker. */
    private static final int MIN_SPEECHES = 3;

    private static final int MIN_SPEAKERS = 2;

    private static final String NAME = "\\p{Lu}[\\p{L}’'-]{0,30}(?:\\s(?:\\p{Lu}[\\p{L}’'-]{0,30}|and|of|the)){0,3}";

    /** A label, perhaps in italics, with a direction in brackets, and with the number of a question. */
    private static final Pattern LABEL = Pattern.compile(
            "\\s{0,12}_?(" + NAME
                    + ")_?(?:\\s?[\\[(][^\\])]{0,80}[\\])])?(?:\\s?\\d{1,3})?\\s?[.:]_?(?:—|--)?(?:\\s+|$)(?:\\d{1,3}[.)]\\s+)?");

    private static final Pattern DIRECTION = Pattern.compile("\\[[^\\]]{0,400}\\]|\\([^)]{0,400}\\)");

    /** A paragraph that nobody says. */
    private static final Pattern NARRATION =
            Pattern.compile("[\\[(_]|(?i:(?:re-?)?enters?|exit|exeunt|scene|act|curtain|end of)\\b");

    private final String text;
    private final List<Line> lines;
    private final Set<String> speakers;
    private final List<Utterance> utterances = new ArrayList<>();

    /** The label of the speech that is being read, where its words begin and end so far, and what lies before it. */
    private String label = "";

    private int start;
    private int end;
    private long words;
    private boolean broken = true;

    /**
     * A line that is not blank.
     *
     * @param paragraph its place, without white space around it
     * @param first whether a blank line or the beginning of the text stands before it
     */
    private record Line(Paragraph paragraph, boolean first) {}

    private ScriptReader(String text, List<Line> lines, Set<String> speakers) {
        this.text = text;
        this.lines = lines;
        this.speakers = speakers;
    }

    /** The speeches of a text; none where it is no script. */
    static List<Utterance> read(String text) {
        List<Line> lines = lines(text);
        Map<String, Integer> counts = new HashMap<>();
        for (Line line : lines) {
            counts.merge(label(text, line), 1, Integer::sum);
        }
        counts.remove("");
        counts.values().removeIf(count -> count < MIN_SPEECHES);
        int speeches = counts.values().stream().mapToInt(Integer::intValue).sum();
        boolean script = counts.size() >= MIN_SPEAKERS
                && speeches >= MIN_SHARE * Paragraph.of(text).size();
        return script ? new ScriptReader(text, lines, counts.keySet()).read() : List.of();
    }

    private static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        boolean blank = true;
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf('\n', from);
            int until = to < 0 ? text.length() : to;
            Paragraph line = Paragraph.trimmed(text, from, until);
            if (line.end() > line.start()) {
                lines.add(new Line(line, blank));
            }
            blank = line.end() == line.start();
            from = until + 1;
        }
        return lines;
    }

    /** The label that a line begins with; "" for none. */
    private static String label(String text, Line line) {
        Matcher label = matcher(text, line);
        return label.lookingAt() && PersonWords.ofTitle(label.group(1)).isEmpty() ? label.group(1) : "";
    }

    private static Matcher matcher(String text, Line line) {
        return LABEL.matcher(text)
                .region(line.paragraph().start(), line.paragraph().end());
    }

    private List<Utterance> read() {
        for (Line line : lines) {
            String found = label(text, line);
            if (speakers.contains(found)) {
                finish();
                begin(found, line);
            } else if (line.first() && isNarration(line.paragraph())) {
                finish();
                broken |= line.paragraph().isHeading(text);
                words += Words.count(text.substring(
                        line.paragraph().start(), line.paragraph().end()));
            } else if (!label.isEmpty()) {
                end = line.paragraph().end();
            }
        }
        finish();
        return utterances;
    }

    private void begin(String speaker, Line line) {
        Matcher matcher = matcher(text, line);
        matcher.lookingAt();
        label = speaker;
        start = matcher.end();
        end = line.paragraph().end();
    }

    private boolean isNarration(Paragraph paragraph) {
        return paragraph.isHeading(text)
                || NARRATION
                        .matcher(text)
                        .region(paragraph.start(), paragraph.end())
                        .lookingAt();
    }

    private void finish() {
        if (!label.isEmpty() && start < end) {
            String speech = DIRECTION.matcher(text.substring(start, end)).replaceAll(" ");
            String said = SpokenText.join(speech, List.of(new Span(0, speech.length(), 0, false, true)));
            Attribution attribution = new Attribution(new Speaker(label), Manner.SPOKEN);
            Gap gap = new Gap(words, 0, broken, false, Speaker.UNKNOWN, Speaker.UNKNOWN, 0, false, false);
            utterances.add(
                    new Utterance(start, end, said, said, said, Words.count(said), false, Set.of(), attribution, gap));
            words = 0;
            broken = false;
        }
        label = "";
    }
}
