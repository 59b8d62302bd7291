// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.github.luben.zstd.ZstdInputStream;
import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TextReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A corpus artifact: shards {@code training-00000.jsonl.zst} and {@code held-out-00000.jsonl.zst}, each any number of
 * zstd frames of JSON lines; the sizes are in the manifest's metrics.
 */
public final class StoredCorpus implements Corpus {

    /** What the filters did, in the artifact's folder. */
    public static final String FUNNEL = "funnel.json";

    private final String name;
    private final Artifact artifact;

    /** @param name the step, as the reader's recipe calls it */
    public StoredCorpus(String name, Artifact artifact) {
        this.name = name;
        this.artifact = artifact;
    }

    /** The name of a shard's file. */
    public static String shardFile(Subset part, int shard) {
        return String.format(Locale.ROOT, "%s-%05d.jsonl.zst", prefix(part), shard);
    }

    private static String prefix(Subset part) {
        return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The metrics of a subset, as a manifest has them. */
    public static Map<String, Double> metrics(Subset part, CorpusSize size) {
        String of = metricPrefix(part);
        return Map.of(
                of + "Documents", (double) size.documents(),
                of + "Words", (double) size.words(),
                of + "Bytes", (double) size.bytes());
    }

    private static String metricPrefix(Subset part) {
        return part == Subset.TRAIN ? "training" : "heldOut";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CorpusSize size(Subset part) {
        Map<String, Double> metrics = artifact.manifest().metrics();
        String of = metricPrefix(part);
        return new CorpusSize(
                metrics.getOrDefault(of + "Documents", 0.0).longValue(),
                metrics.getOrDefault(of + "Words", 0.0).longValue(),
                metrics.getOrDefault(of + "Bytes", 0.0).longValue());
    }

    @Override
    public int shards(Subset part) {
        return (int) files().stream()
                .filter(file -> file.startsWith(prefix(part) + "-"))
                .count();
    }

    private List<String> files() {
        return artifact.manifest().files().stream()
                .map(Manifest.FileEntry::path)
                .toList();
    }

    @Override
    public Stream<Document> read(Subset part, int shard) throws IOException {
        return documents(artifact.file(shardFile(part, shard)));
    }

    @Override
    public TextReader readText(Subset part, int shard) throws IOException {
        return new StoredTextReader(artifact.file(shardFile(part, shard)));
    }

    /** Reads one {@code .jsonl.zst} lazily; the caller closes the stream. */
    static Stream<Document> documents(Path file) throws IOException {
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(new ZstdInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
        return JsonLines.read(file, lines, DocumentJson::read);
    }
}
