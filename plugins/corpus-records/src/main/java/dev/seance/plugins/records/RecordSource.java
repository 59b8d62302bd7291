// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What the sources of records have in common: files of some kinds, stretches of them as splits, a mapping of fields. */
abstract class RecordSource implements CorpusSource {

    private final String name;
    private final Path path;
    private final FieldOptions fields;
    private final String language;
    private final Set<String> kinds;
    private final DigestCache digests;
    private final TextMemory memory;
    private volatile List<Skipped> skipped = List.of();

    /**
     * @param name what documents name as their collection
     * @param kinds what the files' names end in
     */
    RecordSource(
            String name,
            Path path,
            FieldOptions fields,
            String language,
            Set<String> kinds,
            DigestCache digests,
            TextMemory memory) {
        this.name = name;
        this.path = path;
        this.fields = fields;
        this.language = language;
        this.kinds = kinds;
        this.digests = digests;
        this.memory = memory;
    }

    /**
     * The borders of a file's stretches, of which there is at least one: from the first border to the second, and so on.
     * What they count is the source's own affair.
     */
    abstract List<Long> borders(TextFile file) throws IOException;

    /** The records between two borders. */
    abstract Records records(TextFile file, long from, long to) throws IOException, BadRow;

    /** How many records a file has, where that is quick to tell. */
    OptionalLong count(TextFile file) throws IOException {
        return OptionalLong.empty();
    }

    TextMemory memory() {
        return memory;
    }

    private DataFiles files() throws IOException {
        DataFiles files = DataFiles.list(
                path, kinds, String.join(" or ", kinds.stream().sorted().toList()) + " files");
        skipped = files.skipped();
        return files;
    }

    @Override
    public final String revision() throws IOException {
        return files().revision(digests);
    }

    @Override
    public final List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public final Optional<SourceOverview> overview() throws IOException {
        DataFiles files = files();
        OptionalLong documents = OptionalLong.of(0);
        for (TextFile file : files.files()) {
            OptionalLong count = count(file);
            documents = documents.isPresent() && count.isPresent()
                    ? OptionalLong.of(documents.getAsLong() + count.getAsLong())
                    : OptionalLong.empty();
        }
        return Optional.of(
                new SourceOverview(documents, OptionalLong.empty(), files.bytes(), Optional.empty(), Optional.empty()));
    }

    @Override
    public final List<InputSplit> splits() throws IOException {
        DataFiles files = files();
        List<InputSplit> splits = new ArrayList<>();
        for (TextFile file : files.files()) {
            List<Long> borders = borders(file);
            int count = borders.size() - 1;
            for (int i = 0; i < count; i++) {
                String id = count == 1 ? file.name() : file.name() + "#" + (i + 1) + "of" + count;
                String location = borders.get(i) + " " + borders.get(i + 1) + " " + files.location(file);
                splits.add(new InputSplit(id, location, file.bytes() / count));
            }
        }
        return splits;
    }

    @Override
    public final Stream<Document> read(InputSplit split, BadRecords bad) throws IOException {
        String[] location = split.location().split(" ");
        TextFile file = DataFiles.at(path, location[2]);
        try {
            Records records = records(file, Long.parseLong(location[0]), Long.parseLong(location[1]));
            return DocumentReader.stream(new RecordReader(
                    file.name(), records, columns -> new FieldMapping(fields, columns, language, name), bad, memory));
        } catch (BadRow e) {
            bad.report(e.at(file.name()));
        } catch (IOException e) {
            bad.report(new BadRecord(file.name(), "damaged file", "" + e.getMessage(), "fetch the file again"));
        }
        return Stream.empty();
    }
}
