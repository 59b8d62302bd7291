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
 * A corpus artifact: shards {@code train-00000.jsonl.zst} and {@code validation-00000.jsonl.zst}, each any number of
 * zstd frames of JSON lines; the sizes are in the manifest's metrics.
 */
public final class StoredCorpus implements Corpus {

    /** What the filters did, in the artifact's folder. */
    public static final String FUNNEL = "funnel.json";

    /** Which documents the filters changed and dropped, and why, in the artifact's folder. */
    public static final String VERDICTS = "verdicts.jsonl.zst";

    private static final String SHARD_SUFFIX = ".jsonl.zst";

    private final String name;
    private final Artifact artifact;

    /** @param name the step, as the reader's recipe calls it */
    public StoredCorpus(String name, Artifact artifact) {
        this.name = name;
        this.artifact = artifact;
    }

    /** Whether a file of the artifact holds documents. */
    public static boolean isShard(String path) {
        return path.endsWith(SHARD_SUFFIX) && !path.equals(VERDICTS);
    }

    /** The name of a shard's file. */
    public static String shardFile(Subset subset, int shard) {
        return String.format(Locale.ROOT, "%s-%05d" + SHARD_SUFFIX, prefix(subset), shard);
    }

    private static String prefix(Subset subset) {
        return subset.name().toLowerCase(Locale.ROOT);
    }

    /** The metrics of a subset in the manifest. */
    public static Map<String, Double> metrics(Subset subset, CorpusSize size) {
        String of = prefix(subset);
        return Map.of(
                of + "Documents", (double) size.documents(),
                of + "Words", (double) size.words(),
                of + "Bytes", (double) size.bytes());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CorpusSize size(Subset subset) {
        Map<String, Double> metrics = artifact.manifest().metrics();
        String of = prefix(subset);
        return new CorpusSize(
                metrics.getOrDefault(of + "Documents", 0.0).longValue(),
                0,
                metrics.getOrDefault(of + "Words", 0.0).longValue(),
                metrics.getOrDefault(of + "Bytes", 0.0).longValue());
    }

    @Override
    public int shards(Subset subset) {
        return (int) files().stream()
                .filter(file -> file.startsWith(prefix(subset) + "-"))
                .count();
    }

    private List<String> files() {
        return artifact.manifest().files().stream()
                .map(Manifest.FileEntry::path)
                .toList();
    }

    @Override
    public Stream<Document> read(Subset subset, int shard) throws IOException {
        return documents(artifact.file(shardFile(subset, shard)));
    }

    @Override
    public TextReader readText(Subset subset, int shard) throws IOException {
        return new StoredTextReader(artifact.file(shardFile(subset, shard)));
    }

    /** Reads one {@code .jsonl.zst} lazily; the caller closes the stream. */
    static Stream<Document> documents(Path file) throws IOException {
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(new ZstdInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
        return JsonLines.read(file, lines, DocumentJson::read);
    }
}
