// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * Text files as a corpus: each is a shard of one document, and all are training data. Which files of a folder are texts
 * and how they are decompressed is as in a corpus step, see {@link dev.seance.kit.files.TextFolder}; so are line ends,
 * with {@link LineEnds#UNIX}. Words are not counted. Nothing is read to know the sizes: they are those of the files, and
 * those of the texts once these have been read.
 */
public final class TextFiles implements Corpus {

    private final List<TextFile> files;
    private final List<Path> paths;
    private final List<Skipped> skipped;
    private final AtomicLongArray bytes;
    private final InvalidUtf8 policy;
    private final LineEnds lineEnds;
    private final Map<Integer, Replacements> replaced = new TreeMap<>();

    private TextFiles(TextPaths found, InvalidUtf8 policy, LineEnds lineEnds) {
        this.files = found.files();
        this.skipped = found.skipped();
        this.paths = files.stream().map(TextFile::path).toList();
        this.bytes =
                new AtomicLongArray(files.stream().mapToLong(TextFile::bytes).toArray());
        this.policy = policy;
        this.lineEnds = lineEnds;
    }

    /**
     * The texts of files, and of the {@code .txt}, {@code .md} and {@code .zip} files in folders and below, compressed or
     * not. A file that is named is text whatever its name, and compressed when that ends in {@code .gz} or {@code .zst};
     * a {@code .zip} is the texts in it.
     *
     * @param arguments files and folders; a file that two of them name counts once
     * @param mistakes receives a line for each thing that is wrong with them; the corpus is of use only when none came
     */
    public static TextFiles find(List<Path> arguments, InvalidUtf8 policy, LineEnds lineEnds, List<String> mistakes) {
        return new TextFiles(TextPaths.find(arguments, mistakes), policy, lineEnds);
    }

    /** The files, in the order of the shards. */
    public List<Path> files() {
        return paths;
    }

    /** What the folders have that is not read. */
    public List<Skipped> skipped() {
        return skipped;
    }

    /** The bytes of all texts; of a file that was not read to its end yet, the file's. */
    public long bytes() {
        long sum = 0;
        for (int i = 0; i < bytes.length(); i++) {
            sum += bytes.get(i);
        }
        return sum;
    }

    /** What was replaced in the files that were read to their end, in the files' order. */
    public List<Replacements> replacements() {
        synchronized (replaced) {
            return new ArrayList<>(replaced.values());
        }
    }

    @Override
    public String name() {
        return files.size() == 1 ? files.get(0).where() : files.size() + " files";
    }

    @Override
    public CorpusSize size(Subset part) {
        return part == Subset.TRAIN ? new CorpusSize(files.size(), 0, 0, bytes()) : CorpusSize.NOTHING;
    }

    @Override
    public int shards(Subset part) {
        return part == Subset.TRAIN ? files.size() : 0;
    }

    @Override
    public Stream<Document> read(Subset part, int shard) throws IOException {
        TextFile file = files.get(shard);
        return Stream.of(Document.of(file.where(), new String(text(shard), StandardCharsets.UTF_8))
                .title(file.name().substring(file.name().lastIndexOf('/') + 1))
                .provenance(new Provenance("files", file.where(), ""))
                .build());
    }

    /**
     * The whole text of a file, as UTF-8.
     *
     * @throws UserError also when it is longer than one document can be, or than memory holds
     */
    public byte[] text(int shard) throws IOException {
        try (Utf8Reader reader = Utf8Reader.of(files.get(shard), policy, lineEnds)) {
            byte[] text = reader.readAll(bytes.get(shard));
            finished(shard, reader);
            return text;
        } catch (OutOfMemoryError e) {
            long heap = Runtime.getRuntime().maxMemory() >> 20;
            throw new UserError(
                    String.format(
                            Locale.ROOT,
                            "%s: its %,d bytes do not fit into memory (Java may use %,d MB); set"
                                    + " SEANCE_JAVA_OPTS=-Xmx%dm and run the same command again, or split the file",
                            files.get(shard).where(),
                            files.get(shard).bytes(),
                            heap,
                            2 * heap),
                    e);
        }
    }

    @Override
    public TextReader readText(Subset part, int shard) throws IOException {
        return new TextFileReader(
                files.get(shard).where(),
                Utf8Reader.of(files.get(shard), policy, lineEnds),
                reader -> finished(shard, reader));
    }

    private void finished(int shard, Utf8Reader reader) {
        bytes.set(shard, reader.count());
        reader.replacements().ifPresent(found -> {
            synchronized (replaced) {
                replaced.put(shard, found);
            }
        });
    }
}
