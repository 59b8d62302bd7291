// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Where a stage's bytes for one split come from and go to. Compression is the caller's business. One thread.
 */
public interface StageFiles {

    /** What an earlier stage wrote of this split as {@link StagePart#JUDGED}; asked for only when the stage reads that. */
    InputStream judged() throws IOException;

    /** Takes a part; the stage closes the stream. Each part is opened once at most. */
    OutputStream open(StagePart part) throws IOException;
}
