// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that PF4J alone passes over in silence, and the words in which the host does not. */
class RefusalTest {

    private static final String DESCRIBED = "@ExtensionSpec(name = \"idle\", summary = \"Does nothing.\")";

    @TempDir
    Path root;

    private HostFixture installed;
    private Path user;

    @BeforeEach
    void anInstallation() throws IOException {
        installed = HostFixture.in(root);
        user = installed.user();
    }

    private static PluginBuilder trainer(String described, String members) {
        return new PluginBuilder("idle").source("demo.Idle", Sources.trainer("Idle", described, members));
    }

    @Nested
    class OfFiles {

        @Test
        void thatAreNoZip() throws IOException {
            Files.writeString(user.resolve("broken-plugin.zip"), "not a zip");

            assertThat(installed.problems())
                    .containsExactly(
                            "user/broken-plugin.zip: cannot be read: zip END header not found; it is damaged, or"
                                    + " was never a jar or zip: download or build it again");
        }

        @Test
        void whoseLibrariesAreDamaged() throws IOException {
            Path folder = PluginBuilder.corpus("letters").folderIn(user);
            Files.writeString(folder.resolve("lib/other.jar"), "not a jar");

            assertThat(installed.problems())
                    .containsExactly(
                            "user/letters: cannot be read: lib/other.jar: zip END header not found; it is damaged,"
                                    + " or was never a jar or zip: download or build it again");
        }

        @Test
        void thatAreFoldersOfSomethingElse() throws IOException {
            Files.createDirectories(user.resolve("photographs"));

            assertThat(installed.problems())
                    .containsExactly("user/photographs: is not a plugin: there is no plugin.properties at its top");
        }

        @Test
        void thatAreJarsOfSomethingElse() throws IOException {
            Files.copy(PluginBuilder.origin(org.yaml.snakeyaml.Yaml.class), user.resolve("snakeyaml.jar"));

            assertThat(installed.problems())
                    .containsExactly("user/snakeyaml.jar: is not a plugin: its manifest has no Plugin-Id");
        }

        @Test
        void butNotOfHiddenOnesAndNotes() throws IOException {
            Files.writeString(user.resolve("README.txt"), "mine");
            Files.writeString(user.resolve(".partial.jar"), "half");

            assertThat(installed.problems()).isEmpty();
        }

        @Test
        void thatShareAnId() throws IOException {
            PluginBuilder.corpus("letters").jarIn(user);
            PluginBuilder.corpus("letters").folderIn(installed.installation());

            assertThat(installed.problems())
                    .containsExactly(
                            "installation/letters: has the plugin id 'letters', and so has user/letters.jar; neither is"
                                    + " used until one of them is removed",
                            "user/letters.jar: has the plugin id 'letters', and so has installation/letters; neither is"
                                    + " used until one of them is removed");
        }
    }

    @Nested
    class OfDescriptors {

        @Test
        void withoutAVersion() throws IOException {
            PluginBuilder.corpus("letters").without("version").jarIn(user);

            assertThat(installed.problems())
                    .containsExactly("user/letters.jar: has no version; set Plugin-Version in its manifest");
        }

        @Test
        void withAnIdThatIsNone() throws IOException {
            Path folder = PluginBuilder.corpus("letters").folderIn(user);
            Files.writeString(folder.resolve("plugin.properties"), "plugin.id=a letter");

            assertThat(installed.problems())
                    .containsExactly("user/letters: is not a plugin: plugin.properties has no plugin id of letters,"
                            + " digits, dots and hyphens (a letter)");
        }

        @Test
        void forAnotherApi() throws IOException {
            PluginBuilder.corpus("letters").set("requires", ">=9.0.0").jarIn(user);

            assertThat(installed.problems())
                    .containsExactly("user/letters.jar: requires Seance API >=9.0.0, this is 0.1.0; install a version"
                            + " of the plugin made for it");
        }

