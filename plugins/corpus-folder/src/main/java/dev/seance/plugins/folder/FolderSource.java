// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.FileNames;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextFolder;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.CatalogueDate;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a folder of texts: a document a file, a split a document. A split's location says in which line of
 * the metadata its row stands, so that reading it needs neither the other splits nor the other rows.
 */
@Extension
@ExtensionSpec(
        name = "folder",
        summary = "Reads a folder of .txt, .md and .zip files, with or without a metadata.jsonl or metadata.csv.",
        options = FolderOptions.class,
        readsOwnTexts = true)
public final class FolderSource implements CorpusSource {

    /** What documents name as their source when the metadata do not: nothing of where the folder lies. */
    private static final String SOURCE = "folder";

    /** Attribute: the encoding of a text that is not UTF-8. */
    private static final String ENCODING = "encoding";

    /** How many files the log names. */
    private static final int NOTES = 10;

    private static final Logger log = LoggerFactory.getLogger(FolderSource.class);

    private final FolderOptions options;
    private final Path folder;
    private final DigestCache digests;
    private final TextMemory memory;
    private final HeldArchive archive = new HeldArchive();
    private final AtomicInteger notes = new AtomicInteger();
    private volatile List<Skipped> skipped = List.of();
    private volatile Optional<MetadataFile> metadata;

    @Inject
    public FolderSource(FolderOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    FolderSource(FolderOptions options, DigestCache digests, TextMemory memory) {
        this.options = options;
        this.folder = options.path().toAbsolutePath().normalize();
        this.digests = digests;
        this.memory = memory;
    }

    @Override
    public String revision() throws IOException {
        return FolderRevision.of(texts(), metadata().map(MetadataFile::path), digests);
    }

    @Override
    public List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public List<InputSplit> splits() throws IOException {
        List<TextFile> files = texts();
        Map<String, MetadataFile.Place> rows =
                metadata().isPresent() ? metadata().get().index() : new HashMap<>();
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
                        + file.name() + "; rename a file, or give them different ids in " + MetadataFile.JSONL
                        + " or " + MetadataFile.CSV);
            }
            if (!file.compressed()) {
                memory.check(file.path().toString(), file.bytes());
            }
            String location = FileNames.encoded(folder, file.path());
            splits.add(new InputSplit(id, new FolderLocation(location, file.entry(), row).encoded(), file.bytes()));
        }
        refuseRowsWithoutFile(rows);
        return splits;
    }

    private Optional<MetadataFile> metadata() {
        // Which of the two tables there is; what is in it is read when it is asked for.
        Optional<MetadataFile> found = metadata;
        if (found == null) {
            found = MetadataFile.in(folder);
            metadata = found;
        }
        return found;
    }

    /** The texts, at least one. */
    private List<TextFile> texts() throws IOException {
        if (!Files.exists(folder)) {
            throw new UserError("path '" + folder + "' does not exist; give a folder of .txt, .md or .zip files");
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError(
                    "path '" + folder + "' is a file; give the folder that holds the .txt, .md or .zip files"
                            + (folder.getParent() == null ? "" : " (perhaps " + folder.getParent() + ")"));
        }
        TextFolder listing = TextFolder.list(folder, MetadataFile.JSONL, MetadataFile.CSV);
        skipped = listing.skipped();
        if (listing.texts().isEmpty()) {
            throw new UserError("no .txt, .md or .zip file to read in '" + folder + "' (found: "
                    + listing.foundInstead() + "); put texts there, one work a file, or correct the path");
        }
        return listing.texts();
    }

    private void refuseRowsWithoutFile(Map<String, MetadataFile.Place> rows) {
        rows.values().stream().findFirst().ifPresent(row -> {
            throw new UserError(
                    metadata().orElseThrow().at(row.line()) + ": no text file '" + row.file() + "' in " + folder
                            + (rows.size() > 1 ? " (nor the files of " + (rows.size() - 1) + " more rows)" : "")
                            + "; put the file there or remove the row");
        });
    }

    @Override
    public Optional<SourceOverview> overview() throws IOException {
        List<TextFile> files = texts();
        long bytes = files.stream().mapToLong(TextFile::bytes).sum();
        return Optional.of(new SourceOverview(
                OptionalLong.of(files.size()), OptionalLong.empty(), bytes, Optional.empty(), Optional.empty()));
    }

    @Override
    public Stream<Document> read(InputSplit split, BadRecords bad) {
        FolderLocation location = FolderLocation.decoded(split.location());
        TextFile file = location.text(folder, split.bytes());
        FolderText text = new FolderText(file, options.charset(), memory, bad, archive);
        // Opened when the document is asked for, so that a stream that is never read costs nothing.
        return Stream.of(split)
                .flatMap(one -> document(one, file, location, text, bad).stream())
                .onClose(text::close);
    }

    private Optional<Document> document(
            InputSplit split, TextFile file, FolderLocation location, FolderText text, BadRecords bad) {
        Optional<String> found = text.read();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        NameParts name = NameParts.of(file.stem(), options.yearFromName());
        MetadataRow row = location.row()
                .map(place -> metadata().orElseThrow().read(place))
                .orElse(MetadataRow.EMPTY);
        Document.Builder document = Document.of(split.id(), found.get())
                .title(row.title().orElse(name.title()))
                .author(row.author().orElse(""))
                .language(row.language().orElse(options.language()))
                .place(row.place().orElse(""))
                .attribute(Document.KIND, row.kind().orElse(""))
                .attribute(Document.PUBLISHER, row.publisher().orElse(""))
                .attribute(ENCODING, encoding(file, text))
                .provenance(new Provenance(
                        row.source().orElse(SOURCE), file.name(), row.licence().orElse("")));
        date(row, location, bad).map(CatalogueDate::year).or(name::year).ifPresent(year -> {
            document.year(year);
            row.date()
                    .filter(date -> !date.equals("" + year))
                    .ifPresent(date -> document.attribute(Document.DATE, date));
        });
        return Optional.of(document.build());
    }

    /** The date in the metadata; one that is none is reported, and left out when that is allowed. */
    private Optional<CatalogueDate> date(MetadataRow row, FolderLocation location, BadRecords bad) {
        Optional<CatalogueDate> date = row.date().flatMap(CatalogueDate::parse);
        if (date.isEmpty() && row.date().isPresent()) {
            MetadataFile file = metadata().orElseThrow();
            bad.report(new BadRecord(
                    file.path().getFileName() + ":"
                            + location.row().orElseThrow().line(),
                    "absurd date",
                    "year '" + row.date().get() + "' is not a year such as 1851",
                    "correct it, or leave it out when nobody knows"));
        }
        return date;
    }

    /** How the file was encoded, where that was found out and is not the usual. */
    private String encoding(TextFile file, FolderText text) {
        if (options.charset().isPresent() || text.encoding().equals(StandardCharsets.UTF_8)) {
            return "";
        }
        String name = text.encoding().name().toLowerCase(Locale.ROOT);
        int count = notes.incrementAndGet();
        if (count <= NOTES) {
            log.info(
                    "{} is read as {}, for it is not UTF-8; set 'encoding' if it is something else{}",
                    file.name(),
                    name,
                    count == NOTES ? " (further files are noted in their documents' attribute 'encoding' only)" : "");
        }
        return name;
    }
}
