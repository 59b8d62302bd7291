// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the folder that needs nothing installed, for the platform it runs on: the distribution, a Java of the modules that it
 * needs, PyTorch's libraries as they are loaded, a bundled model, and a file to double-click. Run by {@code mvn -Prelease} as
 * a source file: {@code java ReleaseFolder.java DISTRIBUTION EXTRAS TARGET [BUNDLE]}. Without a bundle it raises the model by
 * the recipe {@code victorian-tiny}, which takes some minutes and fetches its texts.
 */
public final class ReleaseFolder {

    /** What no class names, and is looked up when a program runs: TLS, charsets of old texts, proxies, names of hosts. */
    private static final List<String> LOOKED_UP =
            List.of("jdk.crypto.ec", "jdk.charsets", "jdk.zipfs", "java.naming", "java.security.jgss", "jdk.management");

    private static final String RECIPE = "victorian-tiny";
    private static final String BUNDLE = "mr-chatterbox.zip";
    private static final String NATIVES = "natives";
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final boolean MAC =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");

    private final Path extras;
    private final Path target;

    private ReleaseFolder(Path extras, Path target) {
        this.extras = extras;
        this.target = target;
    }

    public static void main(String[] arguments) throws Exception {
        Path distribution = Path.of(arguments[0]).toAbsolutePath();
        ReleaseFolder release =
                new ReleaseFolder(Path.of(arguments[1]), Path.of(arguments[2]).toAbsolutePath());
        delete(release.target);
        copy(distribution, release.target);
        release.addJava();
        if (arguments.length > 3 && !arguments[3].isBlank()) {
            Files.copy(Path.of(arguments[3]), release.target.resolve(BUNDLE));
        } else {
            release.raiseModel();
        }
        release.unpackNatives();
        release.addStarter();
    }

    private void addJava() throws Exception {
        Set<String> modules = new TreeSet<>(LOOKED_UP);
        for (Path jar : jars()) {
            modules.addAll(modulesOf(jar));
        }
        Path java = target.resolve("java");
        tool(
                "jlink",
                "--add-modules",
                String.join(",", modules),
                "--output",
                java.toString(),
                "--no-header-files",
                "--no-man-pages",
                "--strip-java-debug-attributes");
        // Starts are quicker with an archive of the JDK's own classes, which jlink leaves out; it does without as well.
        if (process(Map.of(), java.resolve("bin").resolve(WINDOWS ? "java.exe" : "java").toString(), "-Xshare:dump") != 0) {
            System.err.println("no archive of the JDK's classes was made; starts take half a second longer");
        }
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(target)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** The modules of the JDK that a jar's classes name; what a library names and nobody calls may be missing. */
    private static List<String> modulesOf(Path jar) throws IOException {
        Path classes = Files.createTempFile("classes", ".jar");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            if (!copyClasses(jar, classes)) {
                return List.of();
            }
            PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
            int code = ToolProvider.findFirst("jdeps")
                    .orElseThrow()
                    .run(out, out, "--multi-release", "17", "--ignore-missing-deps", "--print-module-deps", classes.toString());
            String[] lines = said.toString(StandardCharsets.UTF_8).strip().split("\\R");
            String last = lines[lines.length - 1];
            if (code != 0 || !last.matches("[a-z0-9.]+(,[a-z0-9.]+)*")) {
                throw new IllegalStateException(jar + ": jdeps cannot read it: " + said.toString(StandardCharsets.UTF_8));
            }
            return Stream.of(last.split(",")).filter(name -> name.matches("(java|jdk)\\..*")).toList();
        } finally {
            Files.delete(classes);
        }
    }

    /** A jar's classes without its description as a module, for jdeps ends where that requires what is not there. */
    private static boolean copyClasses(Path jar, Path to) throws IOException {
        boolean some = false;
        try (ZipFile all = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : Collections.list(all.entries())) {
                String name = entry.getName();
                boolean isClass = name.endsWith(".class") && !name.endsWith("module-info.class");
                if (isClass || name.equals(JarFile.MANIFEST_NAME)) {
                    out.putNextEntry(new ZipEntry(name));
                    try (InputStream in = all.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                    some |= isClass;
                }
            }
        }
        return some;
    }

    private void raiseModel() throws Exception {
        Path runs = target.resolveSibling("release-runs");
        seance(Map.of(), "run", RECIPE, "--runs", runs.toString());
        seance(Map.of(), "bundle", RECIPE, "--runs", runs.toString(), "--to", target.resolve(BUNDLE).toString());
    }

    /** As the first start would, into a home that may not be writable there; then they need not be packed as well. */
    private void unpackNatives() throws Exception {
        Path natives = target.resolve(NATIVES);
        seance(
                Map.of("ENGINE_CACHE_DIR", natives.toString()),
                "complete",
                target.resolve(BUNDLE).toString(),
                "It was",
                "--max-tokens",
                "4");
        if (!Files.isDirectory(natives.resolve("pytorch"))) {
            throw new IllegalStateException("no libraries came to " + natives);
        }
        for (Path jar : jars()) {
            if (jar.getFileName().toString().startsWith("pytorch-native-")) {
                withoutLibraries(jar);
            }
        }
    }

    /** Leaves what says which libraries there are. */
    private static void withoutLibraries(Path jar) throws IOException {
        Path thin = jar.resolveSibling(jar.getFileName() + ".tmp");
        try (ZipFile all = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(thin);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Enumeration<? extends ZipEntry> entries = all.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.getName().startsWith("pytorch/")) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    try (InputStream in = all.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                    out.closeEntry();
                }
            }
        }
        Files.move(thin, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private void addStarter() throws IOException {
        copy(extras.resolve(WINDOWS ? "windows" : MAC ? "macos" : "linux"), target);
        Files.copy(extras.resolve("READ-ME-FIRST.txt"), target.resolve("READ-ME-FIRST.txt"));
    }

    /** The command of the folder itself, so that a release that does not work is not made. */
    private void seance(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(target.resolve("bin").resolve(WINDOWS ? "seance.cmd" : "seance").toString());
        command.addAll(List.of(arguments));
        if (process(environment, command.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("failed: " + String.join(" ", command));
        }
    }

    private static int process(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }

    private static void tool(String name, String... arguments) {
        int code = ToolProvider.findFirst(name)
                .orElseThrow(() -> new IllegalStateException("this JDK has no " + name))
                .run(System.out, System.err, arguments);
        if (code != 0) {
            throw new IllegalStateException(name + " failed");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path place = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(place);
                } else {
                    Files.copy(file, place, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
