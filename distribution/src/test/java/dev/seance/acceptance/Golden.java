// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was said, compared with a file in {@code messages/}. With {@code -Dacceptance.update=true} the files are written
 * instead; read them before they are committed, as somebody would who does not know the code.
 */
final class Golden {

    private static final Path SOURCES = Path.of("src/test/resources/dev/seance/acceptance/messages");

    private Golden() {}

    static void check(String name, Seance seance, String said) throws IOException {
        String text = said.replace(seance.folder().toString(), "{folder}")
                .replace(Seance.HOME.toString(), "{seance}")
                .replaceAll("run \\d+ in ", "run {n} in ");
        if (Boolean.getBoolean("acceptance.update")) {
            Files.createDirectories(SOURCES);
            Files.writeString(SOURCES.resolve(name + ".txt"), text);
            return;
        }
        assertThat(text).as("messages/" + name + ".txt").isEqualTo(Places.resource("messages/" + name + ".txt"));
    }
}
