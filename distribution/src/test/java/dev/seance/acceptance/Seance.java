// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The built distribution as a user has it: {@code bin/seance} started in a folder, with a home and a cache of its own.
 * Only the unpacked native libraries are shared, which are 500 MB and the same for all.
 */
final class Seance {

    static final Path HOME = Path.of(System.getProperty("seance.home"));

    /** Against hangs alone: the longest command of these tests takes a minute, and some machines a tenth of the speed. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Path installation;
    private final Path folder;
    private final List<String> prefix;
    private final Map<String, String> environment;

    private Seance(Path installation, Path folder, List<String> prefix, Map<String, String> environment) {
        this.installation = installation;
        this.folder = folder;
        this.prefix = prefix;
        this.environment = environment;
    }

    /** The distribution, used from that folder; recipes and {@code runs/} are there. */
    static Seance in(Path folder) {
        return new Seance(HOME, folder, List.of(), Map.of("DJL_CACHE_DIR", natives(), "ENGINE_CACHE_DIR", natives()));
    }

    private static String natives() {
        return HOME.resolveSibling("acceptance-natives").toString();
    }

    /** Another installation, used from the same folder. */
    Seance installedIn(Path place) {
        return new Seance(place, folder, prefix, environment);
    }

    /** With one more environment variable. */
    Seance with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Seance(installation, folder, prefix, more);
    }

    /** Started by another command, which is given the whole of ours. */
    Seance behind(String... command) {
        return new Seance(installation, folder, List.of(command), environment);
    }

    /** On a machine where nothing was unpacked yet. */
    Seance withoutNatives() {
        return new Seance(installation, folder, prefix, Map.of());
    }

    Path folder() {
        return folder;
    }

    /** Where this user's settings, cache and plugins go. */
    Path home() {
        return folder.resolve("home");
    }

    Path cache() {
        return home().resolve(".cache/seance");
    }

    Outcome run(String... arguments) {
        return start(arguments).finish(PATIENCE);
    }

    /** Runs another program in the same folder. */
    Outcome program(String... command) {
        return start(List.of(command), command).finish(PATIENCE);
    }

    /** Runs with that text typed in. */
    Outcome type(String input, String... arguments) {
        return start(arguments).type(input).finish(PATIENCE);
    }

    /**
     * Starts it on a pseudo terminal of 24 lines of 80, by {@code script} of util-linux; what it shows is its output. Ctrl-C
     * is to mean something also where the tests themselves were started in the background, which ignores it.
     */
    Started startOnTerminal(String... arguments) {
        String words = Stream.of(arguments).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        String command = "stty rows 24 cols 80; exec env --default-signal=INT '" + installation.resolve("bin/seance")
                + "' " + words;
        return start(List.of("script", "--quiet", "--flush", "--return", "--command", command, "/dev/null"), arguments);
    }

    Started start(String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(installation.resolve("bin/seance").toString());
        command.addAll(List.of(arguments));
        return start(command, arguments);
    }

    private Started start(List<String> command, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> variables = builder.environment();
        // What the developer has set for their own use of Seance is not this user's.
        variables.keySet().removeIf(name -> name.matches("SEANCE_.*|XDG_.*|DJL_.*|PYTORCH_.*|BLBOOKS|NO_COLOR"));
        variables.put("HOME", home().toString());
        // The Java that runs these tests.
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.putAll(environment);
        try {
            Files.createDirectories(home());
            return new Started(String.join(" ", arguments), builder.start());
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command, e);
        }
    }
}
