// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.InputSplit;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The other end of a {@link StageWorker}: a process with this API and one plugin's jar. */
final class WorkerProcess implements AutoCloseable {

    private final Process process;
    private final ObjectOutputStream out;
    private final ObjectInputStream in;
    private final CorpusStage stage;

    WorkerProcess(List<Path> classPath, String plugin, Path jar, CorpusStage stage) throws IOException {
        this.stage = stage;
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(
                                System.getProperty("path.separator"),
                                classPath.stream().map(Path::toString).toList()),
                        StageWorker.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        OutputStream to = new BufferedOutputStream(process.getOutputStream());
        ObjectOutputStream setting = new ObjectOutputStream(to);
        setting.writeObject(new StageWorker.Setting(
                Map.of(plugin, List.of(jar.toString())), jar.getParent().toString()));
        setting.flush();
        out = new ObjectOutputStream(to);
        out.writeObject(stage);
        out.flush();
        in = new ObjectInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** Runs the stage on a split. */
    Object run(InputSplit split, MemoryFiles files) throws IOException, ClassNotFoundException {
        out.writeObject(split);
        if (!stage.fromSource()) {
            out.writeObject(files.bytes(StagePart.JUDGED));
            out.writeObject(new byte[0]);
        }
        out.flush();
        Map<StagePart, OutputStream> parts = new EnumMap<>(StagePart.class);
        while (true) {
            Object answer = in.readObject();
            if (!(answer instanceof StageWorker.Bytes bytes)) {
                return answer;
            }
            parts.computeIfAbsent(bytes.part(), files::open).write(bytes.bytes());
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        process.destroy();
    }
}
