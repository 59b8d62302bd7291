// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a TorchScript archive out of source text and attribute values, without PyTorch or Python.
 *
 * <p>What {@code torch.jit.save} writes is a zip of uncompressed entries under one folder: the code of the
 * module's class, a pickle of the module object, its constants and the tensor storages. The
 * program makes its tensors itself, so that the archive stays a few kilobytes.
 */
final class TorchScriptArchive {
    private TorchScriptArchive() {}

    /**
     * The archive of one module.
     *
     * @param type the module's class as the code names it
     * @param code TorchScript in its serialised dialect ({@code torch.} for operators, no imports)
     * @param attributes every attribute the class declares, as {@link Pickle} takes them
     */
    static byte[] of(String type, String code, Map<String, Object> attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            stored(zip, "data.pkl", Pickle.module(type, attributes));
            stored(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            stored(zip, "constants.pkl", Pickle.emptyTuple());
            stored(zip, "data/" + Pickle.STORAGE, new byte[Float.BYTES]);
            stored(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
            stored(zip, "byteorder", "little".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** libtorch maps entries straight into memory and so reads no compressed ones. */
    private static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry("program/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
