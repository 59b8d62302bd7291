// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.corpus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.core.command.Range;
import dev.seance.core.command.RunChoice;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.report.TextTable;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunReferences;
import dev.seance.core.run.RunReferences.Reference;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.Json;
import dev.seance.core.store.StoredCorpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a corpus's documents, what the filters changed in them, and why some were dropped. */
@Command(name = "show", description = "Show a corpus's documents, what was changed in them, and why some were dropped.")
final class CorpusShowCommand extends SeanceCommand {

    private static final String ANY = "*";

    @Parameters(paramLabel = "RUN", description = "A recipe's name (its latest run), recipe/n, or a run's folder.")
    private String name;

    @Option(names = "--step", paramLabel = "NAME", description = "Which corpus step, where the run has several.")
    private Optional<String> step = Optional.empty();

    @Option(
            names = "--dropped",
            paramLabel = "REASON",
            arity = "0..1",
            fallbackValue = ANY,
            description = "List what was dropped: for a reason (or by a filter) that contains this, or for any.")
    private String dropped;

    @Option(names = "--document", paramLabel = "ID", description = "Show one document.")
    private Optional<String> document = Optional.empty();

    @Option(
            names = "--diff",
            description = "With --document: what was changed, word by word, against the source as it is now.")
    private boolean diff;

    @Range(min = 1, max = 100_000_000)
    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many to list (default: 20).")
    private int limit;

    @Override
    public Integer call() throws IOException {
        if (diff && document.isEmpty()) {
            throw new UserError("--diff shows the changes in one document; name it with --document ID");
        }
        RunFolder run =
                RunChoice.newest(runs(), name, candidate -> !corpora(candidate).isEmpty(), "has no corpus");
        Artifact artifact = corpus(run);
        if (document.isPresent()) {
            show(run, artifact, document.get());
        } else if (dropped != null) {
            listDropped(artifact);
        } else {
            listKept(artifact);
        }
        return 0;
    }

