// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.serving;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A page of the host, or a file that one loads, to be served as it is: what it shows is the host's affair, who may ask for it
 * and how is the server's.
 *
 * @param path where it is: {@code /}, or a slash and a name of letters, digits, points and hyphens
 * @param type its content type, such as {@code text/html; charset=utf-8}
 * @param content makes its bytes anew for each request, in milliseconds; called on several threads of the server at once.
 *     The bytes are not changed afterwards. What it throws is that request's failure alone
 */
public record ServedPage(String path, String type, Supplier<byte[]> content) {

    public ServedPage {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(content, "content");
        if (!path.matches("/([A-Za-z0-9-][A-Za-z0-9.-]*)?")) {
            throw new IllegalArgumentException("no path of a page: " + path);
        }
    }
}
