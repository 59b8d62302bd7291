// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * How long this machine takes, at this moment, to start a Java that does nothing: limits on the time of a command are
 * multiples of it, so that they hold on a slow machine and on a busy one.
 */
final class Floor {

    private static final int STARTS = 3;

    private Floor() {}

    /** Seconds, the most of a few starts. */
    static double seconds() {
        return IntStream.range(0, STARTS).mapToDouble(start -> start()).max().orElseThrow();
    }

    private static double start() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        long began = System.nanoTime();
        try {
            int exit = new ProcessBuilder(java, "-version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError(java + " -version exits with " + exit);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot start " + java, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
