// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.PlainText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads one text file, packed or not. */
final class TextReader {

    /** More than any book, and as much as one document may take of the memory. */
    static final int MAX_BYTES = 512 << 20;

    private TextReader() {}

    /**
     * The text of a file.
     *
     * @throws UserError when the file is not what its name says, naming the file and the remedy
     */
    static String read(Path file, Charset encoding) {
        byte[] bytes = bytes(file);
        if (bytes.length > MAX_BYTES) {
            throw new UserError(file + " is longer than " + (MAX_BYTES >> 20) + " MiB, more than one text may be;"
                    + " split it into a file a work");
        }
        try {
            return PlainText.decode(bytes, encoding);
        } catch (PlainText.Undecodable e) {
            throw new UserError(
                    file + ": " + e.getMessage() + "; convert the file, or set 'encoding' to what it is in (old files"
                            + " are often windows-1252)",
                    e);
        }
    }

    private static byte[] bytes(Path file) {
        boolean packed = TextFile.ending(file.getFileName().toString())
                .filter(TextFile.PACKED::equals)
                .isPresent();
        try (InputStream in = Files.newInputStream(file);
                InputStream text = packed ? new GZIPInputStream(in, 1 << 16) : in) {
            return text.readNBytes(MAX_BYTES + 1);
        } catch (ZipException | EOFException e) {
            throw new UserError(
                    file + " is damaged: it ends in .gz but cannot be unpacked (" + e.getMessage()
                            + "); replace it, or take .gz off the name of a file that was never packed",
                    e);
        } catch (NoSuchFileException e) {
            throw new UserError(file + " has gone since the folder was listed; run again", e);
        } catch (AccessDeniedException e) {
            throw new UserError("no permission to read " + file + "; grant it or move the text", e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
