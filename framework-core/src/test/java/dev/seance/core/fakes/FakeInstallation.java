// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.run.Environment;
import dev.seance.core.plan.ComputeRate;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.Planner;
import dev.seance.core.plugins.PluginFolders;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.InvalidRecipe;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.RecipeLibrary;
import dev.seance.core.recipe.RecipeReader;
import dev.seance.core.run.Display;
import dev.seance.core.run.PlainDisplay;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.Runner;
import dev.seance.core.run.StepResult;
import dev.seance.core.run.StopSignal;
import dev.seance.core.store.ArtifactStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.pf4j.Extension;

/** An installation in a temporary folder whose one plugin are the {@link Fakes}; plans and runs recipes with it. */
public final class FakeInstallation implements AutoCloseable {

    private final Path root;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private PluginHost host;

    public FakeInstallation(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(cache());
        install("1.0.0", "one");
    }

    /** Puts another version of the plugin in place, of the same code. */
    public void upgradeTo(String version) throws IOException {
        install(version, "one");
    }

    /** Puts a plugin of the same version in place whose code differs. */
    public void rebuild() throws IOException {
        install("1.0.0", "two");
    }

    private void install(String version, String build) throws IOException {
        close();
        // A folder a version: Java may still have the old jar open.
        Path plugins = Files.createDirectories(root.resolve("plugins-" + version + build));
        pack(plugins.resolve("fakes.jar"), version, build);
        host = PluginHost.open(new PluginFolders(plugins, List.of(), root.resolve("unpacked")), environment());
        assertThat(host.catalog().problems()).isEmpty();
    }

    private static void pack(Path jar, String version, String build) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", "fakes");
        attributes.putValue("Plugin-Version", version);
        attributes.putValue("Plugin-Requires", ">=0.1.0 & <0.2.0");
        attributes.putValue("Plugin-Description", "Extensions of the tests.");
        String index = Stream.of(Fakes.class, FakeTraining.class)
                .flatMap(holder -> Stream.of(holder.getClasses()))
                .filter(type -> type.isAnnotationPresent(Extension.class))
                .map(Class::getName)
                .collect(Collectors.joining("\n"));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> classes = Files.list(folderOf(Fakes.class))) {
            for (Path file : classes.sorted().toList()) {
                entries.putNextEntry(new ZipEntry("dev/seance/core/fakes/" + file.getFileName()));
                entries.write(Files.readAllBytes(file));
            }
            entries.putNextEntry(new ZipEntry("dev/seance/core/fakes/build.txt"));
            entries.write(build.getBytes(StandardCharsets.UTF_8));
            entries.putNextEntry(new ZipEntry("META-INF/extensions.idx"));
            entries.write(index.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Path folderOf(Class<?> type) {
        return Path.of(URI.create(
                        type.getResource(type.getSimpleName() + ".class").toString()))
                .getParent();
    }

    /** Tells the fakes something, see there. */
    public void tell(String file, String text) throws IOException {
        Files.writeString(cache().resolve(file), text);
    }

    public Path cache() {
        return root.resolve("cache");
    }

    private Environment environment() {
        return new Environment(cache(), true, 2, Clock.systemUTC());
    }

    public Path runs() {
        return root.resolve("runs");
    }

    public ArtifactStore store() {
        return RunFolder.store(runs());
    }

    /** Plans a recipe for running. */
    public Plan plan(String yaml, String... overrides) throws IOException {
        return plan(Optional.empty(), yaml, overrides);
    }

    public Plan plan(Optional<ComputeRate> rate, String yaml, String... overrides) throws IOException {
        Path file = Files.writeString(root.resolve("recipe.yaml"), yaml);
        Problems problems = new Problems();
        Optional<Recipe> recipe = new RecipeReader(new RecipeLibrary(List.of()), name -> Optional.empty())
                .read(file.toString(), List.of(overrides), problems);
        if (recipe.isEmpty()) {
            problems.throwIfAny();
        }
        return new Planner(host, store(), rate).plan(recipe.orElseThrow(), problems, true);
    }

    /** What a terminal shows of a recipe with mistakes, without this folder's path; "" when there is none. */
    public String problems(String yaml, String... overrides) throws IOException {
        try {
            plan(yaml, overrides);
            return "";
        } catch (InvalidRecipe e) {
            return e.getMessage().replace(root + "/", "");
        }
    }

    /** Plans a recipe and runs it. */
    public List<StepResult> run(String yaml, String... overrides) throws IOException {
        return run(plan(yaml, overrides));
    }

    public List<StepResult> run(Plan plan) throws IOException {
        return run(plan, Set.of());
    }

    /** @param acceptCode the steps whose artifact may differ in code */
    public List<StepResult> run(Plan plan, Set<String> acceptCode) throws IOException {
        screen.reset();
        Display display = new PlainDisplay(new PrintStream(screen, true, StandardCharsets.UTF_8));
        try (StopSignal stop = new StopSignal()) {
            return new Runner(host, store(), environment(), display, stop, acceptCode)
                    .run(plan, RunFolder.create(runs(), plan.recipe().name()));
        }
    }

    /** The lines the last run printed. */
    public List<String> screen() {
        return screen.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() {
        if (host != null) {
            host.close();
        }
    }
}
