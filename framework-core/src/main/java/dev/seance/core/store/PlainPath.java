// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

/** Paths of files from elsewhere, relative to the folder that the files go into, with forward slashes. */
public final class PlainPath {

    private PlainPath() {}

    /** Whether a path stays within the folder, and means the same place on every system. */
    public static boolean isOne(String path) {
        if (path == null || path.isEmpty() || path.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':')) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
