// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.signature;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How the API differs from the committed file.
 *
 * @param added lines of the classes that the file does not have
 * @param removed lines of the file that the classes do not have; a changed signature is a line added and a line removed
 * @param breaking those of both that plugins built before may not survive
 */
record ApiChange(SortedSet<String> added, SortedSet<String> removed, SortedSet<String> breaking) {

    static ApiChange between(SortedSet<String> before, SortedSet<String> now) {
        SortedSet<String> added = new TreeSet<>(now);
        added.removeAll(before);
        SortedSet<String> removed = new TreeSet<>(before);
        removed.removeAll(now);
        SortedSet<String> breaking = new TreeSet<>(removed);
        added.stream().filter(line -> asksForMore(line, before)).forEach(breaking::add);
        return new ApiChange(added, removed, breaking);
    }

    /** Whether a line is a method without a body in a type that somebody may have implemented. */
    private static boolean asksForMore(String line, SortedSet<String> before) {
        String type = line.substring(0, line.indexOf(": ") + 2);
        boolean unimplemented = line.startsWith(type + "method ") && line.contains(" abstract ");
        return unimplemented
                && !line.contains(") default ")
                && before.stream().anyMatch(known -> known.startsWith(type));
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty();
    }

    /** The lines with a plus or a minus in front. */
    String inWords() {
        return removed.stream().map(line -> "- " + line + "\n").collect(Collectors.joining())
                + added.stream().map(line -> "+ " + line + "\n").collect(Collectors.joining());
    }
}
