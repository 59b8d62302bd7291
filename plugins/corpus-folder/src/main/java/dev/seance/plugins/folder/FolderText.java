// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.EncodingGuess;
import dev.seance.kit.text.PlainText;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The text of one file, with the memory that is set aside for it until it is closed. One thread. */
final class FolderText implements AutoCloseable {

    /** How many times its size a compressed text is taken for; novels compress to a little under a half or a third. */
    private static final int COMPRESSION = 4;

    private final TextFile file;
    private final Optional<Charset> asked;
    private final TextMemory memory;
    private final BadRecords bad;
    private final HeldArchive archive;
    private TextMemory.Room room = () -> {};
    private Charset encoding;

    /** @param asked how the file is encoded, or empty to find that out */
    FolderText(TextFile file, Optional<Charset> asked, TextMemory memory, BadRecords bad, HeldArchive archive) {
        this.file = file;
        this.asked = asked;
        this.memory = memory;
        this.bad = bad;
        this.archive = archive;
        this.encoding = asked.orElse(StandardCharsets.UTF_8);
    }

    /**
     * Reads the file; empty when it is not what its name says, or no text, and that is reported.
     *
     * @throws UserError when it is too large, naming the file and the remedy
     */
    Optional<String> read() {
        long expected = Math.min(memory.limit(), file.compressed() ? COMPRESSION * file.bytes() : file.bytes());
        room = memory.take(expected);
        try {
            String text = asked.isPresent() ? decoded(expected) : guessed(expected);
            if (text == null) {
                return Optional.empty();
            }
            int nul = text.indexOf('\0');
            if (nul < 0) {
                return Optional.of(text);
            }
            report(
                    "NUL characters",
                    "the first is character " + (nul + 1),
                    "set 'encoding' if it is UTF-16 without a mark, or move what is no text elsewhere");
        } catch (PlainText.Undecodable e) {
            report(
                    "not " + encoding.name(),
                    e.getMessage(),
                    file.looksCompressed()
                            ? "it is compressed by gzip: add .gz to its name"
                            : "convert the file, or set 'encoding' to its encoding (old files are often windows-1252)");
        } catch (IOException e) {
            report(
                    "damaged file",
                    "" + e.getMessage(),
                    "replace it, or correct the end of its name if it was never compressed so");
        }
        return Optional.empty();
    }

    /** How the text was encoded; after {@link #read}. */
    Charset encoding() {
        return encoding;
    }

    private String decoded(long expected) throws IOException {
        try (InputStream in = open()) {
            return PlainText.read(in, expected, encoding);
        }
    }

    /** Most files are UTF-8 and are read once; only others are looked at more closely. */
    private String guessed(long expected) throws IOException {
        try (InputStream in = open()) {
            in.mark(2);
            int mark = in.read() << 8 | in.read();
            in.reset();
            if (mark != 0xFEFF && mark != 0xFFFE) {
                return PlainText.read(in, expected, encoding);
            }
        } catch (PlainText.Undecodable e) {
            if (file.looksCompressed()) {
                throw e;
            }
        }
        EncodingGuess guess;
        try (InputStream in = open()) {
            guess = EncodingGuess.of(in);
        }
        if (guess.encoding().isEmpty()) {
            report(
                    "unknown encoding",
                    guess.reason(),
                    "convert the file to UTF-8, or set 'encoding' to its encoding for a folder of files like it");
            return null;
        }
        encoding = guess.encoding().get();
        return decoded(expected);
    }

    private InputStream open() throws IOException {
        archive.hold(file);
        return new BufferedInputStream(new Bounded(file.decompressed()));
    }

    private void report(String reason, String detail, String remedy) {
        bad.report(new BadRecord(file.name(), reason, detail, remedy));
    }

    @Override
    public void close() {
        room.close();
        room = () -> {};
    }

    /** Stops at more than fits into memory: a small file can decompress to a large text. */
    private final class Bounded extends FilterInputStream {

        private long count;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            count += Math.max(0, read);
            memory.check(file.where(), count);
            return read;
        }
    }
}
