// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes EPUBs of invented texts. */
final class TestEpub {

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final StringBuilder manifest = new StringBuilder();
    private final StringBuilder spine = new StringBuilder();
    private String metadata = "<dc:title>A Tale</dc:title><dc:creator opf:role=\"aut\">A. Nobody</dc:creator>"
            + "<dc:language>en-GB</dc:language><dc:date>2008-05-01</dc:date>";

    TestEpub() {
        entry(
                "META-INF/container.xml",
                "<?xml version=\"1.0\"?><container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>"
                        + "<rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/>"
                        + "</rootfiles></container>");
    }

    /** An EPUB of one text with that body. */
    static byte[] of(String body) throws IOException {
        return new TestEpub().text("c1.xhtml", body).bytes();
    }

    TestEpub metadata(String xml) {
        metadata = xml;
        return this;
    }

    TestEpub entry(String name, String text) {
        entries.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    TestEpub entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    TestEpub without(String name) {
        entries.remove(name);
        return this;
    }

    /** A text in reading order. */
    TestEpub text(String name, String body) {
        return item(
                name,
                "",
                "",
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><html xmlns=\"http://www.w3.org/1999/xhtml\""
                        + " xmlns:epub=\"http://www.idpf.org/2007/ops\"><head><title>Not text</title></head><body>"
                        + body
                        + "</body></html>");
    }

    TestEpub item(String name, String properties, String linear, String xhtml) {
        String id = "i" + manifest.length();
        manifest.append("<item id=\"").append(id).append("\" href=\"").append(name.replace(" ", "%20"));
        manifest.append("\" media-type=\"application/xhtml+xml\" properties=\"")
                .append(properties)
                .append("\"/>");
        spine.append("<itemref idref=\"")
                .append(id)
                .append("\" linear=\"")
                .append(linear)
                .append("\"/>");
        return entry("OEBPS/" + name, xhtml);
    }

    byte[] bytes() throws IOException {
        entries.putIfAbsent(
                "OEBPS/content.opf",
                ("<package xmlns=\"http://www.idpf.org/2007/opf\" xmlns:opf=\"http://www.idpf.org/2007/opf\""
                                + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><metadata>" + metadata
                                + "</metadata><manifest>" + manifest + "</manifest><spine>" + spine
                                + "</spine></package>")
                        .getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
