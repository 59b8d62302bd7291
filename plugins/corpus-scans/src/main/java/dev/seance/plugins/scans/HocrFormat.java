// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * hOCR, the HTML that Tesseract and others write, well-formed or not. Pages are read one at a time, also where a file has
 * many.
 *
 * @see <a href="https://kba.github.io/hocr-spec/1.2/">the specification</a>
 */
final class HocrFormat implements PageFormat {

    /** In so many bytes from its start a file shows that it is hOCR. */
    private static final int HEAD = 1 << 16;

    /** In so many it says how it is encoded; HTML asks for that. */
    private static final int DECLARATION = 1024;

    private static final Pattern MARK = Pattern.compile("ocr_page|ocr-system|ocr-capabilities");
    private static final Pattern ENCODING = Pattern.compile("(?i)(?:charset|encoding)\\s*=\\s*[\"']?([\\w.:-]+)");
    private static final Pattern CONFIDENCE = Pattern.compile("\\bx_wconf\\s+([^;\\s]+)");
    private static final Pattern LOGICAL_NUMBER = Pattern.compile("\\blpageno\\s+\"?([^;\"]+)");

    private static final Set<String> BLOCKS = Set.of("ocr_carea", "ocr_par");
    private static final Set<String> LINES =
            Set.of("ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno");
    private static final String PAGE = ".ocr_page";
    private static final String WORDS = ".ocrx_word, .ocr_word";

    @Override
    public String name() {
        return "hocr";
    }

    @Override
    public String title() {
        return "hOCR";
    }

    @Override
    public Set<String> suffixes() {
        return Set.of(".hocr", ".html", ".htm", ".xhtml", ".xml");
    }

    @Override
    public boolean accepts(InputStream file) throws IOException {
        return MARK.matcher(new String(file.readNBytes(HEAD), StandardCharsets.ISO_8859_1))
                .find();
    }

    @Override
    public List<ScanPage> read(InputStream file, long limit) throws IOException, BadPage {
        BufferedInputStream in = new BufferedInputStream(file);
        in.mark(DECLARATION);
        Charset encoding = encoding(new String(in.readNBytes(DECLARATION), StandardCharsets.ISO_8859_1));
        in.reset();
        Reader text = new InputStreamReader(
                in,
                encoding.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        List<ScanPage> pages = new ArrayList<>();
        long left = limit;
        try (StreamParser parser = new StreamParser(Parser.htmlParser()).parse(text, "")) {
            for (Element page = parser.selectNext(PAGE); page != null; page = parser.selectNext(PAGE)) {
                ScanPage read = page(page, left);
                left = Math.max(1, left - read.length());
                pages.add(read);
                page.empty();
            }
        } catch (CharacterCodingException e) {
            throw undecodable(encoding);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw undecodable(encoding);
            }
            throw e.getCause();
        }
        if (pages.isEmpty()) {
            throw new BadPage("no page", "it has no element of class 'ocr_page'", "make the file again", 0);
        }
        return pages;
    }

    private static BadPage undecodable(Charset encoding) {
        return new BadPage(
                "wrong encoding",
                "not " + encoding.name() + " throughout",
                "convert the file to UTF-8, or correct the encoding it states",
                0);
    }

    private static Charset encoding(String head) throws BadPage {
        Matcher stated = ENCODING.matcher(head);
        if (!stated.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(stated.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new BadPage("wrong encoding", "'" + stated.group(1) + "' is unknown", "convert the file to UTF-8", 0);
        }
    }

    private static ScanPage page(Element element, long limit) throws BadPage {
        Matcher number = LOGICAL_NUMBER.matcher(element.attr("title"));
        ScanPage page = new ScanPage(number.find() ? number.group(1).strip() : "", limit);
        for (Element inner : element.getAllElements()) {
            Set<String> classes = inner.classNames();
            if (classes.stream().anyMatch(BLOCKS::contains)) {
                page.startBlock();
            }
            if (classes.stream().anyMatch(LINES::contains)) {
                page.startLine();
                if (inner.selectFirst(WORDS) == null) {
                    page.add(inner.text());
                }
            }
            if (inner.is(WORDS)) {
                page.add(inner.text());
                Matcher confidence = CONFIDENCE.matcher(inner.attr("title"));
                if (confidence.find() && !inner.text().isBlank()) {
                    page.addConfidence(Confidence.of("x_wconf", confidence.group(1), 100));
                }
            }
        }
        return page;
    }
}
