// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.NoOptions;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.BatchLlmProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostTest {

    @TempDir
    Path root;

    private HostFixture installed;

    @BeforeEach
    void anInstallation() throws IOException {
        installed = HostFixture.in(root);
    }

    private static List<String> read(CorpusSource source) throws IOException {
        try (Stream<Document> documents = source.read(source.splits().get(0), BadRecords.FAIL)) {
            return documents.map(Document::text).toList();
        }
    }

    private static CorpusSource letters(PluginHost host, String letters) throws Exception {
        InstalledExtension extension =
                host.catalog().find(ExtensionKind.CORPUS, "letters").orElseThrow();
        return host.create(CorpusSource.class, extension, HostFixture.options(extension, letters));
    }

    @Nested
    class Finds {

        @Test
        void aPlainJarOfAStranger() throws Exception {
            PluginBuilder.corpus("letters").jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                assertThat(host.catalog().problems()).isEmpty();
                assertThat(read(letters(host, "xyz"))).containsExactly("x", "y", "z");
            }
        }

        @Test
        void whatAProviderDoesBesideItsKind() throws Exception {
            new PluginBuilder("batches").source("demo.Batches", """
                            package demo;

                            import dev.seance.api.synthesis.*;

                            @org.pf4j.Extension
                            @dev.seance.api.plugin.ExtensionSpec(name = "batches", summary = "Takes batches.")
                            public class Batches implements BatchLlmProvider {
                                public LlmClient open(String model) {
                                    return null;
                                }

                                public LlmBatchClient openBatches(String model) {
                                    throw new dev.seance.api.run.UserError("no key for " + model);
                                }
                            }
                            """).jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                assertThat(host.catalog().problems()).isEmpty();
                InstalledExtension extension =
                        host.catalog().find(ExtensionKind.LLM, "batches").orElseThrow();
                BatchLlmProvider provider = host.create(BatchLlmProvider.class, extension, new NoOptions());
                assertThatThrownBy(() -> provider.openBatches("any")).hasMessage("no key for any");
            }
        }

        @Test
        void aFolderAsTheDistributionLaysItOut() throws Exception {
            Path library = new PluginBuilder("shouting")
                    .source(
                            "lib.Shout",
                            "package lib; public class Shout { public static String of(String s) {"
                                    + " return s.toUpperCase(); } }")
                    .libraryIn(root.resolve("libraries"));
            new PluginBuilder("letters")
                    .library(library)
                    .source(
                            "demo.Letters",
                            Sources.corpus("Letters", "letters", "")
                                    .replace("return options.letters() +", "return lib.Shout.of(options.letters()) +"))
                    .folderIn(installed.installation());

            try (PluginHost host = installed.open()) {
                assertThat(letters(host, "abc").revision()).isEqualTo("ABC on 3 threads");
                assertThat(host.catalog().plugins())
                        .containsExactly(new InstalledPlugin(
                                "letters",
                                "1.0.0",
                                "A plugin of the tests.",
                                "",
                                "",
                                installed.installation().resolve("letters"),
                                true,
                                new PluginCode(new PluginContent(
                                        installed.installation().resolve("letters")))));
            }
        }

        @Test
        void aZipAndUnpacksItOnceIntoTheCache() throws Exception {
            PluginBuilder.corpus("letters").zipIn(installed.installation());
            List<Path> before = files(installed.installation());

            try (PluginHost host = installed.open()) {
                assertThat(read(letters(host, "ab"))).containsExactly("a", "b");
            }
            List<Path> unpacked = files(installed.cache());
            try (PluginHost host = installed.open()) {
                assertThat(read(letters(host, "ab"))).containsExactly("a", "b");
            }

            assertThat(unpacked).anyMatch(file -> file.endsWith("lib/plugin.jar"));
            assertThat(files(installed.cache())).isEqualTo(unpacked);
            assertThat(files(installed.installation())).isEqualTo(before);
        }

        @Test
        void ofTheInstallationOnlyWhatACommandAsksFor() throws Exception {
            PluginBuilder.corpus("letters").folderIn(installed.installation());
            PluginBuilder.corpus("stranger").jarIn(installed.user());

            try (PluginHost host = installed.open(Set.of(ExtensionKind.CORPUS, ExtensionKind.TOKENIZER))) {
                assertThat(host.catalog().plugins())
                        .extracting(InstalledPlugin::id)
                        .contains("letters", "stranger");
            }
            try (PluginHost host = installed.open(Set.of(ExtensionKind.TOKENIZER))) {
                assertThat(host.catalog().plugins())
                        .extracting(InstalledPlugin::id)
                        .containsExactly("stranger");
                assertThat(host.catalog().problems()).isEmpty();
            }
        }

        @Test
        void extensionsWithoutRunningTheirCode() throws Exception {
            new PluginBuilder("touchy")
                    .source(
                            "demo.Touchy",
                            Sources.corpus(
                                    "Touchy",
                                    "touchy",
                                    "static { if (true) throw new IllegalStateException(\"initialised\"); }"))
                    .jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                InstalledExtension touchy =
                        host.catalog().find(ExtensionKind.CORPUS, "touchy").orElseThrow();

                assertThat(host.catalog().problems()).isEmpty();
                assertThat(touchy.summary()).isEqualTo("Letters of the alphabet.");
                assertThat(touchy.options().option("letters").orElseThrow().doc())
                        .isEqualTo("The letters.");
                assertThatThrownBy(() -> host.create(CorpusSource.class, touchy, HostFixture.options(touchy, "a")))
                        .isInstanceOf(PluginFailure.class)
                        .hasMessageContaining("corpus source 'touchy' of plugin touchy 1.0.0 cannot be made")
                        .hasRootCauseMessage("initialised");
            }
        }

        private static List<Path> files(Path folder) throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.sorted().toList();
            }
        }
    }

    @Nested
    class Makes {

        @Test
        void anInstancePerCallWithItsOwnOptions() throws Exception {
            PluginBuilder.corpus("letters").jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                CorpusSource one = letters(host, "one");
                CorpusSource other = letters(host, "other");

                assertThat(one.revision()).isEqualTo("one on 3 threads");
                assertThat(other.revision()).isEqualTo("other on 3 threads");
                assertThat(one).isEqualTo(one).isNotEqualTo(other);
            }
        }

        @Test
        void anExtensionWithoutOptionsByAPlainConstructor() throws Exception {
            new PluginBuilder("keep").source("demo.Keep", FILTER).jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                InstalledExtension keep =
                        host.catalog().find(ExtensionKind.FILTER, "keep").orElseThrow();
                CorpusFilter filter = host.create(CorpusFilter.class, keep, new NoOptions());

                assertThat(filter).isInstanceOf(DocumentFilter.class);
                assertThat(((DocumentFilter) filter)
                                .judge(Document.of("a", "text").build()))
                        .isEqualTo(Verdict.kept());
            }
        }

        @Test
        void nothingOfTheWrongOptions() throws Exception {
            PluginBuilder.corpus("letters").jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                InstalledExtension letters =
                        host.catalog().extensions(ExtensionKind.CORPUS).get(0);

                assertThatThrownBy(() -> host.create(CorpusSource.class, letters, new NoOptions()))
                        .hasMessage("corpus source 'letters' has the options demo.Letters$Options, not"
                                + " dev.seance.api.plugin.NoOptions");
            }
        }

        @Test
        void aGatewayWithoutNamesUnlessGivenOne() throws Exception {
            new PluginBuilder("asking")
                    .source(
                            "demo.Asking",
                            Sources.corpus("Asking", "asking", "")
                                    .replace(
                                            "this.options = options;",
                                            "this.options = options; llms.client(\"haiku\");"))
                    .jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                InstalledExtension asking =
                        host.catalog().extensions(ExtensionKind.CORPUS).get(0);
                Record options = HostFixture.options(asking, "a");

                assertThatThrownBy(() -> host.create(CorpusSource.class, asking, options))
                        .isInstanceOf(UserError.class)
                        .hasMessage("there is no language model 'haiku': none is set up here");
                assertThat(host.create(CorpusSource.class, asking, options, name -> null))
                        .isNotNull();
            }
        }

        @Test
        void nothingThatAsksInAFieldForWhatNobodyProvides() throws Exception {
            new PluginBuilder("asking")
                    .source("demo.Asking", Sources.corpus("Asking", "asking", "@Inject java.net.http.HttpClient http;"))
                    .jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                InstalledExtension asking =
                        host.catalog().extensions(ExtensionKind.CORPUS).get(0);

                assertThatThrownBy(() -> host.create(CorpusSource.class, asking, HostFixture.options(asking, "a")))
                        .isInstanceOf(PluginFailure.class)
                        .hasMessage("corpus source 'asking' of plugin asking 1.0.0 cannot be made: Explicit bindings"
                                + " are required and java.net.http.HttpClient is not explicitly bound. (beside its options it"
                                + " can have: Clock, Environment, LlmGateway, ModelFamilies, RunModels)");
            }
        }

        private static final String FILTER = """
                package demo;

                @org.pf4j.Extension
                @dev.seance.api.plugin.ExtensionSpec(name = "keep", summary = "Keeps all.")
                class Keep implements dev.seance.api.corpus.DocumentFilter {
                    public Keep() {}

                    @Override
                    public dev.seance.api.corpus.Verdict judge(dev.seance.api.corpus.Document document) {
                        return dev.seance.api.corpus.Verdict.kept();
                    }
                }
                """;
    }

    @Nested
    class Isolates {

        private String seen(String expression) throws Exception {
            PluginBuilder.corpus("letters")
                    .source(
                            "demo.Letters",
                            Sources.corpus("Letters", "letters", "")
                                    .replace(
                                            "return options.letters() + \" on \" + environment.threads() + \" threads\";",
                                            "return String.valueOf(" + expression + ");"))
                    .jarIn(installed.user());
            try (PluginHost host = installed.open()) {
                return letters(host, "a").revision();
            }
        }

        @Test
        void aPluginFromTheClassesOfTheHost() throws Exception {
            PluginBuilder.corpus("letters")
                    .source(
                            "demo.Letters",
                            Sources.corpus("Letters", "letters", """
                                            static boolean sees(String name) {
                                                try {
                                                    Class.forName(name);
                                                    return true;
                                                } catch (ClassNotFoundException e) {
                                                    return false;
                                                }
                                            }
                                            """)
                                    .replace("return options.letters() +", "return sees(options.letters()) +"))
                    .jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                for (String visible : List.of(
                        "java.sql.Connection",
                        "org.w3c.dom.Node",
                        "dev.seance.api.corpus.Document",
                        "org.pf4j.Extension",
                        "jakarta.inject.Inject",
                        "org.slf4j.LoggerFactory")) {
                    assertThat(letters(host, visible).revision()).as(visible).startsWith("true");
                }
                for (String hidden : List.of(
                        "dev.seance.core.plugins.PluginHost",
                        "com.google.inject.Injector",
                        "com.google.common.base.Strings",
                        "com.fasterxml.jackson.databind.ObjectMapper",
                        "org.yaml.snakeyaml.Yaml",
                        "picocli.CommandLine",
                        "ch.qos.logback.classic.Logger")) {
                    assertThat(letters(host, hidden).revision()).as(hidden).startsWith("false");
                }
            }
        }

        @Test
        void aPluginFromTheResourcesOfTheHost() throws Exception {
            assertThat(seen("Letters.class.getResource(\"/META-INF/services/com.fasterxml.jackson.core.JsonFactory\")"))
                    .isEqualTo("null");
        }

        @Test
        void onePluginFromAnother() throws Exception {
            PluginBuilder.corpus("letters").jarIn(installed.user());
            PluginBuilder.corpus("numbers").jarIn(installed.user());

            try (PluginHost host = installed.open()) {
                assertThat(host.catalog().problems()).isEmpty();
                assertThat(host.catalog().extensions(ExtensionKind.CORPUS))
                        .extracting(InstalledExtension::name)
                        .containsExactly("letters", "numbers");
                assertThat(host.catalog().extensions().stream()
                                .map(InstalledExtension::type)
                                .distinct())
                        .hasSize(2);
            }
        }

        @Test
        void everyCallByTheThreadsContextClassLoader() throws Exception {
            ClassLoader before = Thread.currentThread().getContextClassLoader();

            assertThat(seen("Thread.currentThread().getContextClassLoader() == Letters.class.getClassLoader()"))
                    .isEqualTo("true");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        }
    }

    @Test
    void splitsStayPlainValues() throws Exception {
        PluginBuilder.corpus("letters").jarIn(installed.user());

        try (PluginHost host = installed.open()) {
            assertThat(letters(host, "abc").splits()).containsExactly(new InputSplit("all", "nowhere", 3));
        }
    }
}
