// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.Sizes;
import dev.seance.core.run.Display;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StopSignal;
import dev.seance.core.run.WaitForOtherRun;
import dev.seance.core.store.ArchiveReader;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Unpacks artifacts of another machine. */
@Command(
        name = "unpack",
        description = "Unpack the artifacts of 'seance store pack' into the store, where runs find them.")
final class StoreUnpackCommand extends SeanceCommand {

    private static final String STDIN = "-";

    @Parameters(paramLabel = "FILE", description = "The archive; '-' is the standard input.")
    private String file;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(runs()) && !Files.isDirectory(runs())) {
            throw new UserError("--runs " + runs() + " is a file; give a folder, or a name that is free");
        }
        ArchiveReader.Result result;
        try (StopSignal stop = new StopSignal("artifacts that were complete are in the store");
                Display.StepDisplay progress = display().step("unpack");
                InputStream in = file.equals(STDIN) ? System.in : open(Path.of(file))) {
            result = new ArchiveReader(
                            file.equals(STDIN) ? "the standard input" : file,
                            RunFolder.store(runs()),
                            new WaitForOtherRun("unpack", display(), stop),
                            stop::requested,
                            progress)
                    .unpack(in);
        }
        if (json()) {
            ObjectNode root = Json.mapper().createObjectNode();
            add(root.putArray("unpacked"), result.unpacked());
            add(root.putArray("present"), result.present());
            printJson(root);
        } else {
            if (!quiet()) {
                result.unpacked()
                        .forEach(artifact ->
                                System.out.println("  " + artifact.manifest().step() + ": " + artifact.folder() + ", "
                                        + Sizes.megabytes(artifact.bytes())));
            }
            System.out.println("unpacked " + count(result.unpacked().size())
                    + (result.present().isEmpty()
                            ? ""
                            : "; " + count(result.present().size()) + " there already"));
        }
        return 0;
    }

    private static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; give a file that 'seance store pack' has written");
        }
        return Files.newInputStream(file);
    }

    private static String count(int artifacts) {
        return artifacts + (artifacts == 1 ? " artifact" : " artifacts");
    }

    private static void add(ArrayNode array, Iterable<Artifact> artifacts) {
        artifacts.forEach(artifact -> array.add(json(artifact)));
    }

    static ObjectNode json(Artifact artifact) {
        return Json.mapper()
                .createObjectNode()
                .put("kind", artifact.manifest().kind())
                .put("fingerprint", artifact.fingerprint())
                .put("step", artifact.manifest().step())
                .put("bytes", artifact.bytes())
                .put("folder", artifact.folder().toString());
    }
}