        @Test
        void thatRequireNothing() throws IOException {
            PluginBuilder.corpus("letters").without("requires").folderIn(user);

            assertThat(installed.problems())
                    .containsExactly("user/letters: does not say which versions of the Seance API it works with; set"
                            + " plugin.requires in plugin.properties, for example to: >=0.1.0");
        }

        @Test
        void thatRequireGibberish() throws IOException {
            PluginBuilder.corpus("letters").set("requires", "the latest").jarIn(user);

            assertThat(installed.problems())
                    .containsExactly("user/letters.jar: says which Seance API it requires in a way that cannot be"
                            + " understood: 'the latest' is not a range of versions; write, for example: >=0.1.0");
        }

        @Test
        void withAPluginClassAndDependencies() throws IOException {
            PluginBuilder.corpus("letters")
                    .set("dependencies", "alphabet@1.0.0")
                    .set("class", "demo.LettersPlugin")
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/letters.jar: depends on plugin 'alphabet'; plugins stand alone: put what it needs from"
                                    + " there into its own lib/",
                            "user/letters.jar: has a plugin class, demo.LettersPlugin, which would never run: extensions"
                                    + " are all there is to a plugin; do its work in their constructors");
        }
    }

    @Nested
    class OfClasses {

        @Test
        void thatTheHostProvides() throws IOException {
            Path folder = PluginBuilder.corpus("letters").folderIn(user);
            new PluginBuilder("fat")
                    .file("dev/seance/api/corpus/Document.class", new byte[] {1})
                    .libraryIn(folder.resolve("lib"));

            assertThat(installed.problems())
                    .containsExactly(
                            "user/letters: brings its own dev.seance.api.corpus.Document (in lib/fat.jar), which"
                                    + " the host provides; give framework-api the scope 'provided' and build it again");
        }

        @Test
        void thatTheHostProvidesForLogging() throws IOException {
            PluginBuilder.corpus("letters")
                    .file("org/slf4j/bridge/SLF4JBridgeHandler.class", new byte[] {1})
                    .file("META-INF/versions/9/org/slf4j/spi/MDCAdapter.class", new byte[] {1})
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly("user/letters.jar: brings its own org.slf4j.spi.MDCAdapter (in letters.jar), which"
                            + " the host provides; give slf4j-api the scope 'provided' and build it again");
        }

        @Test
        void whoseLibraryIsMissing() throws IOException {
            Path library = new PluginBuilder("base")
                    .source("lib.Base", "package lib; public class Base {}")
                    .libraryIn(root.resolve("libraries"));
            new PluginBuilder("letters")
                    .library(library)
                    .forgettingLibraries()
                    .source(
                            "demo.Letters",
                            Sources.corpus("Letters", "letters", "")
                                    .replace("class Letters ", "class Letters extends lib.Base "))
                    .folderIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/letters: extension demo.Letters cannot be linked: class lib.Base is not in the"
                                    + " plugin; put the library that has it into lib/");
        }

        @Test
        void whoseOptionsNeedAMissingLibrary() throws IOException {
            Path library = new PluginBuilder("base")
                    .source("lib.Mode", "package lib; public enum Mode { ONE }")
                    .libraryIn(root.resolve("libraries"));
            new PluginBuilder("letters")
                    .library(library)
                    .forgettingLibraries()
                    .source(
                            "demo.Letters",
                            Sources.corpus("Letters", "letters", "")
                                    .replace(
                                            "\"abc\") String letters",
                                            "\"abc\") String letters, @Option(doc = \"How.\") lib.Mode mode"))
                    .folderIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/letters: extension demo.Letters cannot be linked: class lib.Mode is not in the"
                                    + " plugin; put the library that has it into lib/");
        }

        @Test
        void thatTheIndexNamesInVain() throws IOException {
            PluginBuilder.corpus("letters")
                    .notIndexed()
                    .file("META-INF/extensions.idx", PluginBuilder.bytes("demo.Letters", "demo.Gone"))
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/letters.jar: extension demo.Gone cannot be linked: the index names it, but it"
                                    + " is not in the plugin; build the plugin from clean");
        }

        @Test
        void withoutAnIndex() throws IOException {
            PluginBuilder.corpus("letters").notIndexed().jarIn(user);

            assertThat(installed.problems())
                    .containsExactly("user/letters.jar: was built without annotation processing: PF4J's index"
                            + " META-INF/extensions.idx is missing; compile it with the processor"
                            + " org.pf4j.processor.ExtensionAnnotationProcessor");
        }

        @Test
        void withAnEmptyIndex() throws IOException {
            PluginBuilder.corpus("letters")
                    .notIndexed()
                    .file("META-INF/extensions.idx", PluginBuilder.bytes("# Generated by PF4J"))
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/letters.jar: has no extensions: PF4J's index META-INF/extensions.idx is empty;"
                                    + " is there a class with @Extension?");
        }
    }

    @Nested
    class OfExtensions {

        @Test
        void withoutADescription() throws IOException {
            trainer("", "").jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/idle.jar: extension demo.Idle has no @ExtensionSpec, so recipes cannot name it");
        }

        @Test
        void thatExtendNothing() throws IOException {
            new PluginBuilder("idle").source("demo.Idle", """
                            package demo;

                            @org.pf4j.Extension
                            @dev.seance.api.plugin.ExtensionSpec(name = "idle", summary = "Nothing.")
                            public class Idle implements org.pf4j.ExtensionPoint {}
                            """).jarIn(user);

            assertThat(installed.problems())
                    .containsExactly("user/idle.jar: extension demo.Idle implements no extension point (there are:"
                            + " CorpusSource, CorpusFilter, Tokenizer, ModelFamily, ModelBackend, Trainer, DialogueExtractor,"
                            + " SyntheticGenerator, Evaluator, Exporter, Importer, LlmProvider, ModelServer)");
        }

        @Test
        void withSeveralFaultsNamingEach() throws IOException {
            trainer("@ExtensionSpec(name = \"Idle_One\", summary = \" \")", "public Idle(String name) {}")
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/idle.jar: extension demo.Idle is named 'Idle_One'; a name is lower-case words joined by"
                                    + " hyphens",
                            "user/idle.jar: extension demo.Idle has no summary in its @ExtensionSpec",
                            "user/idle.jar: extension demo.Idle has a constructor with parameters and without"
                                    + " jakarta.inject.Inject");
        }

        @Test
        void withUndescribedOptions() throws IOException {
            trainer(
                            "@ExtensionSpec(name = \"idle\", summary = \"Nothing.\", options = Idle.Options.class)",
                            "public record Options(int rate) {}")
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/idle.jar: extension demo.Idle is described wrongly: Options.rate has no @Option");
        }

        @Test
        void thatTakeAnImpossibleNumber() throws IOException {
            trainer(
                            "@ExtensionSpec(name = \"idle\", summary = \"Nothing.\","
                                    + " inputs = @Input(kind = ArtifactKind.CORPUS, min = 2, max = 1))",
                            "")
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/idle.jar: extension demo.Idle is described wrongly: @Input of CORPUS: from 2 to"
                                    + " 1 is not a range");
        }

        @Test
        void withTwoConstructors() throws IOException {
            trainer(DESCRIBED, "public Idle() {} @Inject public Idle(Environment environment) {}")
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/idle.jar: extension demo.Idle has 2 public constructors; it needs exactly one");
        }

        @Test
        void thatAskForWhatNobodyProvides() throws IOException {
            trainer(
                            DESCRIBED,
                            "@Inject public Idle(java.net.http.HttpClient http, jakarta.inject.Provider<Environment> e) {}")
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/idle.jar: extension demo.Idle asks for java.net.http.HttpClient, which nobody"
                                    + " provides; a constructor can have its options (NoOptions) and: Clock, Environment,"
                                    + " LlmGateway, ModelFamilies, RunModels");
        }

        @Test
        void thatAreModelFamiliesAndAskForTheirOptionsInTheConstructor() throws IOException {
            new PluginBuilder("idle").source("demo.Idle", """
                            package demo;

                            import dev.seance.api.model.*;
                            import dev.seance.api.plugin.*;
                            import jakarta.inject.Inject;
                            import java.util.List;
                            import org.pf4j.Extension;

                            @Extension
                            @ExtensionSpec(name = "idle", summary = "Does nothing.", options = Idle.Options.class)
                            public class Idle implements ModelFamily<Idle.Options> {

                                public record Options() {}

                                @Inject
                                public Idle(Options options) {}

                                @Override
                                public ModelDimensions dimensions(Options options, int vocabularySize) {
                                    return null;
                                }

                                @Override
                                public List<ModelTensor> tensors(ModelDimensions dimensions) {
                                    return List.of();
                                }

                                @Override
                                public ReferenceRun reference(ModelDimensions dimensions) {
                                    return null;
                                }

                                @Override
                                public List<ProgramSource> programs() {
                                    return List.of();
                                }
                            }
                            """).jarIn(user);

            assertThat(installed.problems())
                    .containsExactly("user/idle.jar: extension demo.Idle asks for demo.Idle$Options, which nobody"
                            + " provides; a constructor can have (the options come with each call): Clock,"
                            + " Environment, LlmGateway, ModelFamilies, RunModels");
        }

        @Test
        void ofOneNameInOnePlugin() throws IOException {
            trainer(DESCRIBED, "")
                    .source("demo.Idler", Sources.trainer("Idler", DESCRIBED, ""))
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly("user/idle.jar: has two extensions with one name, trainer 'idle': demo.Idle and"
                            + " demo.Idler");
        }

        @Test
        void ofOneNameInTwoPluginsKeepingTheRestOfBoth() throws IOException {
            trainer(DESCRIBED, "").jarIn(user);
            PluginBuilder.corpus("letters")
                    .source("demo.Idler", Sources.trainer("Idler", DESCRIBED, ""))
                    .jarIn(user);

            assertThat(installed.problems())
                    .containsExactly(
                            "user/idle.jar: plugin idle has a trainer 'idle', and so has plugin letters"
                                    + " (user/letters.jar); neither of the two is used until one plugin is removed",
                            "user/letters.jar: plugin letters has a trainer 'idle', and so has plugin idle"
                                    + " (user/idle.jar); neither of the two is used until one plugin is removed");
            try (PluginHost host = installed.open()) {
                assertThat(host.catalog().extensions())
                        .extracting(InstalledExtension::title)
                        .containsExactly("corpus source 'letters'");
            }
        }
    }

    @Test
    void ofOnePluginLeavesTheOthersAlone() throws Exception {
        PluginBuilder.corpus("letters").jarIn(user);
        PluginBuilder.corpus("numbers").notIndexed().jarIn(user);

        try (PluginHost host = installed.open()) {
            InstalledExtension letters =
                    host.catalog().find(ExtensionKind.CORPUS, "letters").orElseThrow();

            assertThat(host.create(CorpusSource.class, letters, HostFixture.options(letters, "ab"))
                            .splits())
                    .hasSize(1);
            assertThat(host.catalog().plugins()).extracting(InstalledPlugin::id).containsExactly("letters");
            assertThat(host.catalog().problems())
                    .extracting(PluginProblem::file)
                    .isEqualTo(List.of(user.resolve("numbers.jar")));
        }
    }

    @Test
    void ofAnInstallationWithoutPlugins() throws IOException {
        Files.delete(installed.installation());

        assertThat(installed.problems())
                .containsExactly("installation: is not there; the installation is damaged, install Seance again");
    }
}
