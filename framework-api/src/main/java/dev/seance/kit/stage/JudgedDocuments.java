// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Utf8;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Documents between two stages: whole, with their pages, and quick to read again. Each is a sequence of strings (a
 * length in bytes, big-endian, and UTF-8) and numbers in the order of {@link Writer#write}. No format for keeping: it is
 * read by the version that wrote it.
 */
public final class JudgedDocuments {

    /** Stands for an empty {@link Optional} of a confidence. */
    private static final double NONE = -1;

    private JudgedDocuments() {}

    /** Writes documents. One thread. */
    public static final class Writer implements Closeable {

        private final DataOutputStream out;

        public Writer(OutputStream out) {
            this.out = new DataOutputStream(out);
        }

        /** Adds a document. */
        public void write(Document document) throws IOException {
            string(document.id());
            string(document.title());
            string(document.author());
            out.writeBoolean(document.year().isPresent());
            out.writeInt(document.year().orElse(0));
            string(document.language());
            string(document.place());
            out.writeDouble(document.ocrConfidence().orElse(NONE));
            out.writeInt(document.attributes().size());
            for (Map.Entry<String, String> attribute : document.attributes().entrySet()) {
                string(attribute.getKey());
                string(attribute.getValue());
            }
            string(document.provenance().source());
            string(document.provenance().location());
            string(document.provenance().licence());
            out.writeInt(document.pages().size());
            for (Page page : document.pages()) {
                string(page.number());
                out.writeDouble(page.ocrConfidence().orElse(NONE));
                string(page.text());
            }
        }

        private void string(String text) throws IOException {
            byte[] bytes = Utf8.bytes(text);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Reads what {@link Writer} wrote, lazily; the caller closes the stream, and with it the input. */
    public static Stream<Document> read(InputStream input) {
        DataInputStream in = new DataInputStream(input);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(new Reader(in), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(() -> close(in));
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Reader implements Iterator<Document> {

        private final DataInputStream in;
        private Document next;

        Reader(DataInputStream in) {
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                try {
                    int first = in.read();
                    next = first < 0 ? null : document(first);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return next != null;
        }

        @Override
        public Document next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Document document = next;
            next = null;
            return document;
        }

        private Document document(int firstByte) throws IOException {
            String id = string(
                    firstByte << 24 | in.readUnsignedByte() << 16 | in.readUnsignedByte() << 8 | in.readUnsignedByte());
            String title = string();
            String author = string();
            boolean dated = in.readBoolean();
            int year = in.readInt();
            String language = string();
            String place = string();
            Optional<Double> confidence = confidence();
            List<String> attributes = new ArrayList<>();
            for (int i = 2 * in.readInt(); i > 0; i--) {
                attributes.add(string());
            }
            Provenance provenance = new Provenance(string(), string(), string());
            int count = in.readInt();
            List<Page> pages = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                pages.add(new Page(string(), confidence(), string()));
            }
            Document.Builder document = Document.of(id, pages)
                    .title(title)
                    .author(author)
                    .language(language)
                    .place(place)
                    .provenance(provenance);
            if (dated) {
                document.year(year);
            }
            confidence.ifPresent(document::ocrConfidence);
            for (int i = 0; i < attributes.size(); i += 2) {
                document.attribute(attributes.get(i), attributes.get(i + 1));
            }
            return document.build();
        }

        private Optional<Double> confidence() throws IOException {
            double value = in.readDouble();
            return value == NONE ? Optional.empty() : Optional.of(value);
        }

        private String string() throws IOException {
            return string(in.readInt());
        }

        private String string(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("a judged document ends early");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
