// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.util.Objects;

/**
 * Where a document came from, so that every line of training data can be traced.
 *
 * @param source the collection: a package name and version, or what its metadata call it; never where on a machine it lies
 * @param location the file within it
 * @param licence the licence or rights statement, or ""
 */
public record Provenance(String source, String location, String licence) {

    public static final Provenance UNKNOWN = new Provenance("", "", "");

    public Provenance {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(licence, "licence");
    }
}
