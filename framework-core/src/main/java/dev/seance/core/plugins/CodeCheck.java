// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.pf4j.Extension;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.processor.ExtensionStorage;

/**
 * Follows every name in a plugin's own code, as {@code jdeps} does, without running any of it: a class that is nowhere, a
 * library whose own parent is nowhere, a member of the API that this API does not have. Loading alone finds what an
 * extension's signature names; the rest would come up hours into a run.
 *
 * <p>Libraries are not gone through: most name optional classes of others and do without them.
 */
final class CodeCheck {

    private static final String CLASS = ".class";
    private static final String EXTENSION = Extension.class.descriptorString();

    /** How many names of one kind are told; the rest is counted. */
    private static final int TOLD = 5;

    private final PluginContent content;
    private final ClassLoader host = CodeCheck.class.getClassLoader();
    private final Map<String, Path> places = new HashMap<>();
    private final List<ClassFile> own = new ArrayList<>();
    private final Set<String> index = new HashSet<>();
    private final Map<String, Boolean> known = new HashMap<>();

    private CodeCheck(PluginContent content) {
        this.content = content;
    }

    /** What is wrong; empty when all is well. */
    static List<String> of(PluginContent content) throws IOException {
        CodeCheck check = new CodeCheck(content);
        check.read();
        List<String> found = new ArrayList<>(check.missingClasses());
        found.addAll(check.missingMembers());
        found.addAll(check.notIndexed());
        return found;
    }

    /** Notes where each class is, and reads those of the plugin's own jars. */
    private void read() throws IOException {
        for (Path entry : content.classPath()) {
            if (Files.isDirectory(entry)) {
                readFolder(entry);
            } else {
                readJar(entry);
            }
        }
    }

