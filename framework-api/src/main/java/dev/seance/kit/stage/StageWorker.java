// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.InputSplit;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A process that runs corpus stages for another one: with this API, slf4j and plugins' jars on its class path or named to
 * it, and nothing of the host.
 *
 * <p>Over standard input come serialised objects: a {@link Setting}, a {@link CorpusStage}, then for each split the {@link
 * InputSplit} and, for a stage that does not read the source, the judged documents as byte arrays, ended by an empty one.
 * Over standard output go, for each split, {@link Bytes} and at last a {@link SplitOutcome} or a {@link Failure}.
 */
public final class StageWorker {

    private static final int BUFFER = 1 << 16;

    private StageWorker() {}

    /**
     * What a worker has to know.
     *
     * @param plugins the jars of each plugin, by its id
     * @param cache a folder for caches
     */
    public record Setting(Map<String, List<String>> plugins, String cache) implements Serializable {

        public Setting {
            Map<String, List<String>> copy = new LinkedHashMap<>();
            plugins.forEach((id, jars) -> copy.put(id, List.copyOf(jars)));
            plugins = copy;
        }
    }

    /** Some bytes of a part. */
    public record Bytes(StagePart part, byte[] bytes) implements Serializable {}

    /**
     * What went wrong.
     *
     * @param user whether the user can put it right
     */
    public record Failure(String message, boolean user) implements Serializable {}

    /** Serves one stage until the input ends. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        InputStream in = new BufferedInputStream(System.in, BUFFER);
        ObjectOutputStream out = new ObjectOutputStream(new BufferedOutputStream(System.out, BUFFER));
        // The other end waits for the stream's header.
        out.flush();
        // Whatever a library prints must not come between the objects.
        System.setOut(System.err);
        Setting setting = (Setting) new ObjectInputStream(in).readObject();
        Map<String, List<Path>> plugins = new LinkedHashMap<>();
        setting.plugins()
                .forEach((id, jars) ->
                        plugins.put(id, jars.stream().map(Path::of).toList()));
        Environment environment = new Environment(Path.of(setting.cache()), true, 1, Clock.systemUTC());
        try (WorkerExtensions extensions = new WorkerExtensions(plugins, environment);
                ObjectInputStream objects = extensions.objects(in)) {
            StageTask task = extensions.task((CorpusStage) objects.readObject());
            while (true) {
                InputSplit split;
                try {
                    split = (InputSplit) objects.readObject();
                } catch (EOFException e) {
                    return;
                }
                Serializable answer = answer(task, split, objects, out);
                out.writeObject(answer);
                out.reset();
                out.flush();
                if (answer instanceof Failure) {
                    // What is left of the split's input cannot be told from the next one's.
                    return;
                }
            }
        }
    }

    private static Serializable answer(StageTask task, InputSplit split, ObjectInputStream in, ObjectOutputStream out) {
        try {
            return task.run(split, new Pipes(in, out), document -> {});
        } catch (UserError e) {
            return new Failure(e.getMessage(), true);
        } catch (IOException | RuntimeException e) {
            return new Failure(e.toString(), false);
        }
    }

    /** The files of a split as objects on the way. */
    private record Pipes(ObjectInputStream in, ObjectOutputStream out) implements StageFiles {

        @Override
        public InputStream judged() {
            return new SequenceInputStream(new Chunks(in));
        }

        @Override
        public OutputStream open(StagePart part) {
            return new BufferedOutputStream(
                    new OutputStream() {
                        @Override
                        public void write(int one) throws IOException {
                            write(new byte[] {(byte) one}, 0, 1);
                        }

                        @Override
                        public void write(byte[] bytes, int from, int length) throws IOException {
                            out.writeUnshared(new Bytes(part, Arrays.copyOfRange(bytes, from, from + length)));
                            out.reset();
                        }
                    },
                    BUFFER);
        }
    }

    /** The byte arrays of a split's judged documents, one after the other. */
    private static final class Chunks implements Enumeration<InputStream> {

        private final ObjectInputStream in;
        private byte[] next;

        Chunks(ObjectInputStream in) {
            this.in = in;
        }

        @Override
        public boolean hasMoreElements() {
            if (next == null) {
                try {
                    next = (byte[]) in.readObject();
                } catch (IOException | ClassNotFoundException e) {
                    throw new IllegalStateException("the judged documents do not arrive", e);
                }
            }
            return next.length > 0;
        }

        @Override
        public InputStream nextElement() {
            if (!hasMoreElements()) {
                throw new NoSuchElementException();
            }
            InputStream element = new ByteArrayInputStream(next);
            next = null;
            return element;
        }
    }
}
