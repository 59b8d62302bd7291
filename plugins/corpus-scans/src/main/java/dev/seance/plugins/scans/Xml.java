// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * XML that is read and never expanded: document types are passed over, entities other than XML's own five are errors, and
 * nothing outside the file is opened.
 */
final class Xml {

    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    private static XMLInputFactory factory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // Errors come when a part is read and not when its text is asked for.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 200);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("it refers to something outside the file: " + systemId);
        });
        return factory;
    }

    /** What goes through a file. */
    interface Visitor {

        /** Stands on an element's start; {@code name} is without prefix, and namespaces do not matter. */
        void start(String name, XMLStreamReader reader) throws XMLStreamException, BadPage;

        /** An element has ended. */
        void end(String name) throws BadPage;

        /** Text within an element; a stretch of it may come in parts. */
        default void text(String text) throws BadPage {}
    }

    /**
     * Goes through a file from its start to its end. The caller closes the stream.
     *
     * @throws BadPage when it is no well-formed XML, saying in which line, and what the visitor throws, with its line
     * @throws IOException when the stream fails
     */
    static void read(InputStream in, Visitor visitor) throws IOException, BadPage {
        XMLStreamReader reader = null;
        try {
            reader = FACTORY.createXMLStreamReader(in);
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> visitor.start(reader.getLocalName(), reader);
                    case XMLStreamConstants.END_ELEMENT -> visitor.end(reader.getLocalName());
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> visitor.text(reader.getText());
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("entity '" + reader.getLocalName() + "'", reader.getLocation());
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw bad(e, reader);
        } catch (BadPage e) {
            throw e.inLine(reader.getLocation().getLineNumber());
        } finally {
            close(reader);
        }
    }

    /**
     * The name of a file's outermost element, without prefix; empty when the file has none, or is damaged before it.
     *
     * @throws IOException when the stream fails
     */
    static Optional<String> root(InputStream in) throws IOException {
        XMLStreamReader reader = null;
        try {
            reader = FACTORY.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    return Optional.of(reader.getLocalName());
                }
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            return Optional.empty();
        } finally {
            close(reader);
        }
    }

    /** An attribute by its name, whatever its namespace; "" when there is none. */
    static String attribute(XMLStreamReader reader, String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return "";
    }

    private static BadPage bad(XMLStreamException e, XMLStreamReader reader) throws IOException {
        if (e.getNestedException() instanceof IOException failure && !(failure instanceof CharConversionException)) {
            throw failure;
        }
        // Where bytes are not of the encoding, only the reader knows how far it came.
        Location at = e.getLocation() == null && reader != null ? reader.getLocation() : e.getLocation();
        int line = at == null ? 0 : at.getLineNumber();
        String message = ("" + e.getMessage()).lines().findFirst().orElse("").strip();
        return new BadPage("invalid XML", message, "fetch the file again, or correct it", line);
    }

    private static void close(XMLStreamReader reader) {
        if (reader != null) {
            try {
                reader.close();
            } catch (XMLStreamException e) {
                throw new IllegalStateException("a reader of XML that does not own its stream failed to close", e);
            }
        }
    }
}
