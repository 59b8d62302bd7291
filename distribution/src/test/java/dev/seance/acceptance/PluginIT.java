// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plugins of strangers: dropped in, installed, and refused. */
@Tag("full")
class PluginIT {

    private static final String RECIPE = """
            recipe: weather
            era: {from: 1837, to: 1901}
            steps:
              books: {corpus: almanac, with: {days: 60}, filters: [era]}
              vocabulary: {tokenizer: bpe, from: books, with: {size: 300}}
            """;

    private static Path scratch;
    private static ThirdPartyPlugin plugin;

    @BeforeAll
    static void compile() throws IOException {
        scratch = Places.fresh("plugin");
        plugin = ThirdPartyPlugin.almanac(scratch);
    }

    private static Seance user(String name) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve(name));
        Files.writeString(folder.resolve("weather.yaml"), RECIPE);
        Files.writeString(folder.resolve(MicroRun.RECIPE), Places.resource(MicroRun.RECIPE));
        InventedBooks.write(folder.resolve("books"), 2, 200, 3);
        return Seance.in(folder);
    }

    @Test
    void aJarAmongThePluginsIsUsableInRecipes() throws IOException {
        Seance seance = user("dropped");
        Path installation = ThirdPartyPlugin.installation(scratch.resolve("installation"));
        plugin.jar(installation.resolve("plugins/almanac-1.2.0.jar"));
        Seance theirs = seance.installedIn(installation);

        theirs.run("run", "weather.yaml").exits(0);
        JsonNode books = theirs.run("report", "weather", "--json")
                .exits(0)
                .json()
                .get("steps")
                .get(0);
        assertThat(books.get("plugin").asText()).isEqualTo("almanac");
        assertThat(books.at("/metrics/documentsOut").asInt()).isEqualTo(60);
        assertThat(theirs.run("plugins", "list").exits(0).out()).contains("A page of weather a day.");
        assertThat(theirs.run("plugins", "info", "almanac").exits(0).out()).contains("days: ", "at most 366");
        assertThat(theirs.run("recipes", "schema").exits(0).out()).contains("almanac");
        assertThat(theirs.run("validate", "weather.yaml", "--set", "books.days=400")
                        .isTheUsersMistake()
                        .err())
                .contains("days", "366");
    }

    @Test
    void isVerifiedInstalledAndRemoved() throws IOException {
        Seance seance = user("installed");
        String jar = plugin.jar(scratch.resolve("download/almanac.jar")).toString();
        assertThat(seance.run("validate", "weather.yaml").isTheUsersMistake().err())
                .contains("almanac", "folder");

        assertThat(seance.run("plugins", "verify", jar).exits(0).out()).contains("'almanac'", ": valid");
        assertThat(seance.run("plugins", "install", jar).exits(0).out()).contains("installed corpus-almanac 1.2.0");
        assertThat(seance.home().resolve(".local/share/seance/plugins")).isNotEmptyDirectory();
        seance.run("run", "weather.yaml", "--set", "plugins.corpus-almanac=1.2.0")
                .exits(0);
        assertThat(seance.run("validate", "weather.yaml", "--set", "plugins.corpus-almanac=1.3.0")
                        .isTheUsersMistake()
                        .err())
                .contains("the recipe pins plugin 'corpus-almanac' to 1.3.0, and 1.2.0 is installed (");
        assertThat(seance.run("runs", "show", "weather").exits(0).out())
                .containsPattern("corpus-almanac +1\\.2\\.0 +[0-9a-f]{12} +the user")
                .containsPattern("tokenizer-bpe +0\\.1\\.0 +[0-9a-f]{12} +the installation");
        assertThat(seance.run("plugins", "verify").exits(0).out()).contains("corpus-almanac.jar: valid");

        assertThat(seance.run("plugins", "remove", "corpus-almanac")
                        .isTheUsersMistake()
                        .err())
                .contains("plugin corpus-almanac is needed by run weather/1, ");
        assertThat(seance.run("plugins", "remove", "corpus-almanac", "--force")
                        .exits(0)
                        .out())
                .contains("removed ");
        seance.run("validate", "weather.yaml").isTheUsersMistake();
        seance.run("plugins", "remove", "corpus-almanac").isTheUsersMistake();
    }

    /** From the distribution's own copy of Maven's resolver, and a repository of this machine. */
    @Test
    void comesFromALocalMavenRepository() throws IOException {
        Seance seance = user("maven");
        Path repository = seance.home().resolve("repository-é");
        plugin.jar(repository.resolve("org/example/corpus-almanac/1.2.0/corpus-almanac-1.2.0.jar"));
        Seance theirs = seance.with("SEANCE_JAVA_OPTS", "-Dmaven.repo.local=" + repository);
        assertThat(theirs.run("plugins", "install", "org.example:corpus-almanac:1.2.0", "--offline")
                        .exits(0)
                        .out())
                .contains("installed corpus-almanac 1.2.0");
        assertThat(theirs.run("plugins", "install", "org.example:corpus-almanac:9.9.9", "--offline")
                        .isTheUsersMistake()
                        .err())
                .contains("org.example:corpus-almanac:9.9.9 is in none of: ", "(--offline: the others were not asked)");
    }

    @Test
    void cannotBeInstalledWhereAFileIsInTheWay() throws IOException {
        Seance seance = user("read-only");
        Path folder = Files.createDirectories(seance.home().resolve(".local/share/seance"));
        Files.writeString(folder.resolve("plugins"), "in the way");
        assertThat(seance.run(
                                "plugins",
                                "install",
                                plugin.jar(scratch.resolve("ro/almanac.jar")).toString())
                        .isTheUsersMistake()
                        .err())
                .contains("plugins");
    }

    @Test
    void shippedOnesAreValidWithLibrariesAndWithDefaultsOfAnEra() throws IOException {
        Seance seance = user("shipped");
        assertThat(seance.run("plugins", "verify", "corpus-filters").exits(0).out())
                .contains("corpus-filters: valid");
        assertThat(seance.run("plugins", "verify", "backend-pytorch").exits(0).out())
                .contains("backend-pytorch: valid");
    }

    @Nested
    class AModelFamily {

        private static final String SHIPPED = "architecture: nanochat";

        private Seance user(String name, ThirdPartyPlugin family) throws IOException {
            Seance seance = MicroRun.prepared("family-" + name);
            String recipe = Places.resource(MicroRun.RECIPE);
            assertThat(recipe).contains(SHIPPED);
            Files.writeString(seance.folder().resolve(MicroRun.RECIPE), recipe.replace(SHIPPED, "architecture: neox"));
            Path installation = ThirdPartyPlugin.installation(seance.folder().resolve("installation"));
            family.jar(installation.resolve("plugins/neox.jar"));
            return seance.installedIn(installation);
        }

        @Test
        void isTrainedEvaluatedAndTalkedTo() throws IOException {
            Seance seance = user("trained", ThirdPartyPlugin.neox(scratch));
            JsonNode estimate = planned(seance, "base.optimizer.layer-norms.learning-rate=0.004");
            // One layer: queries, keys, values, output and an MLP of four times the width.
            assertThat(estimate.at("/parameters/matrices").asLong()).isEqualTo(12 * 32 * 32);
            assertThat(estimate.at("/parameters/scalars").asLong()).isEqualTo(6 * 32);
            assertThat(estimate.at("/model/norm_epsilon").asText()).isEqualTo("1.0E-5");
            assertThat(estimate.at("/derived/optimizer.layer-norms").asText())
                    .startsWith("adamw, learning rate 0.004 (as given)");
            assertThat(estimate.has("memoryBytes"))
                    .as("the family does not say what it saves for the backward pass")
                    .isFalse();

            seance.run("run", MicroRun.RECIPE).exits(0);
            JsonNode steps =
                    seance.run("report", "micro", "--json").exits(0).json().get("steps");
            for (JsonNode step : steps) {
                if (step.get("name").asText().equals("reading")) {
                    // A model that has learnt nothing needs log2 of 600 bits for each token, which is more.
                    assertThat(step.at("/metrics/bitsPerByte").asDouble()).isBetween(0.5, 4.0);
                }
            }
            assertThat(seance.run("chat", "micro", "--once", "Good evening.")
                            .exits(0)
                            .out())
                    .isNotBlank();
            assertThat(seance.run("plugins", "info", "neox").exits(0).out()).contains("norm-epsilon");
            assertThat(seance.run("recipes", "schema").exits(0).out()).contains("norm-epsilon");
        }

        private JsonNode planned(Seance seance, String override) {
            for (JsonNode step : seance.run("plan", MicroRun.RECIPE, "--json", "--set", override)
                    .exits(0)
                    .json()
                    .get("steps")) {
                if (step.get("name").asText().equals("base")) {
                    return step.get("estimate");
                }
            }
            throw new AssertionError("no step 'base' in the plan");
        }

        @Test
        void withoutAProgramForTheBackendIsRefusedByThePlan() throws IOException {
            Seance seance = user("refused", ThirdPartyPlugin.neoxOnPaper(scratch));
            assertThat(seance.run("plan", MicroRun.RECIPE).isTheUsersMistake().err())
                    .contains("micro.yaml:22:27: backend 'pytorch' cannot build architecture 'neox' of step"
                            + " 'base': it runs programs of the format torchscript, and the architecture has paper;");
        }

        @Test
        void thatIsNotInstalledIsNamedWithThoseThatAre() throws IOException {
            Seance without =
                    Seance.in(user("missing", ThirdPartyPlugin.neox(scratch)).folder());
            assertThat(without.run("plan", MicroRun.RECIPE).isTheUsersMistake().err())
                    .contains("micro.yaml:22:27: there is no architecture 'neox'", "(have: llama, nanochat)");
        }
    }

    @Nested
    class Refused {

        /** Named with the reason, while recipes that do without it are as good as ever. */
        private void refused(String name, String golden, Path... jars) throws IOException {
            Seance seance = user(name);
            Path plugins = Files.createDirectories(seance.home().resolve(".local/share/seance/plugins"));
            for (Path jar : jars) {
                Files.copy(jar, plugins.resolve(jar.getFileName()));
            }
            Outcome other = seance.run("validate", MicroRun.RECIPE).exits(0);
            Golden.check(golden, seance, other.err());
            assertThat(other.err()).contains(jars[0].getFileName().toString());
            seance.run("validate", "weather.yaml").isTheUsersMistake();
        }

        @Test
        void aFileThatIsNoJar() throws IOException {
            Path jar = Files.createDirectories(scratch.resolve("noise")).resolve("noise.jar");
            Files.writeString(jar, "This was a jar before the download broke off.");
            refused("broken", "plugin-broken", jar);
            Outcome verified = user("verifier").run("plugins", "verify", jar.toString());
            assertThat(verified.isTheUsersMistake().out()).contains(": not valid");
        }

        @Test
        void twoOfOneId() throws IOException {
            refused(
                    "twins",
                    "plugin-twins",
                    plugin.jar(scratch.resolve("twins/almanac-1.jar")),
                    plugin.saying("Plugin-Version", "2.0.0").jar(scratch.resolve("twins/almanac-2.jar")));
        }

        @Test
        void oneForAnotherApi() throws IOException {
            refused(
                    "later",
                    "plugin-other-api",
                    plugin.saying("Plugin-Requires", ">=9.0.0").jar(scratch.resolve("later/almanac-9.jar")));
        }

        @Test
        void oneThatBringsTheApiAlong() throws IOException {
            ThirdPartyPlugin fat = plugin.saying("Plugin-Id", "corpus-almanac")
                    .file("dev/seance/api/corpus/Document.class", new byte[] {1, 2, 3});
            refused("fat", "plugin-bundles-api", fat.jar(scratch.resolve("fat/almanac-all.jar")));
        }
    }
}
