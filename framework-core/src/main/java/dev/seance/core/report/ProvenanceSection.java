// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What it takes to trace every figure and to make it all again: recipe, plugins with versions, artifacts with folders. */
final class ProvenanceSection {

    private ProvenanceSection() {}

    static void write(Html html, RunFolder run, RunSummary summary, List<ReportedStep> steps) throws IOException {
        html.open("footer").element("h2", "Provenance");
        html.element(
                "p",
                "Every step's artifact is named by the digest of all it was made from; the same recipe, plugins and"
                        + " books give the same names. Folders are given from this page's own.");
        PageData.link(html, run, summary, steps);
        html.open("div", "class", "wide").open("table", "class", "provenance").open("tbody");
        steps.forEach(step -> row(html, run, step));
        for (ExportSummary export : summary.exports()) {
            html.open("tr").element("td", export.name()).open("td");
            export.files().forEach(file -> link(html, file));
            html.close().element("td", export.plugin()).close();
        }
        html.close().close().close().line();
        if (Files.isRegularFile(run.file(RunFolder.RECIPE))) {
            html.element("h3", "The recipe as it was run");
            html.element("pre", Files.readString(run.file(RunFolder.RECIPE)));
        }
        html.close();
    }

    private static void row(Html html, RunFolder run, ReportedStep reported) {
        StepSummary step = reported.step();
        html.open("tr").element("td", step.name()).open("td");
        if (reported.artifact().isPresent()) {
            link(html, path(run, reported.artifact().get()));
        } else {
            html.text(step.fingerprint() + " (no longer in the store)");
        }
        html.close();
        html.element("td", reported.artifact().map(ProvenanceSection::plugins).orElse(""))
                .close();
        html.line();
    }

    private static void link(Html html, String path) {
        html.open("div").element("a", path, "href", path).close();
    }

    /** Relative, so that the page still finds it when the runs folder has moved. */
    private static String path(RunFolder run, Artifact artifact) {
        Path from = run.folder().toAbsolutePath().normalize();
        return from.relativize(artifact.folder().toAbsolutePath().normalize())
                        .toString()
                        .replace('\\', '/')
                + "/";
    }

    private static String plugins(Artifact artifact) {
        return artifact.manifest().plugins().entrySet().stream()
                .map((Map.Entry<String, String> plugin) -> plugin.getKey() + " " + plugin.getValue())
                .collect(Collectors.joining(", "));
    }
}
