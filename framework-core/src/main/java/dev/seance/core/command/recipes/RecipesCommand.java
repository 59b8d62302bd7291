// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.seance.api.run.UserError;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.installation.Installation;
import dev.seance.core.options.ExtensionOptions;
import dev.seance.core.options.JsonSchema;
import dev.seance.core.recipe.RecipeLibrary;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The recipes that are here. */
@Command(
        name = "recipes",
        description = "List, show and copy recipes; print their JSON Schema for editors.",
        subcommands = {
            RecipesCommand.ListRecipes.class,
            RecipesCommand.Show.class,
            RecipesCommand.Copy.class,
            RecipesCommand.Schema.class
        })
public final class RecipesCommand extends SeanceCommand {

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }

    private static RecipeLibrary library() {
        return new RecipeLibrary(Installation.find().recipeFolders());
    }

    @Command(name = "list", description = "List the recipes by name, with their first comment line.")
    static final class ListRecipes extends SeanceCommand {

        @Override
        public Integer call() throws IOException {
            ArrayNode array = Json.mapper().createArrayNode();
            for (String name : library().names()) {
                Path file = library().find(name);
                String about = about(file);
                array.addObject().put("name", name).put("about", about).put("file", file.toString());
                if (!json()) {
                    System.out.printf("%-20s %s%n", name, about);
                }
            }
            if (json()) {
                printJson(array);
            }
            return 0;
        }

        /** The comment at the top of the file, which says what the recipe is for. */
        private static String about(Path file) throws IOException {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("# "))
                    .map(line -> line.substring(2))
                    .findFirst()
                    .orElse("");
        }
    }

    @Command(name = "show", description = "Print a recipe as it is written.")
    static final class Show extends SeanceCommand {

        @Parameters(paramLabel = "RECIPE")
        private String recipe;

        @Override
        public Integer call() throws IOException {
            System.out.print(Files.readString(library().find(recipe)));
            return 0;
        }
    }

    @Command(name = "copy", description = "Copy a recipe, to change it.")
    static final class Copy extends SeanceCommand {

        @Parameters(index = "0", paramLabel = "RECIPE")
        private String recipe;

        @Parameters(index = "1", paramLabel = "FILE", description = "Where to; must not exist yet.")
        private Path target;

        @Override
        public Integer call() throws IOException {
            if (Files.exists(target)) {
                throw new UserError(target + " exists already; choose another name, or delete it first");
            }
            Path parent = target.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            Files.copy(library().find(recipe), target);
            System.out.println("wrote " + target + "; run it with: seance run " + target);
            return 0;
        }
    }

    @Command(name = "schema", description = "Print the JSON Schema of recipes, with every installed plugin's options.")
    static final class Schema extends SeanceCommand {

        @Override
        public Integer call() {
            try (CommandRuntime runtime = openRuntime()) {
                List<ExtensionOptions> extensions = runtime.host().catalog().extensions().stream()
                        .map(extension -> new ExtensionOptions(
                                extension.kind().key(), extension.name(), extension.summary(), extension.options()))
                        .toList();
                printJson(JsonSchema.of(extensions));
                return 0;
            }
        }
    }
}
