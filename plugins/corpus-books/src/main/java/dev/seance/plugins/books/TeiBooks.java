// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/** The texts of a TEI file: one, or those of a {@code teiCorpus}. */
final class TeiBooks implements Books {

    private static final String CORPUS = "teicorpus";
    private static final Set<String> HEADERS = Set.of("teiheader", "header", "temphead");
    private static final Set<String> BESIDE = Set.of("front", "back");

    private final String id;
    private final TextFile file;
    private final String language;
    private final TextMemory memory;
    private final BadRecords bad;
    private TextMemory.Room room = () -> {};
    private InputStream in;
    private Xml xml;
    private boolean corpus;
    private boolean ended;
    private int count;

    TeiBooks(String id, TextFile file, String language, TextMemory memory, BadRecords bad) {
        this.id = id;
        this.file = file;
        this.language = language;
        this.memory = memory;
        this.bad = bad;
    }

    @Override
    public Optional<Document> next() throws IOException {
        while (!ended) {
            try {
                Optional<Document> book = book();
                if (book.isPresent()) {
                    return book;
                }
            } catch (BadBook e) {
                ended = true;
                bad.report(e.in(file.name()));
            } catch (IOException e) {
                ended = true;
                bad.report(new BadRecord(file.name(), "damaged file", "" + e.getMessage(), "fetch the file again"));
            }
        }
        return Optional.empty();
    }

    private void open() throws IOException, BadBook {
        room = memory.take(BookBytes.expected(file, memory));
        in = file.decompressed();
        xml = new Xml(in);
        Xml.Part part = xml.next();
        while (part != Xml.Part.START) {
            part = xml.next();
        }
        corpus = xml.name().equals(CORPUS);
    }

    /** The next text; empty when it is bad and said so, or when there is none, and then this has ended. */
    private Optional<Document> book() throws IOException, BadBook {
        boolean first = xml == null;
        if (first) {
            open();
        }
        if (!corpus) {
            Optional<Document> only = document(id);
            while (xml.next() != Xml.Part.END_OF_FILE) {
                // What follows the outermost element must be well-formed too.
            }
            ended = true;
            return only;
        }
        for (Xml.Part part = xml.next(); part != Xml.Part.END_OF_FILE; part = xml.next()) {
            if (part == Xml.Part.START) {
                if (HEADERS.contains(xml.name())) {
                    xml.skip();
                } else if (!xml.name().equals(CORPUS)) {
                    count++;
                    return document(id + "#" + count);
                }
            }
        }
        ended = true;
        return Optional.empty();
    }

    /** Reads the element that has just started, a text with its header, to its end. */
    private Optional<Document> document(String documentId) throws IOException, BadBook {
        String root = xml.name();
        int line = xml.line();
        TeiHeader header = new TeiHeader(xml);
        header.language(xml.attribute("lang"));
        TeiBody body = new TeiBody(xml, new Blocks(new BrokenWords(false), size -> memory.check(file.where(), size)));
        boolean found = false;
        for (int depth = 1; depth > 0; ) {
            Xml.Part part = xml.next();
            if (part == Xml.Part.END) {
                depth--;
            } else if (part == Xml.Part.START) {
                if (HEADERS.contains(xml.name())) {
                    header.read();
                } else if (BESIDE.contains(xml.name())) {
                    xml.skip();
                } else if (xml.name().equals("body")) {
                    found = true;
                    body.read();
                } else {
                    header.language(xml.name().equals("text") ? xml.attribute("lang") : "");
                    depth++;
                }
            }
        }
        String text = body.text();
        if (text.isEmpty()) {
            bad.report(new BadBook(
                            found ? "empty body" : "no text in TEI",
                            found
                                    ? "nothing but markup, notes and white space"
                                    : "a <body> within <" + root + "> is missing",
                            "fetch the file again, or move what is no transcription elsewhere",
                            line)
                    .in(file.name()));
            return Optional.empty();
        }
        Document.Builder document = Document.of(documentId, text);
        header.describe(document, language);
        if (body.gaps() > 0) {
            document.attribute("gaps", "" + body.gaps());
        }
        return Optional.of(document.provenance(new Provenance("tei", file.name(), header.licence()))
                .build());
    }

    @Override
    public void close() throws IOException {
        ended = true;
        room.close();
        if (xml != null) {
            xml.close();
        }
        if (in != null) {
            in.close();
        }
    }
}
