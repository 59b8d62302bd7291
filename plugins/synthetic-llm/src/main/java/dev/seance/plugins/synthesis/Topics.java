// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.ListFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What conversations can be about in an era: the lines of a list, those left out that belong to other years. */
final class Topics {

    private static final Pattern YEARS = Pattern.compile("(\\d{1,4})?-(\\d{1,4})?");

    private Topics() {}

    /**
     * Reads a list of topics.
     *
     * @param from the era's first year
     * @param to its last
     */
    static List<String> read(Optional<Path> file, String bundled, int from, int to) {
        String expected = "a list with a topic a line, which may begin with years such as '1830- |'";
        List<String> topics = new ArrayList<>();
        List<ListFile.Line> lines = Texts.lines(file, bundled, expected);
        for (ListFile.Line line : lines) {
            int bar = line.text().indexOf('|');
            if (bar < 0 || fits(line, line.text().substring(0, bar).strip(), from, to)) {
                topics.add(line.text().substring(bar + 1).strip());
            }
        }
        if (topics.isEmpty()) {
            throw new UserError(file.map(Path::toString).orElse(bundled) + ": none of " + lines.size()
                    + " topics belongs to " + from + " to " + to);
        }
        return topics;
    }

    /** A topic belongs to an era that has any of its years. */
    private static boolean fits(ListFile.Line line, String years, int from, int to) {
        Matcher range = YEARS.matcher(years);
        if (!range.matches() || years.equals("-")) {
            throw new UserError(
                    line.where() + ": '" + years + "' is no range of years such as 1830-, -1870 or 1700-1860");
        }
        int first = range.group(1) == null ? Integer.MIN_VALUE : Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(range.group(2));
        return first <= to && last >= from;
    }
}
