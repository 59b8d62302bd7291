// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.run.Environment;
import java.util.LinkedHashMap;
import java.util.Map;

/** Facts of the machine that a manifest records; no part of any key. */
final class HostFacts {

    private HostFacts() {}

    static Map<String, String> here(Environment environment) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("java", Runtime.version().toString());
        facts.put("threads", Integer.toString(environment.threads()));
        return facts;
    }
}
