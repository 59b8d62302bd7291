// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.run.UserError;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run's folder, {@code <runs>/<recipe>/<n>/}: the recipe as it was run, the plan, the log, the metrics, the report.
 * The artifacts themselves are in the store beside it, {@code <runs>/store}, with links to them in {@code artifacts/}.
 *
 * @param folder the folder
 * @param recipe the recipe's name
 * @param number counted from 1
 */
public record RunFolder(Path folder, String recipe, int number) {

    public static final String RECIPE = "recipe.yaml";
    public static final String PLAN = "plan.json";
    public static final String LOG = "run.log";
    public static final String METRICS = "metrics.jsonl";
    /** How far the run is, see {@link RunProgress}. */
    public static final String PROGRESS = "progress.json";

    /** Files made for other programs, a folder an export step. */
    public static final String EXPORTS = "exports";

    /** Unfinished work of exports. */
    static final String WORK = "work";

    /** A folder a step, with the event files that TensorBoard reads. */
    public static final String TENSORBOARD = "tensorboard";

    public static final String REPORT = "report.html";
    /** What the run came to; written last, so a run without it did not end well. */
    public static final String SUMMARY = "report.json";

    /** The folder of all artifacts, beside the runs. */
    public static final String STORE = "store";

    private static final String ARTIFACTS = "artifacts";
    private static final Logger LOGGER = LoggerFactory.getLogger(RunFolder.class);

    /** The store that all runs of a folder share. */
    public static ArtifactStore store(Path runs) {
        return new ArtifactStore(runs.resolve(STORE));
    }

    /** Makes the folder of a new run, numbered after those there are. */
    public static RunFolder create(Path runs, String recipe) throws IOException {
        if (recipe.equals(STORE)) {
            throw new UserError("a recipe cannot be called '" + STORE + "': in " + runs
                    + " that is the folder of all artifacts; give it another name");
        }
        Path parent = runs.resolve(recipe);
        AtomicFiles.createFolders(parent);
        for (int number = list(runs, recipe).stream()
                                .mapToInt(RunFolder::number)
                                .max()
                                .orElse(0)
                        + 1;
                ;
                number++) {
            try {
                Path folder = Files.createDirectory(parent.resolve(Integer.toString(number)));
                AtomicFiles.forceFolder(parent);
                return new RunFolder(folder, recipe, number);
            } catch (FileAlreadyExistsException e) {
                // Another process took the number at the same moment; the next one is free.
                continue;
            }
        }
    }

    /** The runs of a recipe, oldest first. */
    public static List<RunFolder> list(Path runs, String recipe) {
        return folders(runs.resolve(recipe)).stream()
                .filter(folder -> folder.getFileName().toString().matches("[1-9][0-9]{0,8}"))
                .map(folder -> new RunFolder(
                        folder, recipe, Integer.parseInt(folder.getFileName().toString())))
                .sorted(Comparator.comparingInt(RunFolder::number))
                .toList();
    }

    /** All runs, by recipe. */
    public static List<RunFolder> list(Path runs) {
        List<RunFolder> all = new ArrayList<>();
        folders(runs).stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> !name.equals(STORE))
                .sorted()
                .forEach(recipe -> all.addAll(list(runs, recipe)));
        return all;
    }

    private static List<Path> folders(Path parent) {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, Files::isDirectory)) {
            children.forEach(folders::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folders;
    }

    /**
     * Finds a run by its recipe's name (its latest run), by {@code recipe/n}, or by its path.
     *
     * @throws UserError when there is none, listing the recipes that have runs
     */
    public static RunFolder find(Path runs, String name) {
        List<RunFolder> all = list(runs);
        Path path = Path.of(name);
        Optional<RunFolder> found = all.stream()
                .filter(run -> run.recipe().equals(name)
                        || (run.recipe() + "/" + run.number()).equals(name)
                        || run.folder()
                                .toAbsolutePath()
                                .normalize()
                                .equals(path.toAbsolutePath().normalize()))
                .reduce((earlier, later) -> later);
        List<String> recipes = all.stream().map(RunFolder::recipe).distinct().toList();
        return found.or(() -> elsewhere(path))
                .orElseThrow(() -> new UserError("no run '" + name + "' in " + runs
                        + (recipes.isEmpty()
                                ? "; there are no runs yet: make one with 'seance run " + name + "'"
                                : NearestName.hint(name, recipes))));
    }

    /** A run in another runs folder, named by its path. */
    private static Optional<RunFolder> elsewhere(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        if (!Files.exists(whole.resolve(RECIPE))
                || !whole.getFileName().toString().matches("[1-9][0-9]{0,8}")) {
            return Optional.empty();
        }
        return Optional.of(new RunFolder(
                whole,
                whole.getParent().getFileName().toString(),
                Integer.parseInt(whole.getFileName().toString())));
    }

    /** Where an export step writes to. */
    public Path export(String step) {
        return folder.resolve(EXPORTS).resolve(step);
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * Makes {@code artifacts/<step>} point at an artifact, for people who look into folders. The program never reads the
     * link, so a file system without links, or a full disk, fails nothing.
     */
    void link(String step, Path artifact) {
        try {
            Path links = Files.createDirectories(file(ARTIFACTS));
            Path target = links.toAbsolutePath().relativize(artifact.toAbsolutePath());
            Files.createSymbolicLink(links.resolve(step), target);
        } catch (UnsupportedOperationException | IOException e) {
            LOGGER.debug("no link to {}: {}", artifact, e.toString());
        }
    }

    /** How commands name the run: {@code recipe/n}. */
    public String label() {
        return recipe + "/" + number;
    }

    /** The runs folder this run is in. */
    public Path runs() {
        return folder.toAbsolutePath().getParent().getParent();
    }
}
