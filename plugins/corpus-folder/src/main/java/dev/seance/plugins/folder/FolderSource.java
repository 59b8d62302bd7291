// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.UserError;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final FolderOptions options;
    private final Path folder;
    private final MetadataFile metadata;

    @Inject
    public FolderSource(FolderOptions options) {
        this.options = options;
        this.folder = options.path().toAbsolutePath().normalize();
        this.metadata = new MetadataFile(folder.resolve(MetadataFile.NAME));
    }

    @Override
    public String revision() throws IOException {
        return FolderRevision.of(TextFiles.in(folder), metadata.path());
    }

    @Override
    public List<InputSplit> splits() throws IOException {
        List<TextFile> files = TextFiles.in(folder);
        Map<String, MetadataFile.Place> rows = metadata.index();
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
            splits.add(new InputSplit(id, new FolderLocation(file.name(), row).encoded(), file.bytes()));
        }
        refuseRowsWithoutFile(rows);
        return splits;
    }

    private void refuseRowsWithoutFile(Map<String, MetadataFile.Place> rows) {
        rows.values().stream().findFirst().ifPresent(row -> {
            throw new UserError(metadata.at(row.line()) + ": no text file '" + row.file() + "' in " + folder
                    + (rows.size() > 1 ? " (nor the files of " + (rows.size() - 1) + " more rows)" : "")
                    + "; put the file there or take the row out");
        });
    }

    @Override
    public Stream<Document> read(InputSplit split) {
        // Opened when the document is asked for, so that a stream that is never read costs nothing.
        return Stream.of(split).map(this::document);
    }

    private Document document(InputSplit split) {
        FolderLocation location = FolderLocation.decoded(split.location());
        TextFile file = new TextFile(location.file(), folder.resolve(location.file()), split.bytes());
        NameParts name = NameParts.of(file.stem(), options.yearFromName());
        MetadataRow row = location.row().map(metadata::read).orElse(MetadataRow.EMPTY);
        Document.Builder document = Document.of(split.id(), TextReader.read(file.path(), options.charset()))
                .title(row.title().orElse(name.title()))
                .author(row.author().orElse(""))
                .language(row.language().orElse(options.language()))
                .place(row.place().orElse(""))
                .provenance(new Provenance(
                        row.source().orElse(Objects.toString(folder.getFileName(), "/")),
                        file.name(),
                        row.licence().orElse("")));
        row.year().or(name::year).ifPresent(document::year);
        return document.build();
    }
}
