// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.Serializable;
import java.util.Objects;

/**
 * A part of a source that can be read on its own, on any thread or machine: a file, an archive's entry.
 *
 * @param id unique and stable within the source
 * @param location what the source needs to find it again: a path, a URI
 * @param bytes its size, for progress and balance; an estimate is fine
 */
public record InputSplit(String id, String location, long bytes) implements Serializable {

    public InputSplit {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(location, "location");
        if (bytes < 0) {
            throw new IllegalArgumentException("split " + id + " has " + bytes + " bytes");
        }
    }
}
