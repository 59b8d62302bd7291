// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;

/**
 * File names that are the same on every machine and under every locale.
 *
 * <p>{@link Path#toString} decodes a name's bytes by the locale, so that under {@code LC_ALL=C} an accented name is
 * question marks, and {@link Path#of(String, String...)} refuses such a name altogether. A path's URI has the very
 * bytes, percent-encoded, both ways; that is what is used here.
 */
public final class FileNames {

    private FileNames() {}

    /**
     * Where a file lies below a folder, in ASCII: the bytes of its relative path, percent-encoded, with {@code /} between
     * the parts. {@link #resolve} finds the file again, on this machine or on another one that has the folder.
     *
     * @param folder an existing folder, absolute
     * @param file a path below it
     */
    public static String encoded(Path folder, Path file) {
        String base = directory(folder);
        String path = file.toUri().getRawPath();
        if (!path.startsWith(base)) {
            throw new IllegalArgumentException(file + " is not below " + folder);
        }
        String relative = path.substring(base.length());
        return relative.endsWith("/") ? relative.substring(0, relative.length() - 1) : relative;
    }

    /** The file that {@link #encoded} gave that name. */
    public static Path resolve(Path folder, String encoded) {
        return Path.of(URI.create("file://" + directory(folder) + encoded));
    }

    /**
     * An encoded name as text: UTF-8 in Unicode's normal form C, because some systems store {@code é} as one character
     * and others as two. Bytes that are not UTF-8 stay percent-encoded.
     */
    public static String decoded(String encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.put((byte) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        try {
            return normalized(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return encoded;
        }
    }

    /** A name that a person wrote, in the same normal form. */
    public static String normalized(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** The last part of a path, as {@link #decoded} gives it; "/" for a root. */
    public static String last(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.getParent() == null ? "/" : decoded(encoded(absolute.getParent(), absolute));
    }

    private static String directory(Path folder) {
        String path = folder.toUri().getRawPath();
        return path.endsWith("/") ? path : path + "/";
    }
}
