// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.CharConversionException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jsoup.parser.Parser;

/**
 * XML that is read part by part and never expanded: document types are passed over, nothing outside the file is opened, and
 * entities are XML's own five and the characters that HTML has names for ({@code &mdash;}, {@code &eacute;}), which are in
 * the document types of older texts; any other is an error. One thread.
 */
final class Xml implements Closeable {

    /** What there is in a file, as far as books need it. */
    enum Part {
        START,
        END,
        TEXT,
        END_OF_FILE
    }

    private static final int DEPTH = 500;
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader reader;
    private String text = "";

    /**
     * Begins to read. The caller closes the stream.
     *
     * @throws BadBook when the file is not even the start of XML
     */
    Xml(InputStream in) throws IOException, BadBook {
        try {
            reader = FACTORY.createXMLStreamReader(in);
        } catch (XMLStreamException e) {
            throw bad(e, null);
        }
    }

    private static XMLInputFactory factory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        // Errors come when a part is read and not when its text is asked for.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEPTH);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("it refers to something outside the file: " + systemId);
        });
        return factory;
    }

    /**
     * Goes on to the next part.
     *
     * @throws BadBook when there is no well-formed XML
     * @throws IOException when the stream fails
     */
    Part next() throws IOException, BadBook {
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT:
                        return Part.START;
                    case XMLStreamConstants.END_ELEMENT:
                        return Part.END;
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE:
                        text = reader.getText();
                        return Part.TEXT;
                    case XMLStreamConstants.ENTITY_REFERENCE:
                        text = character(reader.getLocalName());
                        return Part.TEXT;
                    default:
                        break;
                }
            }
            return Part.END_OF_FILE;
        } catch (XMLStreamException e) {
            throw bad(e, reader);
        }
    }

    private String character(String entity) throws BadBook {
        String reference = "&" + entity + ";";
        String character = Parser.unescapeEntities(reference, false);
        if (character.equals(reference)) {
            throw new BadBook(
                    "entity that is not expanded",
                    reference,
                    "replace the entities of the file by their text, with a tool that you trust with it",
                    line());
        }
        return character;
    }

    /** The name of the element that has just started, without prefix, in lower case. */
    String name() {
        return reader.getLocalName().toLowerCase(Locale.ROOT);
    }

    /** The text that has just been read; a stretch of it may come in parts. */
    String text() {
        return text;
    }

    /** An attribute of the element that has just started, whatever its namespace and case; "" when there is none. */
    String attribute(String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equalsIgnoreCase(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return "";
    }

    /** Passes over the element that has just started, to its end. */
    void skip() throws IOException, BadBook {
        for (int depth = 1; depth > 0; ) {
            Part part = next();
            depth += part == Part.START ? 1 : part == Part.END ? -1 : 0;
        }
    }

    /** Reads the element that has just started to its end, for all the text in it, as one line. */
    String content() throws IOException, BadBook {
        StringBuilder all = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (next()) {
                case START -> depth++;
                case END -> depth--;
                default -> all.append(text);
            }
        }
        return all.toString().replaceAll("[\\s\\p{Z}]+", " ").strip();
    }

    /** The line that reading has come to, from 1. */
    int line() {
        return reader.getLocation().getLineNumber();
    }

    private static BadBook bad(XMLStreamException e, XMLStreamReader reader) throws IOException {
        if (e.getNestedException() instanceof IOException failure && !(failure instanceof CharConversionException)) {
            throw failure;
        }
        // Where bytes are not of the encoding, only the reader knows how far it came.
        Location at = e.getLocation() == null && reader != null ? reader.getLocation() : e.getLocation();
        int line = at == null ? 0 : at.getLineNumber();
        String message = ("" + e.getMessage()).lines().findFirst().orElse("").strip();
        return new BadBook("invalid XML", message, "fetch the file again, or correct it", line);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a reader of XML that does not own its stream failed to close", e);
        }
    }
}
