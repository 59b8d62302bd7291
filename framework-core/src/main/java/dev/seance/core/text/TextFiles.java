// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Plain files as a corpus: each is a shard of one document, and all are to learn from. The text is the file's bytes but
 * for a byte order mark and what {@link InvalidUtf8#REPLACE} replaced: line ends stay as they are, unlike in a corpus
 * step, so that tokens decode to the very file they came from. Words are not counted, and sizes are the files' own;
 * nothing is read to know them.
 */
public final class TextFiles implements Corpus {

    private final List<Path> files;
    private final long[] bytes;
    private final InvalidUtf8 policy;
    private final Map<Integer, Replacements> replaced = new TreeMap<>();

    private TextFiles(List<Path> files, long[] bytes, InvalidUtf8 policy) {
        this.files = files;
        this.bytes = bytes;
        this.policy = policy;
    }

    /**
     * The texts of files, and of the {@code .txt} files in folders and below.
     *
     * @param arguments files and folders; a file that two of them name counts once
     * @param mistakes receives a line for each thing that is wrong with them; the corpus is of use only when none came
     */
    public static TextFiles find(List<Path> arguments, InvalidUtf8 policy, List<String> mistakes) throws IOException {
        List<Path> files = TextPaths.find(arguments, mistakes);
        long[] bytes = new long[files.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Files.size(files.get(i));
        }
        return new TextFiles(files, bytes, policy);
    }

    /** The files, in the order of the shards. */
    public List<Path> files() {
        return files;
    }

    /** The bytes of all files. */
    public long bytes() {
        return Arrays.stream(bytes).sum();
    }

    /** What was replaced in the files that were read to their end, in the files' order. */
    public List<Replacements> replacements() {
        synchronized (replaced) {
            return List.copyOf(replaced.values());
        }
    }

    @Override
    public String name() {
        return files.size() == 1 ? files.get(0).toString() : files.size() + " files";
    }

    @Override
    public CorpusSize size(Subset part) {
        return part == Subset.TRAIN ? new CorpusSize(files.size(), 0, bytes()) : CorpusSize.NOTHING;
    }

    @Override
    public int shards(Subset part) {
        return part == Subset.TRAIN ? files.size() : 0;
    }

    @Override
    public Stream<Document> read(Subset part, int shard) throws IOException {
        Path file = files.get(shard);
        return Stream.of(Document.of(file.toString(), new String(text(shard), StandardCharsets.UTF_8))
                .title(file.getFileName().toString())
                .provenance(new Provenance("files", file.toString(), ""))
                .build());
    }

    /**
     * The whole text of a file, as UTF-8.
     *
     * @throws UserError also when it is longer than one document can be
     */
    public byte[] text(int shard) throws IOException {
        try (Utf8Reader reader = Utf8Reader.of(files.get(shard), policy)) {
            byte[] text = reader.readAll(bytes[shard]);
            reader.replacements().ifPresent(found -> note(shard, found));
            return text;
        }
    }

    @Override
    public TextReader readText(Subset part, int shard) throws IOException {
        return new TextFileReader(files.get(shard), policy, found -> note(shard, found));
    }

    private void note(int shard, Replacements found) {
        synchronized (replaced) {
            replaced.put(shard, found);
        }
    }
}
