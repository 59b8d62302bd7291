// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A stranger's plugin: one source file, compiled against the jars of the distribution, packed into a plain jar. */
final class ThirdPartyPlugin {

    private final Map<String, String> manifest =
            new LinkedHashMap<>(Map.of("Plugin-Version", "1.2.0", "Plugin-Requires", ">=0.1.0 & <0.2.0"));
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** The corpus source of docs/examples. */
    static ThirdPartyPlugin almanac(Path scratch) throws IOException {
        return compiled(scratch, "corpus-almanac", "Almanac", UnaryOperator.identity());
    }

    /** The model family of docs/examples. */
    static ThirdPartyPlugin neox(Path scratch) throws IOException {
        return neox(scratch, UnaryOperator.identity());
    }

    /** The same before anybody wrote a program for PyTorch. */
    static ThirdPartyPlugin neoxOnPaper(Path scratch) throws IOException {
        return neox(scratch, source -> source.replace("\"torchscript\"", "\"paper\""));
    }

    private static ThirdPartyPlugin neox(Path scratch, UnaryOperator<String> change) throws IOException {
        Path program = example("model-neox").resolve("resources/org/example/neox.py");
        return compiled(scratch, "model-neox", "Neox", change).file("org/example/neox.py", Files.readAllBytes(program));
    }

    private static Path example(String name) {
        return Seance.HOME.resolve("../../../docs/examples").resolve(name).resolve("src/main");
    }

    /** Compiles it as its author would; our own class path has no part in it. */
    private static ThirdPartyPlugin compiled(Path scratch, String id, String type, UnaryOperator<String> change)
            throws IOException {
        Path classes = Files.createDirectories(scratch.resolve(type + "-classes"));
        String classPath = Places.files(Seance.HOME.resolve("lib")).stream()
                .filter(jar -> jar.matches("(framework-api|pf4j|jakarta\\.inject-api|slf4j-api)-.*\\.jar"))
                .map(jar -> Seance.HOME.resolve("lib").resolve(jar).toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of(
                "-d",
                classes.toString(),
                "-cp",
                classPath,
                "--release",
                "17",
                "-processor",
                "org.pf4j.processor.ExtensionAnnotationProcessor");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(messages, manager, null, options, null, List.of(source(id, type, change)))
                    .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
        ThirdPartyPlugin plugin = new ThirdPartyPlugin();
        plugin.manifest.put("Plugin-Id", id);
        for (String file : Places.files(classes)) {
            plugin.file(file, Files.readAllBytes(classes.resolve(file)));
        }
        return plugin;
    }

    private static JavaFileObject source(String id, String type, UnaryOperator<String> change) throws IOException {
        String text = change.apply(Files.readString(example(id).resolve("java/org/example/" + type + ".java")));
        URI name = URI.create("string:///org/example/" + type + ".java");
        return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    ThirdPartyPlugin file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /** Says something else of itself. */
    ThirdPartyPlugin saying(String attribute, String value) {
        ThirdPartyPlugin other = new ThirdPartyPlugin();
        other.manifest.putAll(manifest);
        other.manifest.put(attribute, value);
        other.files.putAll(files);
        return other;
    }

    Path jar(Path file) throws IOException {
        Manifest attributes = new Manifest();
        attributes.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(attributes.getMainAttributes()::putValue);
        Files.createDirectories(file.getParent());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), attributes)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
        return file;
    }

    /** An installation of links to the distribution, whose {@code plugins/} may be added to. */
    static Path installation(Path place) throws IOException {
        Places.copy(Seance.HOME.resolve("bin"), Files.createDirectories(place).resolve("bin"));
        place.resolve("bin/seance").toFile().setExecutable(true);
        Files.createSymbolicLink(place.resolve("lib"), Seance.HOME.resolve("lib"));
        Files.createSymbolicLink(place.resolve("recipes"), Seance.HOME.resolve("recipes"));
        Files.createDirectories(place.resolve("plugins"));
        try (Stream<Path> plugins = Files.list(Seance.HOME.resolve("plugins"))) {
            for (Path plugin : plugins.toList()) {
                Files.createSymbolicLink(place.resolve("plugins").resolve(plugin.getFileName()), plugin);
            }
        }
        return place;
    }
}
