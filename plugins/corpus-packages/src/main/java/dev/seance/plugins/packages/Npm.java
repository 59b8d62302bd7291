// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.run.StopException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches packages with the machine's own npm, which knows the user's registry, proxy and credentials as this program
 * never could.
 */
final class Npm {

    private static final Logger log = LoggerFactory.getLogger(Npm.class);

    private final List<String> command;
    private final Duration timeout;

    /**
     * @param command what starts npm; arguments are added to it
     * @param timeout how long one package may take
     */
    Npm(List<String> command, Duration timeout) {
        this.command = List.copyOf(command);
        this.timeout = timeout;
    }

    static Npm onPath(Duration timeout) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return new Npm(List.of(windows ? "npm.cmd" : "npm"), timeout);
    }

    /** Why a package could not be fetched, in one line. */
    static final class FetchFailed extends Exception {

        private static final long serialVersionUID = 1L;

        FetchFailed(String reason) {
            super(reason);
        }

        FetchFailed(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /** Fetches a package's {@code .tgz} into a folder of its own, which it may litter. */
    Path pack(String coordinates, Path folder) throws IOException, FetchFailed {
        Path destination = Files.createDirectory(folder.resolve("package"));
        Path errors = folder.resolve("stderr");
        int status = await(start(coordinates, destination, errors));
        String said = Files.readString(errors, StandardCharsets.UTF_8);
        log.debug("npm pack {} ended with {}:\n{}", coordinates, status, said);
        if (status != 0) {
            throw new FetchFailed("npm said: " + NpmMessage.inOneLine(said, status));
        }
        try (Stream<Path> files = Files.list(destination)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow(() -> new FetchFailed("npm said nothing was wrong, but left no .tgz file"));
        }
    }

    private Process start(String coordinates, Path destination, Path errors) throws FetchFailed {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("pack", coordinates, "--pack-destination", destination.toString(), "--ignore-scripts"));
        // npm's own patience without a network is over a minute of silence; once more after ten seconds will do.
        line.add("--fetch-retries=1");
        ProcessBuilder builder = new ProcessBuilder(line)
                // Versions of npm that do not know --pack-destination leave the file where they are run.
                .directory(destination.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
        builder.environment().put("NO_UPDATE_NOTIFIER", "1");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new FetchFailed("there is no '" + command.get(0) + "' on the PATH", e);
        }
    }

    private int await(Process process) throws FetchFailed {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new FetchFailed(
                    "npm took longer than " + timeout.toSeconds() + " seconds; raise 'timeout' if the line is slow");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StopException("the packages fetched so far are in the cache");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
