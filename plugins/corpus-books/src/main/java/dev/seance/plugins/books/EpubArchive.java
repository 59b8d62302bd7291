// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.kit.files.ExpansionLimit;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * The files of an EPUB (EPUB 3.3, Open Container Format): read from the archive by the names that its package gives, never
 * written anywhere. Markup is read as XML, leniently, for many books have an entity or a tag that is wrong; nothing is
 * expanded and nothing outside is opened. One thread.
 */
final class EpubArchive implements Closeable {

    private static final String CONTAINER = "META-INF/container.xml";
    private static final String ENCRYPTION = "META-INF/encryption.xml";

    /** These ways of encryption hide fonts, which have no text. */
    private static final String FONTS = "(?i)(?s).*(?:idpf\\.org/2008/embedding|ns\\.adobe\\.com/pdf/enc).*";

    private final TextFile file;
    private final TextMemory memory;
    private final ZipFile zip;
    private long read;

    EpubArchive(TextFile file, TextMemory memory) throws IOException, BadBook {
        this.file = file;
        this.memory = memory;
        this.zip = new ZipFile(file.path().toFile());
        try {
            refuseEncrypted();
        } catch (IOException | BadBook | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private void refuseEncrypted() throws IOException, BadBook {
        Optional<Document> encryption = markup(ENCRYPTION);
        boolean text = encryption.stream()
                .flatMap(found -> found.getAllElements().stream())
                .filter(element -> name(element).equals("encryptionmethod"))
                .anyMatch(method -> !method.attr("Algorithm").matches(FONTS));
        if (text) {
            throw new BadBook(
                    "encrypted book",
                    "its text is encrypted (" + ENCRYPTION + ")",
                    "get a copy without copy protection, or take it out",
                    0);
        }
    }

    /** The name of the package, which lists the book's files. */
    String packageName() throws IOException, BadBook {
        Optional<Document> container = markup(CONTAINER);
        String name = container.stream()
                .flatMap(found -> found.getAllElements().stream())
                .filter(element -> name(element).equals("rootfile"))
                .map(element -> element.attr("full-path"))
                .filter(path -> !path.isBlank())
                .findFirst()
                .orElseThrow(() -> new BadBook(
                        "no EPUB", CONTAINER + " is missing, or names no package", "fetch the file again", 0));
        if (zip.getEntry(name) == null) {
            throw new BadBook("no EPUB", "the package '" + name + "' is missing", "fetch the file again", 0);
        }
        return name;
    }

    /** The markup of an entry; empty where there is none of that name. */
    Optional<Document> markup(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream in = new ExpansionLimit(zip.getInputStream(entry), entry.getCompressedSize())) {
            byte[] bytes = in.readAllBytes();
            read += bytes.length;
            memory.check(file.where(), read);
            // The encoding is that of the byte order mark or the XML declaration, else UTF-8.
            Document document = Jsoup.parse(new ByteArrayInputStream(bytes), null, "", Parser.xmlParser());
            return Optional.of(document);
        }
    }

    /** The name of the entry that a reference in another one means. */
    static String resolve(String from, String reference) {
        String plain = decoded(reference.replaceFirst("#.*", ""));
        String folder = from.contains("/") ? from.substring(0, from.lastIndexOf('/') + 1) : "";
        String path = folder + plain;
        StringBuilder name = new StringBuilder();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                name.setLength(Math.max(0, name.lastIndexOf("/")));
            } else if (!part.isEmpty() && !part.equals(".")) {
                name.append(name.length() == 0 ? "" : "/").append(part);
            }
        }
        return name.toString();
    }

    private static String decoded(String reference) {
        try {
            return URLDecoder.decode(reference.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that means itself.
            return reference;
        }
    }

    /** A tag's name without its prefix, in lower case. */
    static String name(Element element) {
        String name = element.tagName();
        return name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
