// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bundle;

import dev.seance.core.store.Manifest;
import java.util.List;
import java.util.Objects;

/**
 * The first file of a bundle, {@value #FILE}: what it is, and every other file with its digest. Its own digest therefore
 * names all that is in the bundle.
 *
 * @param format {@value #FORMAT}
 * @param version of the format, {@value #VERSION}
 * @param title what the model is called
 * @param recipe the recipe that made it
 * @param number of the run that made it
 * @param steps the steps whose models are in it, in the order of work
 * @param files every other file, in the bundle's order
 */
public record BundleIndex(
        String format,
        int version,
        String title,
        String recipe,
        int number,
        List<String> steps,
        List<Manifest.FileEntry> files) {

    public static final String FILE = "bundle.json";
    public static final String FORMAT = "seance-bundle";
    public static final int VERSION = 1;

    /** The folder of a run and the store beside it, within a bundle. */
    public static final String RUNS = "runs/";

    public BundleIndex {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(recipe, "recipe");
        steps = List.copyOf(steps);
        files = List.copyOf(files);
    }

    /** The same of these files. */
    public BundleIndex of(List<Manifest.FileEntry> others) {
        return new BundleIndex(format, version, title, recipe, number, steps, others);
    }

    /** The folder of the run within the bundle. */
    public String run() {
        return RUNS + recipe + "/" + number;
    }
}
