// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.io.IOException;

/**
 * A save that began: what is to be written was copied, so that the model may be trained on, or closed, meanwhile. See {@link
 * TrainableModel#beginSave}.
 *
 * <p>{@link #write} may be called once, on any thread; whoever began the save closes it afterwards, or instead.
 */
public interface PendingSave extends AutoCloseable {

    /** One that is written already. */
    PendingSave DONE = new PendingSave() {
        @Override
        public void write() {
            // Written when it began.
        }

        @Override
        public void close() {
            // Nothing was copied.
        }
    };

    /** Writes the files, which are complete and on the disk when the call returns. */
    void write() throws IOException;

    /** Frees what was copied. */
    @Override
    void close();
}
