// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.run.ArtifactKind;
import dev.seance.core.recipe.Era;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Source;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StepResult;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.DialogueJson;
import dev.seance.core.store.EvaluationJson;
import dev.seance.core.store.Json;
import dev.seance.core.store.Manifest;
import dev.seance.core.store.Manifests;
import dev.seance.core.store.StoredCorpus;
import dev.seance.core.store.StoredDialogues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A folder of runs as a runner leaves it, with a step of every kind. */
public final class SampleRuns {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("1899-12-31T23:59:59Z"), ZoneOffset.UTC);

    private final Path runs;
    private final ArtifactStore store;

    public SampleRuns(Path runs) {
        this.runs = runs;
        this.store = RunFolder.store(runs);
    }

    ArtifactStore store() {
        return store;
    }

    /** Makes a run that did not finish: a recipe and a plan that names those artifacts. */
    public RunFolder begin(String recipe, String yaml, String... fingerprints) throws IOException {
        RunFolder run = RunFolder.create(runs, recipe);
        Files.writeString(run.file(RunFolder.RECIPE), yaml);
        List<Map<String, String>> steps = List.of(fingerprints).stream()
                .map(fingerprint -> Map.of("fingerprint", fingerprint))
                .toList();
        Files.writeString(run.file(RunFolder.PLAN), Json.pretty(Map.of("steps", steps)));
        return run;
    }

    /** Makes a finished run. */
    public RunSummary finish(RunFolder run, String title, List<StepResult> steps) throws IOException {
        Recipe recipe = new Recipe(
                run.recipe(),
                title,
                Optional.of(new Era(1837, 1899, Optional.of("English"))),
                1837,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                Settings.none(Source.file("recipe.yaml", "").at(1, 1)),
                Set.of());
        return RunReport.write(run, recipe, steps, store, CLOCK);
    }

    /** Makes an artifact with one file, and what became of its step. */
    public StepResult step(
            ArtifactKind kind, String name, String fingerprint, Map<String, Double> metrics, String... files)
            throws IOException {
        Artifact artifact = artifact(kind, name, fingerprint, metrics, files);
        List<String> failures = kind == ArtifactKind.REPORT
                ? EvaluationJson.read(Files.readString(artifact.file(EvaluationJson.FILE)))
                        .failures()
                : List.of();
        return new StepResult(
                name,
                kind == ArtifactKind.MODEL ? "trainer" : "corpus",
                "sample",
                artifact.manifest().kind(),
                fingerprint,
                false,
                12.5,
                metrics,
                failures);
    }

    /** @param files names and contents in turn */
    public Artifact artifact(
            ArtifactKind kind, String name, String fingerprint, Map<String, Double> metrics, String... files)
            throws IOException {
        try (ArtifactStore.Draft draft = store.begin(kind, fingerprint, Manifests.OWNER)) {
            for (int i = 0; i < files.length; i += 2) {
                Files.writeString(draft.output().resolve(files[i]), files[i + 1]);
            }
            return draft.commit(entries -> new Manifest(
                    Manifest.FORMAT,
                    Manifest.VERSION,
                    kind.name().toLowerCase(Locale.ROOT),
                    fingerprint,
                    "content of " + fingerprint,
                    "sample",
                    name,
                    Map.of(),
                    Map.of(),
                    Map.of("sample-plugin", "1.2.3"),
                    Map.of("os", "Linux"),
                    null,
                    metrics,
                    entries,
                    12.5,
                    0,
                    "1899-12-31T00:00:00Z"));
        }
    }

    private static CorpusSize size(long documents, long words) {
        return new CorpusSize(documents, 0, words, 6 * words);
    }

    /** A step of every kind, one of them with a gate that was not passed. */
    public List<StepResult> everyKind(String words) throws IOException {
        Map<String, Double> corpus = new LinkedHashMap<>();
        corpus.put("documentsIn", 131.0);
        corpus.put("wordsIn", 9_100_000.0);
        corpus.put("documentsOut", 120.0);
        corpus.put("wordsOut", 8_700_123.0);
        corpus.put("validationDocuments", 6.0);
        Funnel funnel = Funnel.of(List.of(
                new Funnel.Stage(
                        "era",
                        size(131, 9_100_000),
                        size(124, 8_900_000),
                        Map.of(),
                        Map.of("printed after 1899", 7L),
                        List.of("pg42: 1911 " + words, "pg77: 1920")),
                new Funnel.Stage(
                        "running-heads",
                        size(124, 8_900_000),
                        size(120, 8_700_123),
                        Map.of("heads removed", 88L),
                        Map.of("nothing left", 4L),
                        List.of("pg7: " + words)),
                new Funnel.Stage(
                        "language", size(120, 8_700_123), size(120, 8_700_123), Map.of(), Map.of(), List.of())));
        Map<String, Double> model = new LinkedHashMap<>();
        model.put("parameters", 1_234_567.0);
        model.put("bitsPerByteBefore", 8.113);
        model.put("bitsPerByte", 2.4375);
        model.put("tokensPerSecond", 5120.4);
        model.put("loss", 3.2);
        String dialogues = DialogueJson.write(dialogue("one", "fiction", words)) + "\n"
                + DialogueJson.write(dialogue("two", "llm", "I was made up.")) + "\n"
                + DialogueJson.write(dialogue("three", "rules", "So was I.")) + "\n";
        Evaluation evaluation = new Evaluation(
                Map.of("hitsPerMillion", 3.5),
                List.of(
                        new ReportBlock.Paragraph("Looked for words that came later. " + words),
                        new ReportBlock.Table(List.of("Word", "First seen"), List.of(List.of("radio", "1903"))),
                        new ReportBlock.Conversation(
                                dialogue("four", "model", "Indeed, Sir.").turns())),
                List.of("3.5 hits a million words, above the limit of 1 " + words));
        return List.of(
                step(ArtifactKind.CORPUS, "books", "c0", corpus, StoredCorpus.FUNNEL, Json.pretty(funnel)),
                step(ArtifactKind.VOCABULARY, "vocabulary", "b0", Map.of("entries", 4096.0)),
                step(ArtifactKind.MODEL, "base", "a0", model, Artifact.CURVE, curve(2000)),
                step(ArtifactKind.DIALOGUES, "pairs", "d0", Map.of("dialogues", 3.0), StoredDialogues.FILE, dialogues),
                step(ArtifactKind.MODEL, "chat", "a1", Map.of("loss", 2.0)),
                step(
                        ArtifactKind.REPORT,
                        "audit",
                        "e0",
                        Map.of("hitsPerMillion", 3.5),
                        EvaluationJson.FILE,
                        EvaluationJson.write(evaluation)));
    }

    private static Dialogue dialogue(String id, String kind, String answer) {
        return new Dialogue(
                id,
                List.of(new Turn(Role.USER, "What is your opinion of steam?"), new Turn(Role.ASSISTANT, answer)),
                new Origin(kind, "pg98", "characters 10-90", ""));
    }

    private static String curve(int steps) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= steps; i++) {
            double loss = 3.2 + 5 * Math.exp(-i / 250.0) + 0.15 * Math.sin(i * 1.7);
            lines.append("{\"step\":\"base\",\"position\":" + i + ",\"loss\":" + loss + "}\n");
            if (i % 200 == 0) {
                lines.append("{\"step\":\"base\",\"position\":" + i + ",\"bitsPerByte\":" + loss / 1.4
                        + ",\"validationLoss\":" + (loss + 0.1) + "}\n");
            }
        }
        return lines.toString();
    }
}
