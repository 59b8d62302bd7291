// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.corpus.Skipped;
import dev.seance.core.text.InvalidUtf8;
import dev.seance.core.text.Replacements;
import dev.seance.core.text.TextFiles;
import java.util.List;
import picocli.CommandLine.Option;

/** How a command reads texts. */
final class TextOptions {

    /** A person reads a few lines; the sum says the rest. */
    private static final int MAX_REPORTED = 10;

    @Option(
            names = "--invalid-utf8",
            paramLabel = "fail|replace",
            defaultValue = "fail",
            description = "What to do about bytes that are not UTF-8: fail, or put U+FFFD in their place and say how"
                    + " often (default: ${DEFAULT-VALUE}).")
    private InvalidUtf8 invalidUtf8;

    InvalidUtf8 invalidUtf8() {
        return invalidUtf8;
    }

    /** Says what was not read and what was replaced. */
    static void tell(TextFiles corpus) {
        if (!corpus.skipped().isEmpty()) {
            System.err.println("seance: not read: " + Skipped.inWords(corpus.skipped()));
        }
        tell(corpus.replacements());
    }

    /** Says what was replaced, a line a file. */
    static void tell(List<Replacements> all) {
        all.stream()
                .limit(MAX_REPORTED)
                .forEach(one -> System.err.println("seance: " + one.file() + ": U+FFFD put in " + places(one.count())
                        + " where bytes are not UTF-8, first at byte " + one.first()));
        if (all.size() > MAX_REPORTED) {
            System.err.println("seance: in all files: "
                    + places(all.stream().mapToLong(Replacements::count).sum()));
        }
    }

    private static String places(long count) {
        return count + (count == 1 ? " place" : " places");
    }

    /** Adds the same to an answer for scripts. */
    static void addTo(ObjectNode root, List<Replacements> all) {
        ArrayNode array = root.putArray("replaced");
        all.forEach(one -> array.addObject()
                .put("file", one.file())
                .put("count", one.count())
                .put("firstByte", one.first()));
    }
}
