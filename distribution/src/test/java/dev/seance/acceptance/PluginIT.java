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
        plugin = ThirdPartyPlugin.compiled(scratch);
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

        assertThat(seance.run("plugins", "verify", jar).exits(0).out()).contains("'almanac'", "a good plugin");
        assertThat(seance.run("plugins", "install", jar).exits(0).out()).contains("installed corpus-almanac 1.2.0");
        assertThat(seance.home().resolve(".local/share/seance/plugins")).isNotEmptyDirectory();
        seance.run("run", "weather.yaml").exits(0);
        assertThat(seance.run("plugins", "remove", "corpus-almanac").exits(0).out())
                .contains("removed ");
        seance.run("validate", "weather.yaml").isTheUsersMistake();
        seance.run("plugins", "remove", "corpus-almanac").isTheUsersMistake();
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
            assertThat(verified.isTheUsersMistake().out()).contains("would be refused");
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
