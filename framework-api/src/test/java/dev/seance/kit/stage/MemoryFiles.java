// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/** The parts of one split in memory. */
final class MemoryFiles implements StageFiles {

    private final Map<StagePart, ByteArrayOutputStream> parts = new EnumMap<>(StagePart.class);

    @Override
    public InputStream judged() {
        return new ByteArrayInputStream(bytes(StagePart.JUDGED));
    }

    @Override
    public OutputStream open(StagePart part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        parts.put(part, bytes);
        return bytes;
    }

    byte[] bytes(StagePart part) {
        return parts.get(part).toByteArray();
    }

    /** A digest of each part that has bytes. */
    Map<StagePart, String> digests() throws NoSuchAlgorithmException {
        Map<StagePart, String> digests = new EnumMap<>(StagePart.class);
        for (Map.Entry<StagePart, ByteArrayOutputStream> part : parts.entrySet()) {
            if (part.getValue().size() > 0) {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(part.getValue().toByteArray());
                digests.put(part.getKey(), HexFormat.of().formatHex(digest));
            }
        }
        return digests;
    }
}
