// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.util.List;
import java.util.Objects;

/**
 * Files a run made for other programs.
 *
 * @param name the step, and the folder in the run's own folder
 * @param plugin the exporter
 * @param files the files' paths in the run's folder, with forward slashes
 */
public record ExportSummary(String name, String plugin, List<String> files) {

    public ExportSummary {
        Objects.requireNonNull(name, "name");
        files = List.copyOf(files);
    }
}
