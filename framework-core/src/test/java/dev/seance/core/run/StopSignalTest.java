// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java can only kill processes there")
class StopSignalTest {

    @TempDir
    Path folder;

    private Process start(String item) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StopSignalTest.class.getName(),
                        folder.resolve("note").toString(),
                        item)
                .redirectErrorStream(true)
                .start();
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static boolean ignored(String signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring(7)
                .strip();
        int number = Map.of("HUP", 1, "INT", 2, "TERM", 15).get(signal);
        return (Long.parseUnsignedLong(mask, 16) >>> (number - 1) & 1) == 1;
    }

    private static String line(BufferedReader from) throws IOException {
        String line = from.readLine();
        return line != null && line.isEmpty() ? from.readLine() : line;
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void theFirstSignalLetsTheCurrentItemFinish(String signal) throws Exception {
        assumeTrue(!ignored(signal), "whoever started the tests ignores it, as nohup does, and so do all below");
        Process process = start("short");
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        assertThat(line(said)).isEqualTo("working");
        send(signal, process);

        assertThat(line(said)).isEqualTo("stopping after the current item; Ctrl-C again stops at once");
        assertThat(line(said)).isEqualTo("item finished");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(7);
        assertThat(folder.resolve("note")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "hanging note"})
    void theSecondSignalEndsTheProcessWithinASecondAndSaysWhatIsSaved(String item) throws Exception {
        Process process = start(item.equals("short") ? "long" : item);
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        assertThat(line(said)).isEqualTo("working");
        send("TERM", process);
        assertThat(line(said)).startsWith("stopping after the current item");
        long second = System.nanoTime();
        send("TERM", process);

        assertThat(line(said)).isEqualTo("stopped at once; the last checkpoint is saved");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        // Half a second is for the note; the rest is for a machine that does other work too.
        assertThat((System.nanoTime() - second) / 1e9).isLessThan(item.equals("short") ? 1 : 2);
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.exists(folder.resolve("note"))).isEqualTo(item.equals("short"));
    }

    @Test
    void isNotRequestedByItselfAndHandsSignalsBack() throws Exception {
        try (StopSignal stop = new StopSignal()) {
            assertThat(stop.requested()).isFalse();
        }
        Process process = start("over");
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        assertThat(line(said)).isEqualTo("working");
        send("TERM", process);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("what a JVM does by itself").isEqualTo(143);
    }

    /** A process that works until it is asked to stop, and then takes its time. */
    public static void main(String[] args) throws InterruptedException {
        try (StopSignal stop = new StopSignal("the last checkpoint is saved")) {
            stop.beforeExit(() -> note(Path.of(args[0]), args[1].startsWith("hanging")));
            if (args[1].equals("over")) {
                stop.close();
            }
            System.out.println("working");
            while (!stop.requested()) {
                Thread.sleep(5);
            }
            Thread.sleep(args[1].equals("short") ? 200 : 60_000);
            System.out.println("item finished");
        }
        System.exit(7);
    }

    private static void note(Path file, boolean hanging) {
        try {
            Thread.sleep(hanging ? 60_000 : 0);
            Files.writeString(file, "stopped");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
