// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A second process that works on the same store. */
final class OtherProcess {

    private static final String WORKED_ON = "2026-11-22T12:00:00Z";

    private OtherProcess() {}

    /** Starts one that begins an artifact without waiting, and waits for what it says of it. */
    static String triesToMake(Path root, String fingerprint) throws IOException, InterruptedException {
        return output(start(OtherProcess.class, "try", root.toString(), fingerprint));
    }

    /**
     * Starts one that makes an artifact, after waiting for whoever makes it already.
     *
     * @param patient whether it finishes only when its input ends
     */
    static Process makes(Path root, String fingerprint, boolean patient) throws IOException {
        return start(OtherProcess.class, "make", root.toString(), fingerprint, Boolean.toString(patient));
    }

    static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits for the end of a process, and for what it said. */
    static String output(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(1, TimeUnit.MINUTES);
        return said.strip();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ArtifactStore store = new ArtifactStore(Path.of(args[1]));
        LockOwner me = LockOwner.now("other/1", "books");
        if (args[0].equals("try")) {
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, args[2], me)) {
                System.out.println(draft.output().toFile().isDirectory() ? "begun" : "not prepared");
            } catch (UserError e) {
                System.out.println("refused");
            }
            return;
        }
        String[] waited = {""};
        try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, args[2], me, owner -> {
            String who = owner.map(other -> other.run() + " " + other.process()).orElse("somebody");
            if (!who.equals(waited[0])) {
                waited[0] = who;
                System.out.println("waiting for " + who);
            }
        })) {
            if (store.find(ArtifactKind.CORPUS, args[2]).isPresent()) {
                System.out.println("found");
                return;
            }
            Files.writeString(draft.output().resolve("text.txt"), "text of " + args[2]);
            // Said once the file is there, so that a test may set the times of what it finds.
            System.out.println("making");
            if (Boolean.parseBoolean(args[3])) {
                System.in.readAllBytes();
            }
            draft.commit(files -> Manifests.of(ArtifactKind.CORPUS, args[2], Map.of(), WORKED_ON, files));
        }
        // Said once its locks are given back: nothing of it changes the store any more.
        System.out.println("made");
    }
}
