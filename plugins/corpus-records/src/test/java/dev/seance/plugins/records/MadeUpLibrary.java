// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Data of any size in the shape of the British Library's, in every layout: the same items for the same seed. Words are
 * made of syllables, with frequencies as in a language, or drawn one after another as they follow each other in texts
 * that are given; no two pages are alike.
 *
 * <p>As a program: {@code MadeUpLibrary FOLDER LAYOUT MEGABYTES [TEXT...]} writes so many megabytes of text, in the layout
 * {@code archives}, {@code files}, {@code rows} or {@code parquet}.
 */
final class MadeUpLibrary {

    /** What an item looks like in the catalogue, and its pages' texts; null is an empty page. */
    record Item(String id, int year, String title, int volumes, List<String> pages, List<Double> confidences) {}

    private static final int WORDS_A_PAGE = 320;
    private static final JsonFactory JSON = new JsonFactory();
    private static final String[] NAMES = {"Pym, Ada", "Rudge, Tom", "Hale, Margaret", "", "Quill, Nathaniel"};

    private final long seed;
    private final WordChain words;
    private final int pages;

    /** @param pages how many pages an item has, about */
    MadeUpLibrary(long seed, WordChain words, int pages) {
        this.seed = seed;
        this.words = words;
        this.pages = pages;
    }

    static MadeUpLibrary of(long seed) {
        return new MadeUpLibrary(seed, WordChain.madeUp(seed, 4000), 6);
    }

