// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.CatalogueDate;
import dev.seance.kit.text.LanguageCodes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The book that an EPUB is. */
final class EpubBook extends SingleBook {

    private static final String FILE_DATE = "file-date";

    private final String id;
    private final String language;
    private final YearTable years;

    EpubBook(String id, TextFile file, String language, YearTable years, TextMemory memory, BadRecords bad) {
        super(file, memory, bad);
        this.id = id;
        this.language = language;
        this.years = years;
    }

    @Override
    Document book(long expected) throws IOException, BadBook {
        if (file().compressed()) {
            throw new BadBook("compressed EPUB", file().name(), "decompress it: an EPUB is an archive itself", 0);
        }
        try (EpubArchive archive = new EpubArchive(file(), memory())) {
            String name = archive.packageName();
            EpubPackage book = new EpubPackage(archive.markup(name).orElseThrow(), name);
            Blocks blocks = new Blocks(new BrokenWords(true), size -> memory().check(file().where(), size));
            EpubText text = new EpubText(blocks);
            List<String> texts = book.texts();
            for (String part : texts) {
                text.read(archive.markup(part)
                        .orElseThrow(() -> new BadBook(
                                "missing part",
                                "the book lists '" + part + "' and has it not",
                                "fetch the file again",
                                0)));
            }
            String whole = blocks.text();
            if (whole.isEmpty()) {
                throw new BadBook(
                        "no text",
                        texts.isEmpty()
                                ? "its package lists no text to read"
                                : "nothing but covers, contents and pictures",
                        "fetch the file again, or take it out",
                        0);
            }
            return document(book, whole);
        }
    }

    private Document document(EpubPackage book, String text) {
        String code = LanguageCodes.of(book.language());
        Document.Builder document = Document.of(id, text)
                .title(book.title())
                .author(book.author())
                .language(code.isEmpty() ? language : code)
                .attribute(Document.PUBLISHER, book.publisher())
                .attribute(FILE_DATE, book.fileDate())
                .provenance(new Provenance("epub", file().name(), book.rights()));
        String[] names = Stream.concat(
                        Stream.of(file().name(), id, id.substring(id.lastIndexOf('/') + 1)),
                        book.identifiers().stream())
                .toArray(String[]::new);
        Optional<Integer> listed = years.year(names);
        Optional<Integer> year = listed.or(
                () -> book.originalDate().flatMap(CatalogueDate::parse).map(CatalogueDate::year));
        year.ifPresent(document::year);
        YearSource source = listed.isPresent()
                ? YearSource.TABLE
                : year.isPresent() ? YearSource.FIRST_EDITION : YearSource.UNKNOWN;
        return document.attribute(YearSource.ATTRIBUTE, source.words()).build();
    }
}