    private void readFolder(Path folder) throws IOException {
        Path indexed = folder.resolve(IndexedExtensionFinder.EXTENSIONS_RESOURCE);
        if (Files.exists(indexed)) {
            readIndex(Files.newInputStream(indexed));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(CLASS)).toList()) {
                places.putIfAbsent(named(folder.relativize(file).toString().replace('\\', '/')), folder);
                try (InputStream in = Files.newInputStream(file)) {
                    own.add(ClassFile.read(in));
                }
            }
        }
    }

    private void readJar(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry indexed = zip.getEntry(IndexedExtensionFinder.EXTENSIONS_RESOURCE);
            boolean isOwn = content.isJar() || indexed != null;
            if (indexed != null) {
                readIndex(zip.getInputStream(indexed));
            }
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (!name.endsWith(CLASS) || name.startsWith("META-INF/")) {
                    continue; // what is for newer Javas is beside a class for all
                }
                places.putIfAbsent(named(name), jar);
                if (isOwn && !name.endsWith("-info.class")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        own.add(ClassFile.read(in));
                    }
                }
            }
        }
    }

    private void readIndex(InputStream in) throws IOException {
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            ExtensionStorage.read(reader, index);
        }
    }

    private static String named(String file) {
        return file.substring(0, file.length() - CLASS.length()).replace('/', '.');
    }

    private List<String> missingClasses() throws IOException {
        Map<String, String> missing = new TreeMap<>();
        Set<String> libraries = new HashSet<>();
        for (ClassFile type : own) {
            for (String needed : type.classes()) {
                if (!exists(needed)) {
                    missing.putIfAbsent(needed, type.name());
                } else if (places.containsKey(needed)) {
                    libraries.add(needed);
                }
            }
        }
        List<String> messages = new ArrayList<>(told(
                missing,
                (name, user) -> "class " + user + " uses " + name + ", which is "
                        + (name.startsWith("dev.seance.core.")
                                ? "the host's own; a plugin sees dev.seance.api"
                                : SharedPackages.hold(name)
                                        ? "not in this Seance's API; it was built against another version"
                                        : "not in the plugin; put the library that has it into lib/")));
        messages.addAll(told(
                orphans(libraries),
                (parent, child) -> "library class " + child + ", which it uses, extends " + parent
                        + ", which is not in the plugin; put the library that has it into lib/"));
        return messages;
    }

    /** Parents that are nowhere, with the library class that needs them: a class cannot be loaded without its parents. */
    private Map<String, String> orphans(Set<String> libraries) throws IOException {
        Map<String, String> missing = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(libraries);
        Set<String> seen = new HashSet<>(libraries);
        Map<Path, List<String>> byJar = new LinkedHashMap<>();
        while (!open.isEmpty()) {
            byJar.clear();
            for (String name : open) {
                byJar.computeIfAbsent(places.get(name), jar -> new ArrayList<>())
                        .add(name);
            }
            open.clear();
            for (Map.Entry<Path, List<String>> some : byJar.entrySet()) {
                for (ClassFile type : classesOf(some.getKey(), some.getValue())) {
                    for (String parent : type.parents()) {
                        if (!exists(parent)) {
                            missing.putIfAbsent(parent, type.name());
                        } else if (places.containsKey(parent) && seen.add(parent)) {
                            open.add(parent);
                        }
                    }
                }
            }
        }
        return missing;
    }

    private static List<ClassFile> classesOf(Path place, List<String> names) throws IOException {
        List<ClassFile> types = new ArrayList<>();
        if (Files.isDirectory(place)) {
            return types; // the plugin's own, read already
        }
        try (ZipFile zip = new ZipFile(place.toFile())) {
            for (String name : names) {
                try (InputStream in = zip.getInputStream(zip.getEntry(name.replace('.', '/') + CLASS))) {
                    types.add(ClassFile.read(in));
                }
            }
        }
        return types;
    }

    /** In the plugin, in what it shares with the host, or in Java. */
    private boolean exists(String name) {
        return known.computeIfAbsent(name, any -> {
            ClassLoader loader = SharedPackages.hold(name) ? host : ClassLoader.getPlatformClassLoader();
            return !SharedPackages.hold(name) && places.containsKey(name)
                    || loader.getResource(name.replace('.', '/') + CLASS) != null;
        });
    }

    private List<String> missingMembers() {
        Map<String, String> missing = new TreeMap<>();
        for (ClassFile type : own) {
            for (ClassFile.Member member : type.members()) {
                if (SharedPackages.hold(member.owner()) && exists(member.owner()) && !has(member)) {
                    missing.putIfAbsent(
                            member.owner() + "." + member.name() + (member.isMethod() ? "()" : ""), type.name());
                }
            }
        }
        return told(
                missing,
                (name, user) -> "class " + user + " uses " + name
                        + " in a form that this Seance's API does not have; it was built against another version");
    }

    private boolean has(ClassFile.Member member) {
        Class<?> owner;
        try {
            owner = Class.forName(member.owner(), false, host);
        } catch (ClassNotFoundException | LinkageError e) {
            return true; // told as a class, or none of the plugin's business
        }
        return lineage(owner).anyMatch(type -> declares(type, member));
    }

    private static Stream<Class<?>> lineage(Class<?> type) {
        Stream<Class<?>> above =
                Stream.concat(Optional.ofNullable(type.getSuperclass()).stream(), Arrays.stream(type.getInterfaces()));
        // An interface answers to Object's methods as well.
        Stream<Class<?>> root = type.isInterface() ? Stream.of(Object.class) : Stream.empty();
        return Stream.of(Stream.<Class<?>>of(type), above.flatMap(CodeCheck::lineage), root)
                .flatMap(some -> some);
    }

    private static boolean declares(Class<?> type, ClassFile.Member member) {
        if (!member.isMethod()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(member.name())
                        && field.getType().descriptorString().equals(member.descriptor())) {
                    return true;
                }
            }
            return false;
        }
        if (member.name().equals("<init>")) {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (descriptor(constructor.getParameterTypes(), void.class).equals(member.descriptor())) {
                    return true;
                }
            }
            return false;
        }
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(member.name())
                    && descriptor(method.getParameterTypes(), method.getReturnType())
                            .equals(member.descriptor())) {
                return true;
            }
        }
        return false;
    }

    private static String descriptor(Class<?>[] parameters, Class<?> result) {
        StringBuilder text = new StringBuilder("(");
        for (Class<?> parameter : parameters) {
            text.append(parameter.descriptorString());
        }
        return text.append(')').append(result.descriptorString()).toString();
    }

    /** Classes that say they are extensions and are not in the index: it is older than they are. */
    private List<String> notIndexed() {
        return own.stream()
                .filter(type -> type.texts().contains(EXTENSION) && !index.contains(type.name()))
                .map(type -> "class " + type.name() + " names @Extension and is not in PF4J's index "
                        + IndexedExtensionFinder.EXTENSIONS_RESOURCE
                        + ", which is older than it or was written without it; build the plugin from clean")
                .toList();
    }

    /** Puts a thing that is missing, and who needs it, into words. */
    private interface Wording {
        String of(String missing, String user);
    }

    private static List<String> told(Map<String, String> missing, Wording wording) {
        List<String> messages = new ArrayList<>();
        missing.forEach((name, user) -> {
            if (messages.size() < TOLD) {
                messages.add(wording.of(name, user));
            }
        });
        if (missing.size() > TOLD) {
            messages.set(TOLD - 1, messages.get(TOLD - 1) + " (and " + (missing.size() - TOLD) + " more of the kind)");
        }
        return messages;
    }
}
