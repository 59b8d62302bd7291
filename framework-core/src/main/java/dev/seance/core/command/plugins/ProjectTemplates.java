// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The templates of plugin projects, which are those of the Maven archetype: {@code ${name}} in a text and {@code __name__}
 * in a file's name are filled in, a name without a value stays as it is, and what lies below {@code java} or
 * {@code resources} goes into the folder of the package.
 */
final class ProjectTemplates {

    private static final URL ROOT = ProjectTemplates.class.getResource("/archetype-resources");
    private static final String POINTS = "points";
    private static final Pattern VALUE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern NAME = Pattern.compile("__(\\w+?)__");

    /** A file that Maven's archetypes and its own build would take for theirs has another name among the templates. */
    private static final Map<String, String> RENAMED = Map.of("gitignore", ".gitignore");

    private ProjectTemplates() {}

    /** The extension points that there is a template for, by the keys of recipes. */
    static List<String> points() {
        return inTemplates(root -> {
            try (Stream<Path> points = Files.list(root.resolve(POINTS))) {
                return points.map(point -> point.getFileName().toString().replace("/", ""))
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * The files of a project.
     *
     * @param point one of {@link #points}
     * @param values what is filled in, by name; {@code package} among them
     * @return the texts, by their paths within the project
     */
    static Map<String, String> files(String point, Map<String, String> values) {
        return inTemplates(root -> {
            Map<String, String> files = new TreeMap<>();
            Path own = root.resolve(POINTS).resolve(point);
            add(root, path -> !path.startsWith(root.resolve(POINTS)), values, files);
            add(own, path -> true, values, files);
            return files;
        });
    }

    private static void add(
            Path root, Function<Path, Boolean> wanted, Map<String, String> values, Map<String, String> files) {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (wanted.apply(path)) {
                    String name = root.relativize(path).toString().replace('\\', '/');
                    files.put(target(name, values), filled(VALUE, Files.readString(path), values));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(String name, Map<String, String> values) {
        String folder = values.get("package").replace('.', '/');
        String packaged = name.replaceFirst("^(src/\\w+/(?:java|resources)/)", "$1" + folder + "/");
        return filled(NAME, RENAMED.getOrDefault(packaged, packaged), values);
    }

    private static String filled(Pattern place, String text, Map<String, String> values) {
        return place.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** The templates are in a jar or, in tests of this tree, in a folder. */
    private static <T> T inTemplates(Function<Path, T> work) {
        try {
            URI uri = ROOT.toURI();
            if (uri.getScheme().equals("file")) {
                return work.apply(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return work.apply(jar.getPath("/archetype-resources"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
