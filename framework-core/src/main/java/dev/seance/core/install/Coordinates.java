// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Maven names a file by: {@code group:artifact:version[:classifier]}. Its kind (jar, zip) comes with each request.
 *
 * @param group the group
 * @param artifact the artifact
 * @param version one version, no range
 * @param classifier which of the artifact's files; "" for the main one
 */
public record Coordinates(String group, String artifact, String version, String classifier) {

    private static final String PART = "([A-Za-z0-9_.-]+)";
    private static final Pattern FORM = Pattern.compile(PART + ":" + PART + ":" + PART + "(?::" + PART + ")?");

    public Coordinates {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(classifier, "classifier");
    }

    /** Reads them; empty when the text has another form. */
    public static Optional<Coordinates> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String classifier = matcher.group(4) == null ? "" : matcher.group(4);
        return Optional.of(new Coordinates(matcher.group(1), matcher.group(2), matcher.group(3), classifier));
    }

    /** The same artifact's file of that classifier. */
    Coordinates withClassifier(String other) {
        return new Coordinates(group, artifact, version, other);
    }

    /** What the file is called in repositories, without its ending. */
    String fileName() {
        return artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier);
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version + (classifier.isEmpty() ? "" : ":" + classifier);
    }
}
