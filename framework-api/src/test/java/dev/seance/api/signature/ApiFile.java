// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The committed file of signatures.
 *
 * @param version the version of the API that it describes
 * @param published whether somebody may have built a plugin against that version: it must not lose anything any more
 * @param lines the signatures, see {@link ApiSignatures}
 */
record ApiFile(String version, boolean published, SortedSet<String> lines) {

    static final Pattern VERSION = Pattern.compile("# Version (\\d+\\.\\d+\\.\\d+), (draft|published)");

    private static final List<String> HEADER = List.of(
            "# What plugins compile against: the public and protected types and members of dev.seance.api and dev.seance.kit.",
            "# ApiSignaturesTest compares it with the classes, and says how to write it anew. A draft may change in any way;",
            "# when a version is released, write 'published' here, and from then on what breaks plugins needs a new version.");

    ApiFile {
        lines = Collections.unmodifiableSortedSet(new TreeSet<>(lines));
    }

    static ApiFile read(Path file) throws IOException {
        SortedSet<String> lines = new TreeSet<>();
        String version = null;
        boolean published = false;
        for (String line : Files.readAllLines(file)) {
            Matcher header = VERSION.matcher(line);
            if (header.matches()) {
                version = header.group(1);
                published = header.group(2).equals("published");
            } else if (!line.startsWith("#") && !line.isBlank()) {
                lines.add(line);
            }
        }
        if (version == null) {
            throw new IOException(file + ": has no line '# Version 1.2.3, draft' (or published)");
        }
        return new ApiFile(version, published, lines);
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        HEADER.forEach(line -> text.append(line).append('\n'));
        text.append("# Version ").append(version).append(published ? ", published\n\n" : ", draft\n\n");
        lines.forEach(line -> text.append(line).append('\n'));
        Files.writeString(file, text);
    }
}
