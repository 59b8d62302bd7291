// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the one line that matters in what npm prints when it fails. */
final class NpmMessage {

    // npm up to 9 begins its lines with "npm ERR!", later ones with "npm error".
    private static final Pattern ERROR = Pattern.compile("(?m)^npm (?:ERR!|error) ?(.*)$");
    private static final Pattern CODE = Pattern.compile("code (\\w+)");
    private static final Pattern DETAIL = Pattern.compile("(code|errno|syscall|type|path|dest) .*|A complete log .*|");
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
    private static final int LONGEST = 300;

    private NpmMessage() {}

    static String inOneLine(String printed, int status) {
        Matcher matcher = ERROR.matcher(printed);
        List<String> errors =
                matcher.results().map(match -> match.group(1).strip()).toList();
        Optional<String> code = errors.stream()
                .map(CODE::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst();
        String line = errors.stream()
                .filter(error -> !DETAIL.matcher(error).matches())
                .findFirst()
                .or(() -> lastLine(printed))
                .orElse("nothing, and ended with status " + status);
        // Addresses may hold credentials, and which registry it is is the user's affair.
        String shown = ADDRESS.matcher(line).replaceAll("the registry");
        String prefix = code.filter(value -> !shown.contains(value))
                .map(value -> value + ": ")
                .orElse("");
        return cut(prefix + shown);
    }

    private static Optional<String> lastLine(String printed) {
        return printed.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((one, next) -> next);
    }

    private static String cut(String line) {
        String whole = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "...";
    }
}
