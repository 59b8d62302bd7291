// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.serve;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The browser of whoever sits before this machine, started by the program of the desktop that knows which it is. */
final class Browser {

    private Browser() {}

    /** Shows a page, or says on the terminal that somebody has to. */
    static void show(URI address) {
        List<String> command = new ArrayList<>(opener(System.getProperty("os.name")));
        command.add(address.toString());
        try {
            new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.err.println("seance: no browser can be started from here; open " + address + " in one");
        }
    }

    static List<String> opener(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        return List.of(name.startsWith("mac") ? "open" : "xdg-open");
    }
}