    /** The corpora that a run made or used, by step. */
    private static Map<String, Artifact> corpora(RunFolder run) {
        Map<String, Artifact> corpora = new LinkedHashMap<>();
        String kind = ArtifactKind.CORPUS.name().toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Reference> entry : RunReferences.byStep(run).entrySet()) {
            if (entry.getValue().kind().equals(kind)) {
                RunReferences.find(run, entry.getValue()).ifPresent(found -> corpora.put(entry.getKey(), found));
            }
        }
        return corpora;
    }

    private Artifact corpus(RunFolder run) {
        Map<String, Artifact> corpora = corpora(run);
        if (step.isPresent()) {
            return Optional.ofNullable(corpora.get(step.get()))
                    .orElseThrow(() -> new UserError("--step " + step.get() + ": run " + run.label()
                            + " has no such corpus; it has " + String.join(", ", corpora.keySet())));
        }
        if (corpora.size() > 1) {
            throw new UserError("run " + run.label() + " has several corpora; choose with --step: "
                    + String.join(", ", corpora.keySet()));
        }
        return corpora.values().stream()
                .findFirst()
                .orElseThrow(() ->
                        new UserError("run " + run.label() + " has made no corpus, or it is no longer in the store"));
    }

    private void listKept(Artifact artifact) throws IOException {
        Corpus corpus = new StoredCorpus(artifact.manifest().step(), artifact);
        ArrayNode array = Json.mapper().createArrayNode();
        TextTable table = new TextTable(List.of("DOCUMENT", "YEAR", "WORDS", "AUTHOR", "TITLE"), Set.of(1, 2));
        long all = 0;
        for (Subset subset : Subset.values()) {
            all += corpus.size(subset).documents();
            try (Stream<Document> documents = corpus.read(subset)) {
                for (Document kept :
                        documents.limit(Math.max(0, limit - array.size())).toList()) {
                    array.add(json(kept).put("words", kept.words()));
                    table.row(List.of(
                            kept.id(),
                            kept.year().map(String::valueOf).orElse(""),
                            String.format(Locale.ROOT, "%,d", kept.words()),
                            kept.author(),
                            kept.title()));
                }
            }
        }
        print(array, table, all, "documents");
    }

    private void listDropped(Artifact artifact) throws IOException {
        List<DocumentVerdict> found;
        try (Stream<DocumentVerdict> verdicts = DocumentVerdict.of(artifact)) {
            found = verdicts.filter(DocumentVerdict::dropped)
                    .filter(verdict -> dropped.equals(ANY)
                            || verdict.reason().contains(dropped)
                            || verdict.filter().equals(dropped))
                    .toList();
        }
        ArrayNode array = Json.mapper().createArrayNode();
        TextTable table = new TextTable(List.of("DOCUMENT", "FILTER", "REASON", "DETAIL"), Set.of());
        found.stream().limit(limit).forEach(verdict -> {
            array.add(Json.mapper().valueToTree(verdict));
            table.row(List.of(
                    verdict.document(),
                    verdict.filter(),
                    verdict.reason(),
                    verdict.detail() == null ? "" : verdict.detail()));
        });
        print(array, table, found.size(), "dropped");
    }

    private void print(ArrayNode array, TextTable table, long all, String what) {
        if (json()) {
            printJson(array);
            return;
        }
        table.lines().forEach(System.out::println);
        if (all > array.size()) {
            System.out.printf(Locale.ROOT, "%,d of %,d %s; --limit %d shows all%n", array.size(), all, what, all);
        }
    }

    private void show(RunFolder run, Artifact artifact, String id) throws IOException {
        List<DocumentVerdict> verdicts;
        try (Stream<DocumentVerdict> all = DocumentVerdict.of(artifact)) {
            verdicts = all.filter(verdict -> verdict.document().equals(id)).toList();
        }
        Optional<Document> kept = kept(artifact, id);
        if (kept.isEmpty() && verdicts.isEmpty()) {
            throw new UserError(
                    "no document '" + id + "' in step '" + artifact.manifest().step() + "'; 'seance corpus show " + name
                            + "' lists those that were kept, with --dropped the others");
        }
        boolean original = diff || kept.isEmpty();
        Optional<Document> read = original ? Optional.of(original(run, artifact, id)) : Optional.empty();
        Document shown = kept.or(() -> read).orElseThrow();
        List<String> changes = diff && kept.isPresent()
                ? WordDiff.lines(read.orElseThrow().text(), kept.get().text())
                : List.of();
        if (json()) {
            ObjectNode node = json(shown);
            node.put("kept", kept.isPresent());
            node.set("verdicts", Json.mapper().valueToTree(verdicts));
            if (diff) {
                node.set("changes", Json.mapper().valueToTree(changes));
            } else {
                node.put("text", shown.text());
            }
            printJson(node);
            return;
        }
        heading(shown).forEach(System.out::println);
        verdicts.forEach(verdict -> System.out.println(verdict.inWords()));
        if (kept.isPresent() && verdicts.isEmpty()) {
            System.out.println("kept as it was");
        }
        System.out.println();
        if (diff && kept.isPresent()) {
            changes.forEach(line -> System.out.println("... " + line + " ...\n"));
            if (changes.isEmpty()) {
                System.out.println("the words are those of the source");
            }
        } else {
            System.out.println(shown.text());
        }
    }

    private static Optional<Document> kept(Artifact artifact, String id) throws IOException {
        Corpus corpus = new StoredCorpus(artifact.manifest().step(), artifact);
        for (Subset subset : Subset.values()) {
            try (Stream<Document> documents = corpus.read(subset)) {
                Optional<Document> found =
                        documents.filter(one -> one.id().equals(id)).findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Document original(RunFolder run, Artifact artifact, String id) throws IOException {
        try (OriginalDocuments originals = new OriginalDocuments(openRuntime(), run)) {
            String stepOfRun = RunReferences.byStep(run).values().stream()
                    .filter(reference -> reference.fingerprint().equals(artifact.fingerprint()))
                    .findFirst()
                    .orElseThrow()
                    .step();
            return originals.find(stepOfRun, id);
        }
    }

    private static List<String> heading(Document document) {
        List<String> lines = new ArrayList<>(List.of(document.id()));
        add(lines, "title", document.title());
        add(lines, "author", document.author());
        add(lines, "year", document.year().map(String::valueOf).orElse(""));
        add(lines, "language", document.language());
        add(lines, "place", document.place());
        document.attributes().forEach((key, value) -> add(lines, key, value));
        add(
                lines,
                "source",
                document.provenance().source() + " " + document.provenance().location());
        add(lines, "words", String.format(Locale.ROOT, "%,d", document.words()));
        return lines;
    }

    private static void add(List<String> lines, String key, String value) {
        if (!value.isBlank()) {
            lines.add("  " + key + ": " + value);
        }
    }

    private static ObjectNode json(Document document) {
        ObjectNode node = Json.mapper().createObjectNode().put("document", document.id());
        node.put("title", document.title()).put("author", document.author());
        document.year().ifPresent(year -> node.put("year", year));
        node.set("attributes", Json.mapper().valueToTree(document.attributes()));
        return node;
    }
}
