// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.FileNames;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextFolder;
import dev.seance.kit.files.TextMemory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Reads a folder of texts: a document a file, a split a document. A split's location says in which line of
 * {@code metadata.jsonl} its row stands, so that reading it needs neither the other splits nor the other rows.
 */
@Extension
@ExtensionSpec(
        name = "folder",
        summary = "Reads a folder of .txt and .txt.gz files, with or without a metadata.jsonl.",
        options = FolderOptions.class)
public final class FolderSource implements CorpusSource {

    /** What documents name as their source when the metadata do not: nothing of where the folder lies. */
    private static final String SOURCE = "folder";

    private final FolderOptions options;
    private final Path folder;
    private final MetadataFile metadata;
    private final DigestCache digests;
    private final TextMemory memory;
    private volatile List<Skipped> skipped = List.of();

    @Inject
    public FolderSource(FolderOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    FolderSource(FolderOptions options, DigestCache digests, TextMemory memory) {
        this.options = options;
        this.folder = options.path().toAbsolutePath().normalize();
        this.metadata = new MetadataFile(folder.resolve(MetadataFile.NAME));
        this.digests = digests;
        this.memory = memory;
    }

    @Override
    public String revision() throws IOException {
        return FolderRevision.of(texts(), metadata.path(), digests);
    }

    @Override
    public List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public List<InputSplit> splits() throws IOException {
        List<TextFile> files = texts();
        Map<String, MetadataFile.Place> rows = metadata.index();
        skipped.forEach(file -> rows.remove(file.name()));
        List<InputSplit> splits = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        for (TextFile file : files) {
            Optional<MetadataFile.Place> row = Optional.ofNullable(rows.remove(file.name()));
            String id = row.map(MetadataFile.Place::id)
                    .filter(given -> !given.isBlank())
                    .orElse(file.stem());
            String owner = owners.put(id, file.name());
            if (owner != null) {
                throw new UserError("two texts in " + folder + " have the id '" + id + "': " + owner + " and "
                        + file.name() + "; rename a file, or give them different ids in " + MetadataFile.NAME);
            }
            if (!file.compressed()) {
                memory.check(file.path().toString(), file.bytes());
            }
            String location = FileNames.encoded(folder, file.path());
            splits.add(new InputSplit(id, new FolderLocation(location, row).encoded(), file.bytes()));
        }
        refuseRowsWithoutFile(rows);
        return splits;
    }

    /** The texts, at least one. */
    private List<TextFile> texts() throws IOException {
        if (!Files.exists(folder)) {
            throw new UserError("path '" + folder + "' does not exist; give a folder of .txt or .txt.gz files");
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError("path '" + folder + "' is a file; give the folder that holds the .txt or .txt.gz files"
                    + (folder.getParent() == null ? "" : " (perhaps " + folder.getParent() + ")"));
        }
        TextFolder listing = TextFolder.list(folder, MetadataFile.NAME);
        skipped = listing.skipped();
        if (listing.texts().isEmpty()) {
            throw new UserError("no .txt or .txt.gz file to read in '" + folder + "' (found: " + listing.foundInstead()
                    + "); put texts there, one work a file, or correct the path");
        }
        return listing.texts();
    }

    private void refuseRowsWithoutFile(Map<String, MetadataFile.Place> rows) {
        rows.values().stream().findFirst().ifPresent(row -> {
            throw new UserError(metadata.at(row.line()) + ": no text file '" + row.file() + "' in " + folder
                    + (rows.size() > 1 ? " (nor the files of " + (rows.size() - 1) + " more rows)" : "")
                    + "; put the file there or remove the row");
        });
    }

    @Override
    public Stream<Document> read(InputSplit split, BadRecords bad) {
        FolderLocation location = FolderLocation.decoded(split.location());
        TextFile file = new TextFile(
                FileNames.decoded(location.file()), FileNames.resolve(folder, location.file()), split.bytes());
        FolderText text = new FolderText(file, options.charset(), memory);
        // Opened when the document is asked for, so that a stream that is never read costs nothing.
        return Stream.of(split).map(one -> document(one, file, location, text)).onClose(text::close);
    }

    private Document document(InputSplit split, TextFile file, FolderLocation location, FolderText text) {
        NameParts name = NameParts.of(file.stem(), options.yearFromName());
        MetadataRow row = location.row().map(metadata::read).orElse(MetadataRow.EMPTY);
        Document.Builder document = Document.of(split.id(), text.read())
                .title(row.title().orElse(name.title()))
                .author(row.author().orElse(""))
                .language(row.language().orElse(options.language()))
                .place(row.place().orElse(""))
                .provenance(new Provenance(
                        row.source().orElse(SOURCE), file.name(), row.licence().orElse("")));
        row.year().or(name::year).ifPresent(document::year);
        return document.build();
    }
}
