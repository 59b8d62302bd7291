// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads recipes: the file, what it extends, the command line's overrides, then the environment. Each has the last word
 * over those before it, except that the environment only fills in where the others left {@code ${env:NAME}}.
 */
public final class RecipeReader {

    private final RecipeLibrary library;
    private final Function<String, Optional<String>> environment;

    /**
     * A reader.
     *
     * @param library where names are looked up
     * @param environment the value of an environment variable, such as {@code name ->
     *     Optional.ofNullable(System.getenv(name))}
     */
    public RecipeReader(RecipeLibrary library, Function<String, Optional<String>> environment) {
        this.library = Objects.requireNonNull(library, "library");
        this.environment = Objects.requireNonNull(environment, "environment");
    }

    /**
     * Reads a recipe that has to be right.
     *
     * @param nameOrPath see {@link RecipeLibrary}
     * @param overrides each {@code PATH=VALUE}, without {@code --set}
     * @throws InvalidRecipe with every mistake in it
     * @throws UserError when there is no such recipe
     */
    public Recipe read(String nameOrPath, List<String> overrides) {
        Problems problems = new Problems();
        Optional<Recipe> recipe = read(nameOrPath, overrides, problems);
        problems.throwIfAny();
        return recipe.orElseThrow();
    }

    /**
     * Reads what can be read, so that the planner can look for further mistakes in it.
     *
     * @param problems receives every mistake; a recipe that comes back while there are some must not be run
     * @return empty when the file is no recipe at all
     * @throws UserError when there is no such recipe
     */
    public Optional<Recipe> read(String nameOrPath, List<String> overrides, Problems problems) {
        Path file = library.find(nameOrPath);
        Optional<Settings> written = load(file, new ArrayList<>(), problems);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Settings overridden = new Overrides(written.get(), problems).apply(overrides);
        Settings root = new EnvironmentValues(environment, problems).fillIn(overridden);
        return Optional.of(new RecipeForm(problems).read(root));
    }

    /**
     * Reads of a recipe only what is needed to use a model that it made: name, title, era and backend. What the steps and
     * the language models want of the environment is not asked for.
     *
     * @throws InvalidRecipe with every mistake in that part
     */
    public Recipe readWithoutSteps(String nameOrPath) {
        Problems problems = new Problems();
        Optional<Settings> written = load(library.find(nameOrPath), new ArrayList<>(), problems);
        problems.throwIfAny();
        Settings head = written.orElseThrow()
                .without("steps")
                .without("llms")
                .without("budget")
                .without("plugins");
        Settings root = new EnvironmentValues(environment, problems).fillIn(head);
        Recipe recipe = new RecipeForm(problems).readWithoutSteps(root);
        problems.throwIfAny();
        return recipe;
    }

    /** A file's settings over those of the recipes it extends. */
    private Optional<Settings> load(Path file, List<Path> children, Problems problems) {
        Source source = Source.file(file.toString(), text(file));
        Optional<Value> tree = YamlTree.read(source, problems);
        if (tree.isEmpty() || !(tree.get() instanceof Settings own)) {
            if (problems.isEmpty()) {
                problems.add(source.at(1, 1), "this is not a recipe; it should begin with 'recipe: NAME'");
            }
            return Optional.empty();
        }
        Optional<Setting> parent =
                own.entry("extends").filter(entry -> !entry.value().isNull());
        if (parent.isEmpty()) {
            return Optional.of(own.without("extends"));
        }
        children.add(file);
        return parent(parent.get(), children, problems)
                .map(inherited -> new Inheritance(problems).merge(inherited.without("recipe"), own.without("extends")));
    }

    private Optional<Settings> parent(Setting reference, List<Path> children, Problems problems) {
        Position position = reference.value().position();
        if (!(reference.value() instanceof Scalar name)) {
            problems.add(
                    position,
                    "'extends' takes one name or path of a recipe, not "
                            + reference.value().inWords());
            return Optional.empty();
        }
        Optional<Path> file = library.findParent(name.text(), children.get(children.size() - 1));
        if (file.isEmpty()) {
            problems.add(position, library.notFound(name.text()));
            return Optional.empty();
        }
        if (children.stream().anyMatch(child -> absolute(child).equals(absolute(file.get())))) {
            String circle = children.stream().map(Path::toString).collect(Collectors.joining(" extends "));
            problems.add(position, "recipes extend each other in a circle: " + circle + " extends " + file.get());
            return Optional.empty();
        }
        return load(file.get(), children, problems);
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > YamlTree.MAX_BYTES) {
                throw new UserError(file + " has " + Files.size(file) + " bytes, more than a recipe's "
                        + YamlTree.MAX_BYTES + "; is it a recipe?");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UserError(file + " is not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
