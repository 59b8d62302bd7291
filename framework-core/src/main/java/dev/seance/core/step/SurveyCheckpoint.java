// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.Survey;
import dev.seance.core.store.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The surveys of one pass as far as they are merged, saved now and then, so that a killed pass goes on from there. A
 * cache: one that cannot be read is made again. One thread.
 */
final class SurveyCheckpoint {

    private static final Logger LOG = LoggerFactory.getLogger(SurveyCheckpoint.class);

    /** Summaries of a large corpus take seconds to write. */
    private static final long EVERY_NANOS = 60_000_000_000L;

    private final Path file;
    private final List<Survey<Serializable>> surveys;
    private final List<Serializable> summaries = new ArrayList<>();
    private BitSet merged = new BitSet();
    private long saved = System.nanoTime();

    /** Takes up what an earlier execution saved, or begins. */
    SurveyCheckpoint(Path file, List<Survey<Serializable>> surveys) {
        this.file = file;
        this.surveys = surveys;
        surveys.forEach(survey -> summaries.add(survey.empty()));
        if (!surveys.isEmpty() && Files.exists(file)) {
            read();
        }
    }

    /** Whether a split's summaries are merged. */
    boolean merged(int split) {
        return merged.get(split);
    }

    List<Serializable> summaries() {
        return List.copyOf(summaries);
    }

    /** Merges the summaries of a split, unless they are already. */
    void merge(int split, List<Serializable> its) throws IOException {
        if (merged.get(split)) {
            return;
        }
        for (int i = 0; i < summaries.size(); i++) {
            summaries.set(i, surveys.get(i).merge(summaries.get(i), its.get(i)));
        }
        merged.set(split);
        if (!surveys.isEmpty() && System.nanoTime() - saved > EVERY_NANOS) {
            save();
        }
    }

    /** Saves what is merged. */
    void save() throws IOException {
        if (surveys.isEmpty()) {
            return;
        }
        Path unfinished = AtomicFiles.temporary(file);
        try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16);
                ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(merged);
            out.writeObject(new ArrayList<>(summaries));
        }
        AtomicFiles.force(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        saved = System.nanoTime();
    }

    @SuppressWarnings("unchecked")
    private void read() {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                ObjectInputStream in = new SummaryInput(bytes)) {
            BitSet splits = (BitSet) in.readObject();
            List<Serializable> read = (List<Serializable>) in.readObject();
            if (read.size() == summaries.size()) {
                merged = splits;
                for (int i = 0; i < read.size(); i++) {
                    summaries.set(i, read.get(i));
                }
            }
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            LOG.debug("{}: made again, for it cannot be read: {}", file, e.toString());
        }
    }

    /** Finds the classes of summaries, which are those of plugins. */
    private final class SummaryInput extends ObjectInputStream {

        SummaryInput(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            for (Survey<Serializable> survey : surveys) {
                ClassLoader loader = survey.empty().getClass().getClassLoader();
                try {
                    return Class.forName(description.getName(), false, loader);
                } catch (ClassNotFoundException e) {
                    // Of another survey's plugin.
                    continue;
                }
            }
            return super.resolveClass(description);
        }
    }
}