    /** The item of that number. */
    Item item(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + number);
        int volumes = number % 7 == 3 ? 2 : 1;
        List<String> texts = new ArrayList<>();
        List<Double> confidences = new ArrayList<>();
        for (int i = 0; i < Math.max(1, pages / 2 + random.nextInt(pages + 1)); i++) {
            boolean empty = i == 0 || random.nextInt(20) == 0;
            texts.add(empty ? null : words.text(random, WORDS_A_PAGE / 2 + random.nextInt(WORDS_A_PAGE)));
            confidences.add(empty ? null : Math.round(1000 * (0.5 + random.nextDouble() / 2)) / 1000.0);
        }
        return new Item(
                String.format(Locale.ROOT, "%09d", 1000 + 37 * number),
                1790 + random.nextInt(120),
                "The " + words.text(random, 3),
                volumes,
                texts,
                confidences);
    }

    /** How many bytes the texts of items have, about. */
    static long bytes(Item item) {
        return item.pages().stream()
                .mapToLong(text -> text == null ? 0 : text.length())
                .sum();
    }

    static String fileName(Item item) {
        return decade(item) + "/" + (item.year() + "_" + item.id() + ".jsonl.gz");
    }

    private static String decade(Item item) {
        int first = item.year() / 10 * 10;
        return first + "_" + (first + 9);
    }

    /** The lines of an item's pages, as JSONL has them. */
    static List<byte[]> lines(Item item) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        int first = item.pages().size() / item.volumes();
        for (int i = 0; i < item.pages().size(); i++) {
            int number = item.volumes() == 1 || i < first ? i + 1 : i + 1 - first;
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            try (JsonGenerator json = JSON.createGenerator(line)) {
                page(json, item, i, number);
            }
            line.write('\n');
            lines.add(line.toByteArray());
        }
        return lines;
    }

    private static void page(JsonGenerator json, Item item, int index, int number) throws IOException {
        String text = item.pages().get(index);
        String name = NAMES[item.year() % NAMES.length];
        json.writeStartObject();
        json.writeStringField("record_id", item.id());
        json.writeNumberField("date", item.year());
        json.writeStringField("raw_date", "" + item.year());
        json.writeStringField("title", item.title());
        json.writeStringField("place", "Barchester");
        json.writeBooleanField("empty_pg", text == null);
        json.writeStringField("text", text);
        json.writeNumberField("pg", number);
        json.writeFieldName("mean_wc_ocr");
        Double confidence = item.confidences().get(index);
        if (confidence == null) {
            json.writeNull();
        } else {
            json.writeNumber(confidence);
        }
        json.writeNumberField("std_wc_ocr", 0.2);
        json.writeStringField("Name", name.isEmpty() ? null : name);
        json.writeStringField("All names", name.isEmpty() ? null : name + " [person]");
        json.writeStringField("Publisher", "Crosbie & Palliser");
        json.writeStringField("Country of publication 1", "England");
        json.writeStringField("All Countries of publication", "England");
        json.writeNullField("Physical description");
        json.writeStringField("Language_1", "English");
        json.writeNullField("Language_2");
        json.writeNullField("Language_3");
        json.writeNullField("Language_4");
        json.writeBooleanField("multi_language", false);
        json.writeEndObject();
    }

    static byte[] packed(Item item) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (byte[] line : lines(item)) {
                out.write(line);
            }
        }
        return bytes.toByteArray();
    }

    /** A file for each item, in a folder for each decade. */
    Path files(Path folder, int items) throws IOException {
        for (int i = 0; i < items; i++) {
            Item item = item(i);
            Path file = folder.resolve(fileName(item));
            Files.createDirectories(file.getParent());
            Files.write(file, packed(item));
        }
        return folder;
    }

    /** Archives of so many items each. */
    Path archives(Path folder, int items, int each) throws IOException {
        Files.createDirectories(folder);
        // At once, because compressing takes long; each archive depends on its own items alone.
        IntStream.range(0, (items + each - 1) / each)
                .parallel()
                .forEach(number -> archive(folder, items, each, number));
        return folder;
    }

    private void archive(Path folder, int items, int each, int number) {
        int year = 1500 + number * 10;
        try (TarArchiveOutputStream tar = tar(folder.resolve(year + "_" + (year + 9) + ".tar.gz"))) {
            for (int i = number * each; i < Math.min(items, (number + 1) * each); i++) {
                Item item = item(i);
                entry(tar, fileName(item), packed(item));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TarArchiveOutputStream tar(Path file) throws IOException {
        // What is in it is compressed already.
        OutputStream out =
                new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), 1 << 16) {
                    {
                        def.setLevel(Deflater.BEST_SPEED);
                    }
                };
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        return tar;
    }

    static void entry(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** One file of rows with all items' pages. */
    Path rows(Path file, int items) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < items; i++) {
                for (byte[] line : lines(item(i))) {
                    out.write(line);
                }
            }
        }
        return file;
    }

    /** Parquet files of so many rows each, whatever item they end in. */
    Path parquet(Path folder, int items, int rowsEach) throws IOException, SQLException {
        Path rows = rows(folder.resolve("rows.jsonl.tmp"), items);
        ParquetFiles.write(rows, folder, rowsEach, "", "");
        Files.delete(rows);
        return folder;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        long bytes = Long.parseLong(arguments[2]) << 20;
        List<Path> texts = new ArrayList<>();
        for (int i = 3; i < arguments.length; i++) {
            texts.add(Path.of(arguments[i]));
        }
        WordChain words = texts.isEmpty() ? WordChain.madeUp(1, 30_000) : WordChain.of(texts);
        MadeUpLibrary library = new MadeUpLibrary(1, words, 220);
        long each = 0;
        for (int i = 0; i < 20; i++) {
            each += bytes(library.item(i)) / 20;
        }
        int items = (int) Math.max(1, bytes / each);
        switch (arguments[1].toLowerCase(Locale.ROOT)) {
            case "archives" -> library.archives(folder, items, Math.max(1, (items + 11) / 12));
            case "files" -> library.files(folder, items);
            case "rows" -> library.rows(folder.resolve("rows.jsonl"), items);
            case "parquet" -> library.parquet(folder, items, 230_000);
            default -> throw new IllegalArgumentException("unknown layout " + arguments[1]);
        }
        System.out.println(items + " items in " + folder);
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
