// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A second process that works on the same store. */
final class OtherProcess {

    private OtherProcess() {}

    /** Starts one that begins an artifact, and waits for what it says of it. */
    static String triesToMake(Path root, String fingerprint) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        root.toString(),
                        fingerprint)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    public static void main(String[] args) throws IOException {
        try (ArtifactStore.Draft draft = new ArtifactStore(Path.of(args[0])).begin(ArtifactKind.CORPUS, args[1])) {
            System.out.println(draft.output().toFile().isDirectory() ? "begun" : "not prepared");
        } catch (UserError e) {
            System.out.println("refused");
        }
    }
}
