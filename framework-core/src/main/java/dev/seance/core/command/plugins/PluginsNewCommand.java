// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.plugins;

import dev.seance.api.run.UserError;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.Version;
import dev.seance.core.installation.Installation;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the project of a new plugin, which builds as it is: an extension, its options, its test, a recipe. */
@Command(name = "new", description = "Write the Maven project of a new plugin.")
final class PluginsNewCommand extends SeanceCommand {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    @Parameters(paramLabel = "NAME", description = "What recipes call it: lower-case words joined by hyphens.")
    private String name;

    @Option(
            names = "--point",
            required = true,
            paramLabel = "POINT",
            description = "The extension point, by its key in recipes: corpus, filter, tokenizer, llm and so on.")
    private String point;

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "The Java package, and the group of the Maven project (default: com.example).")
    private String packageName = "com.example";

    @Option(names = "--to", paramLabel = "DIR", description = "Where to; must not exist yet (default: NAME).")
    private Path target;

    @Override
    public Integer call() throws IOException {
        Map<String, String> files = files();
        Path folder = target == null ? Path.of(name) : target;
        if (Files.exists(folder)) {
            throw new UserError(folder + " exists already; choose another place with --to, or delete it first");
        }
        write(files, folder.toAbsolutePath());
        System.out.println("wrote " + folder + ": " + files.size()
                + " files, of which README.md says what to do; build it" + " with: mvn -f " + folder + " verify");
        return 0;
    }

    /** The files of the project, after everything that was asked for was found to be possible. */
    private Map<String, String> files() {
        if (!NAME.matcher(name).matches()) {
            throw new UserError("NAME: '" + name + "' is no name for recipes; use lower-case words joined by hyphens,"
                    + " such as my-corpus");
        }
        if (!SourceVersion.isName(packageName)) {
            throw new UserError("--package: '" + packageName + "' is no Java package; for example com.example");
        }
        List<String> points = ProjectTemplates.points();
        if (!points.contains(point)) {
            throw new UserError("--point: there is no template for '" + point + "'" + NearestName.hint(point, points));
        }
        String type = Arrays.stream(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        Path repository = Installation.find().home().resolve("repository");
        Map<String, String> files = ProjectTemplates.files(
                point,
                Map.of(
                        "artifactId",
                        name,
                        "groupId",
                        packageName,
                        "package",
                        packageName,
                        "type",
                        type,
                        "seanceVersion",
                        Version.product(),
                        "seanceRepository",
                        repository.toUri().toString().replace("&", "&amp;")));
        // A class Document in a file that imports the API's, or a class String, would not compile.
        if (isOfJava(type) || files.values().stream().anyMatch(text -> text.contains("." + type + ";"))) {
            throw new UserError("NAME: '" + name + "' would be a class " + type
                    + ", and its own code needs another of that name; use for example my-" + name);
        }
        return files;
    }

    private static boolean isOfJava(String type) {
        try {
            Class.forName("java.lang." + type, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Beside its place first, so that it is there as a whole or not at all. */
    private static void write(Map<String, String> files, Path folder) throws IOException {
        AtomicFiles.createFolders(folder.getParent());
        Path unfinished = Files.createTempDirectory(folder.getParent(), "." + folder.getFileName() + ".");
        Path project = unfinished.resolve("project");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        AtomicFiles.publish(project, folder);
        Files.delete(unfinished);
    }
}
