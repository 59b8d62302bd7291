// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.core.store.AtomicFiles;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;

/** Makes plugins as strangers make them: compiled from source against the API, outside of this class path. */
public final class PluginBuilder {

    /** Most tests want the same few plugins, and compiling one takes half a second. */
    private static final Map<String, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> extraFiles = new TreeMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<Path> libraries = new ArrayList<>();
    private boolean indexed = true;
    private boolean withoutLibraries;

    public PluginBuilder(String id) {
        properties.put("id", id);
        properties.put("version", "1.0.0");
        properties.put("requires", ">=0.1.0 & <0.2.0");
        properties.put("description", "A plugin of the tests.");
    }

    /** A plugin with one small corpus source, {@code demo.Letters}, named as the plugin. */
    public static PluginBuilder corpus(String id) {
        return new PluginBuilder(id).source("demo.Letters", Sources.corpus("Letters", id, ""));
    }

    public PluginBuilder source(String className, String code) {
        sources.put(className, code);
        return this;
    }

    public PluginBuilder set(String property, String value) {
        properties.put(property, value);
        return this;
    }

    public PluginBuilder without(String property) {
        properties.remove(property);
        return this;
    }

    public PluginBuilder notIndexed() {
        indexed = false;
        return this;
    }

    public PluginBuilder file(String name, byte[] content) {
        extraFiles.put(name, content);
        return this;
    }

    public PluginBuilder library(Path jar) {
        libraries.add(jar);
        return this;
    }

    public PluginBuilder forgettingLibraries() {
        withoutLibraries = true;
        return this;
    }

    public Path jarIn(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        properties.forEach((key, value) -> manifest.getMainAttributes()
                .putValue("Plugin-" + Character.toUpperCase(key.charAt(0)) + key.substring(1), value));
        return jar(folder.resolve(properties.get("id") + ".jar"), manifest);
    }

    private Path jar(Path jar, Manifest manifest) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> file : contents().entrySet()) {
                entries.putNextEntry(new ZipEntry(file.getKey()));
                entries.write(file.getValue());
            }
        }
        return jar;
    }

    public Path folderIn(Path folder) throws IOException {
        Path root = folder.resolve(properties.get("id"));
        Manifest plain = new Manifest();
        plain.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        jar(root.resolve("lib/plugin.jar"), plain);
        for (Path library : withoutLibraries ? List.<Path>of() : libraries) {
            Files.copy(library, root.resolve("lib").resolve(library.getFileName()));
        }
        Files.writeString(root.resolve("plugin.properties"), text());
        return root;
    }

    private String text() {
        return properties.entrySet().stream()
                .map(entry -> "plugin." + entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    public Path zipIn(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path scratch = Files.createTempDirectory(folder, ".scratch");
        Path root = folderIn(scratch);
        Path zip = folder.resolve(properties.get("id") + "-plugin.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new ZipEntry(root.relativize(file).toString()));
                entries.write(Files.readAllBytes(file));
            }
        }
        return zip;
    }

    /** Just the classes, for another plugin to need. */
    public Path libraryIn(Path folder) throws IOException {
        return without("requires").notIndexed().jarIn(folder);
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>(extraFiles);
        if (!sources.isEmpty()) {
            String key = sources + " " + indexed + " " + libraries;
            Map<String, byte[]> classes = COMPILED.get(key);
            if (classes == null) {
                classes = compiled();
                COMPILED.put(key, classes);
            }
            classes.forEach(contents::putIfAbsent);
        }
        return contents;
    }

    private Map<String, byte[]> compiled() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        Path classes = Files.createTempDirectory("plugin-classes");
        compile(classes);
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        AtomicFiles.deleteTree(classes);
        return contents;
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-cp", classPath(), "-Xlint:none"));
        options.addAll(
                indexed
                        ? List.of("-processor", "org.pf4j.processor.ExtensionAnnotationProcessor")
                        : List.of("-proc:none"));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<JavaFileObject> units = new ArrayList<>();
            sources.forEach((name, code) -> units.add(new Source(name, code)));
            boolean done = compiler.getTask(messages, files, null, options, null, units)
                    .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
    }

    /** What an author has on the class path: the API, what it names, and own libraries. */
    private String classPath() {
        Stream<Path> provided = Stream.of(CorpusSource.class, ExtensionPoint.class, Inject.class, Logger.class)
                .map(PluginBuilder::origin);
        return Stream.concat(provided, libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    static Path origin(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** A source file in memory. */
    private static final class Source extends SimpleJavaFileObject {

        private final String code;

        private Source(String className, String code) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }

    static byte[] bytes(String... lines) {
        return Arrays.stream(lines).collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }
}
