// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that shows what a step does and that nothing is made of: when it cannot be written, that is logged once, the file
 * is given up, and the step goes on.
 */
final class MetricSink<T extends Closeable> {

    private static final Logger LOG = LoggerFactory.getLogger(MetricSink.class);

    /** Opens the file. */
    @FunctionalInterface
    interface Opening<T> {

        T open() throws IOException;
    }

    /** Writes to the file. */
    @FunctionalInterface
    interface Writing<T> {

        void to(T file) throws IOException;
    }

    private final String name;
    private T file;

    /** @param name for the warning, such as {@code [base] TensorBoard events} */
    MetricSink(String name, Opening<T> opening) {
        this.name = name;
        try {
            this.file = opening.open();
        } catch (IOException e) {
            giveUp(e);
        }
    }

    void write(Writing<T> writing) {
        if (file != null) {
            try {
                writing.to(file);
            } catch (IOException e) {
                T failed = file;
                giveUp(e);
                closeQuietly(failed);
            }
        }
    }

    private void giveUp(IOException failure) {
        file = null;
        LOG.warn("{} are not written any more: {}", name, failure.toString());
    }

    private void closeQuietly(T failed) {
        try {
            failed.close();
        } catch (IOException e) {
            LOG.debug("{}: {}", name, e.toString());
        }
    }

    void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("{} could not be closed: {}", name, e.toString());
            }
            file = null;
        }
    }
}
