// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An archive that cannot be read to its end, or should not be; never a failure of the disk that it is unpacked to. */
final class DamagedArchive extends IOException {

    private static final long serialVersionUID = 1;

    DamagedArchive(String message) {
        super(message);
    }

    DamagedArchive(String message, Exception reason) {
        super(message, reason);
    }

    static DamagedArchive tooShort(Exception reason) {
        return new DamagedArchive("it ends too early; it was not written or copied to its end", reason);
    }

    /** A stream whose every failure is one of the archive. */
    static InputStream reading(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                try {
                    return in.read(into, from, length);
                } catch (IOException e) {
                    String message = String.valueOf(e.getMessage());
                    throw message.contains("Truncated") ? tooShort(e) : new DamagedArchive(message, e);
                }
            }
        };
    }
}
