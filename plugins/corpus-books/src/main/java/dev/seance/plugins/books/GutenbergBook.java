// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.EncodingGuess;
import dev.seance.kit.text.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The book that a file of Project Gutenberg is. */
final class GutenbergBook extends SingleBook {

    private static final String ENCODING = "encoding";
    private static final String NUMBER = "gutenberg-number";
    private static final String LICENCE = "Project Gutenberg header and licence removed";
    private static final Pattern NUMBER_IN_NAME = Pattern.compile("(?:.*/)?(?:pg)?(\\d+)(?:-\\w+)?");

    private final String id;
    private final String language;
    private final YearTable years;
    private final EncodingNotes notes;
    private Charset encoding = StandardCharsets.UTF_8;

    GutenbergBook(
            String id,
            TextFile file,
            String language,
            YearTable years,
            EncodingNotes notes,
            TextMemory memory,
            BadRecords bad) {
        super(file, memory, bad);
        this.id = id;
        this.language = language;
        this.years = years;
        this.notes = notes;
    }

    @Override
    Document book(long expected) throws IOException, BadBook {
        GutenbergFrame frame = GutenbergFrame.of(Arrays.asList(text(expected).split("\n", -1)));
        GutenbergHeader header = GutenbergHeader.of(frame.header());
        String code = header.language().isEmpty() ? language : header.language();
        GutenbergWords words = GutenbergWords.of(code);
        List<Paragraph> paragraphs = new GutenbergNotes(words).without(Paragraph.split(frame.body()));
        // Transcribers have joined what was broken: a hyphen that is left at a line's end is one of the word's.
        Blocks blocks = new Blocks(new BrokenWords(true), size -> memory().check(file().where(), size));
        LineJoiner joiner = new LineJoiner(paragraphs, blocks);
        paragraphs.forEach(joiner::add);
        String text = blocks.text();
        if (text.isEmpty()) {
            throw new BadBook("no text", "nothing but header and notes", "fetch the file again, or take it out", 0);
        }
        Document.Builder document = Document.of(id, text)
                .title(header.title())
                .author(header.author())
                .language(code)
                .attribute(NUMBER, header.number())
                .attribute(ENCODING, notes.note(file().name(), encoding))
                .provenance(new Provenance(
                        "Project Gutenberg", file().name(), frame.header().isEmpty() ? "" : LICENCE));
        year(document, header, paragraphs, words);
        return document.build();
    }

    private void year(Document.Builder document, GutenbergHeader header, List<Paragraph> text, GutenbergWords words) {
        Matcher inName = NUMBER_IN_NAME.matcher(id);
        String number = header.number().isEmpty() && inName.matches() ? inName.group(1) : header.number();
        String last = file().name().substring(file().name().lastIndexOf('/') + 1);
        Optional<FrontMatterYear> found = years.year(
                        number, file().name(), last, id, id.substring(id.lastIndexOf('/') + 1))
                .map(year -> new FrontMatterYear(year, YearSource.TABLE))
                .or(() -> header.year().map(year -> new FrontMatterYear(year, YearSource.FIRST_EDITION)))
                .or(() -> FrontMatterYear.of(text, words));
        found.map(FrontMatterYear::year).ifPresent(document::year);
        document.attribute(
                YearSource.ATTRIBUTE,
                found.map(FrontMatterYear::source).orElse(YearSource.UNKNOWN).words());
    }

    /** The file()'s text: UTF-8, or what its mark says, or else the usual encoding of older files. */
    private String text(long expected) throws IOException, BadBook {
        EncodingGuess guess;
        try (InputStream in = new BookBytes(file(), memory())) {
            guess = EncodingGuess.of(in);
        }
        encoding = guess.encoding()
                .orElseThrow(() -> new BadBook(
                        "unknown encoding", guess.reason(), "convert the file to UTF-8, or fetch it again", 0));
        try (InputStream in = new BookBytes(file(), memory())) {
            return PlainText.read(in, expected, encoding);
        } catch (PlainText.Undecodable e) {
            throw new BadBook("not " + encoding.name(), e.getMessage(), "fetch the file again, or correct it", 0);
        }
    }
}
