// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.plugin.ExtensionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.pf4j.DefaultVersionManager;

/** The version of the API, and whether it is one a plugin was made for. */
final class ApiVersion {

    private static final String RESOURCE = "/dev/seance/api/version.properties";

    private ApiVersion() {}

    /** The version of the API on the host's class path, which is not that of Seance. */
    static String current() {
        Properties properties = new Properties();
        try (InputStream in = ExtensionSpec.class.getResourceAsStream(RESOURCE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /**
     * Whether a version is in a range such as {@code >=0.1.0 & <0.2.0}. A bare version means it or any later one, as
     * everywhere in PF4J.
     *
     * @throws IllegalArgumentException when it is not a range
     */
    static boolean isIn(String range, String version) {
        String expression = range.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + range : range;
        try {
            return new DefaultVersionManager().checkVersionConstraint(version, expression);
        } catch (RuntimeException e) { // its parser has a family of them
            throw new IllegalArgumentException("'" + range + "' is not a range of versions", e);
        }
    }
}
