// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.files.FileNames;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Reads the text layer of PDFs: a file is a document and a split. */
@Extension
@ExtensionSpec(name = "pdf", summary = "Reads the text layer of .pdf files, page by page.", options = PdfOptions.class)
public final class PdfSource implements CorpusSource {

    private final PdfOptions options;
    private final DigestCache digests;
    private final TextMemory memory;
    private volatile List<Skipped> skipped = List.of();

    @Inject
    public PdfSource(PdfOptions options, Environment environment) {
        this(options, DigestCache.of(environment), new TextMemory());
    }

    PdfSource(PdfOptions options, DigestCache digests, TextMemory memory) {
        this.options = options;
        this.digests = digests;
        this.memory = memory;
    }

    private ScanListing files() throws IOException {
        ScanListing files = ScanListing.of(options.path(), Set.of(".pdf"), "PDFs", "not .pdf");
        List<Skipped> others = files.files().stream()
                .filter(file -> !isPdf(file))
                .map(file -> new Skipped(file.name(), "compressed PDF"))
                .toList();
        skipped = Stream.concat(files.skipped().stream(), others.stream()).toList();
        return new ScanListing(
                files.folder(), files.files().stream().filter(PdfSource::isPdf).toList(), skipped);
    }

    /** PDFs are compressed in themselves, and are read here and there, which in a compressed file is not possible. */
    private static boolean isPdf(TextFile file) {
        return !file.compressed();
    }

    @Override
    public String revision() throws IOException {
        return files().revision(digests);
    }

    @Override
    public List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public Optional<SourceOverview> overview() throws IOException {
        ScanListing files = files();
        return Optional.of(new SourceOverview(
                OptionalLong.of(files.files().size()),
                OptionalLong.empty(),
                files.bytes(),
                Optional.empty(),
                Optional.empty()));
    }

    @Override
    public List<InputSplit> splits() throws IOException {
        ScanListing files = files();
        List<InputSplit> splits = files.files().stream()
                .map(file -> new InputSplit(
                        ScanListing.stem(file.name()), FileNames.encoded(files.folder(), file.path()), file.bytes()))
                .toList();
        ScanListing.refuseEqualIds(splits);
        return splits;
    }

    @Override
    public Stream<Document> read(InputSplit split, BadRecords bad) throws IOException {
        Path path = options.path().toAbsolutePath().normalize();
        Path folder = Files.isDirectory(path) ? path : path.getParent();
        Path file = FileNames.resolve(folder, split.location());
        if (!Files.exists(file)) {
            throw new UserError(file + " does not exist any more; run the command again");
        }
        // The text of a PDF that was never scanned is compressed, to a third or so, beside fonts; that of a scan is
        // little.
        TextMemory.Room room = memory.take(Math.min(memory.limit(), split.bytes()));
        TextFile pdf = new TextFile(FileNames.decoded(split.location()), file, split.bytes());
        return Stream.of(pdf)
                .flatMap(one -> new PdfReader(one, options.language(), memory, bad).read(split.id()).stream())
                .onClose(room::close);
    }
}
