// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.seance.api.run.UserError;
import java.net.URI;
import java.util.function.UnaryOperator;

/** What a provider needs before it can ask: a key from the environment, an address that is one. */
final class Settings {

    private Settings() {}

    /**
     * The key that an environment variable holds.
     *
     * @param variables the environment
     * @throws UserError when it is not set
     */
    static String key(String variable, UnaryOperator<String> variables) {
        String key = variables.apply(variable);
        if (key == null || key.isBlank()) {
            throw new UserError("the environment variable " + variable + " is not set; set it to your key (export "
                    + variable + "=...), or name another with key-env");
        }
        return key.strip();
    }

    /**
     * An address, without a slash at its end.
     *
     * @throws UserError when it is none
     */
    static String address(String url) {
        try {
            URI uri = URI.create(url.strip());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri.toString().replaceFirst("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new UserError("base-url '" + url + "' is no address; give one such as http://localhost:8000/v1");
    }
}
