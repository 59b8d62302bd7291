// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.plugin.NoOptions;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.api.training.EstimateRequest;
import dev.seance.api.training.Trainer;
import dev.seance.api.training.TrainingEstimate;
import dev.seance.api.training.TrainingJob;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pf4j.ExtensionPoint;

class PluginBoundaryTest {

    /** Stands for the host's loader, so that it can be told from the plugin's, which is this test's own. */
    private final ClassLoader host = new URLClassLoader(new URL[0], null);

    private final ClassLoader plugin = PluginBoundaryTest.class.getClassLoader();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @BeforeEach
    void onAThreadOfTheHost() {
        Thread.currentThread().setContextClassLoader(host);
    }

    @AfterEach
    void andBack() {
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(host);
        Thread.currentThread().setContextClassLoader(before);
    }

    private static <T extends ExtensionPoint> T guarded(ExtensionKind kind, Class<T> point, T extension) {
        InstalledExtension described = new InstalledExtension(
                new InstalledPlugin(
                        "demo",
                        "1.2.3",
                        "",
                        "",
                        "",
                        Path.of("demo.jar"),
                        false,
                        new PluginCode(new PluginContent(Path.of("demo.jar")))),
                kind,
                "demo",
                "A demonstration.",
                OptionsDescriptor.of(NoOptions.class),
                List.of(),
                extension.getClass());
        return point.cast(PluginBoundary.around(extension, point, new PluginCall(described)));
    }

    private static ClassLoader here() {
        return Thread.currentThread().getContextClassLoader();
    }

    /** Does in each method what it is told to. */
    private record Scripted(Work work) implements Trainer {

        interface Work {
            void run() throws Exception;
        }

        @Override
        public TrainingEstimate estimate(EstimateRequest forecast) {
            try {
                work.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return null;
        }

        @Override
        public void train(TrainingJob job, StepContext context) throws IOException {
            try {
                work.run();
            } catch (RuntimeException | IOException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Trainer trainer(Scripted.Work work) {
        return guarded(ExtensionKind.TRAINER, Trainer.class, new Scripted(work));
    }

    @Nested
    class Exceptions {

        static Stream<Exception> contractual() {
            return Stream.of(
                    new UserError("no such file"),
                    new StopException("saved"),
                    new LlmException("busy", true, null),
                    new FileNotFoundException("gone"),
                    new UncheckedIOException(new IOException("full")));
        }

        @ParameterizedTest
        @MethodSource
        void contractual(Exception exception) {
            assertThatThrownBy(() -> trainer(() -> {
                                throw exception;
                            })
                            .train(null, null))
                    .isSameAs(exception);
        }

        @Test
        void unexpectedOnesAreTheFailureOfThePlugin() {
            Trainer trainer = trainer(() -> {
                throw new IllegalStateException("odd");
            });

            assertThatThrownBy(() -> trainer.train(null, null))
                    .isInstanceOfSatisfying(PluginFailure.class, failure -> {
                        assertThat(failure.plugin()).isEqualTo("demo");
                        assertThat(failure.version()).isEqualTo("1.2.3");
                        assertThat(failure.extension()).isEqualTo("trainer 'demo'");
                    })
                    .hasMessage("trainer 'demo' of plugin demo 1.2.3 failed in train:"
                            + " java.lang.IllegalStateException: odd")
                    .hasRootCauseMessage("odd");
        }

        @Test
        void missingClassesAreTheFailureOfThePlugin() {
            Trainer trainer = trainer(() -> {
                throw new NoClassDefFoundError("lib/Gone");
            });

            assertThatThrownBy(() -> trainer.train(null, null)).isInstanceOf(PluginFailure.class);
        }

        @Test
        void promisedByOneMethodPassThereAndNowhereElse() {
            Trainer trainer = trainer(() -> {
                throw new IllegalArgumentException("2 heads do not divide 3");
            });

            assertThatThrownBy(() -> trainer.estimate(null)).isExactlyInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> trainer.train(null, null)).isInstanceOf(PluginFailure.class);
        }

        @Test
        void ofAPluginBehindAPluginAreWrappedOnce() {
            Trainer inner = trainer(() -> {
                throw new IllegalStateException("odd");
            });
            Trainer outer = trainer(() -> inner.train(null, null));

            assertThatThrownBy(() -> outer.train(null, null))
                    .isInstanceOf(PluginFailure.class)
                    .cause()
                    .isExactlyInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class Returned {

        @Test
        void clientsRunInTheContextOfThePluginToo() {
            List<ClassLoader> seen = new ArrayList<>();
            LlmProvider provider = guarded(ExtensionKind.LLM, LlmProvider.class, model -> new LlmClient() {
                @Override
                public LlmReply ask(LlmRequest request) {
                    seen.add(here());
                    throw new IllegalStateException("odd");
                }

                @Override
                public void close() {
                    seen.add(here());
                }
            });

            assertThatThrownBy(() -> {
                        try (LlmClient client = provider.open("any")) {
                            client.ask(null);
                        }
                    })
                    .isInstanceOf(PluginFailure.class)
                    .hasMessageContaining("failed in ask");
            assertThat(seen).containsExactly(plugin, plugin);
        }

        @Test
        void vocabulariesAreEqualWhenThoseBehindThemAre() throws IOException {
            Vocabulary bytes = new ByteVocabulary();
            Tokenizer tokenizer = guarded(ExtensionKind.TOKENIZER, Tokenizer.class, new Tokenizer() {
                @Override
                public int vocabularySize() {
                    return 260;
                }

                @Override
                public Vocabulary train(dev.seance.api.corpus.Corpus corpus, StepContext context) {
                    return bytes;
                }

                @Override
                public Vocabulary load(Path folder) {
                    return bytes;
                }
            });

            Vocabulary trained = tokenizer.train(null, null);
            assertThat(trained).isEqualTo(tokenizer.load(null)).isEqualTo(bytes).hasSameHashCodeAs(bytes);
            assertThat(trained.decode(trained.encode("phantom"))).isEqualTo("phantom");
            assertThat(trained.size()).isEqualTo(bytes.size());
            assertThatThrownBy(() -> trained.bytes(100_000)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> trained.encode(null))
                    .isInstanceOf(PluginFailure.class)
                    .hasMessageContaining("failed in encode");
        }

        @Test
        void extensionsAreEqualOnlyToThemselves() {
            Scripted one = new Scripted(() -> {});
            Trainer proxy = guarded(ExtensionKind.TRAINER, Trainer.class, one);

            assertThat(proxy)
                    .isEqualTo(guarded(ExtensionKind.TRAINER, Trainer.class, one))
                    .isNotEqualTo(trainer(() -> {}))
                    .isNotEqualTo(null)
                    .hasSameHashCodeAs(one)
                    .hasToString(one.toString());
        }
    }

    @Nested
    class Streams {

        private final List<ClassLoader> inPlugin = new ArrayList<>();

        private CorpusSource source(int failAt) {
            return guarded(ExtensionKind.CORPUS, CorpusSource.class, new CorpusSource() {
                @Override
                public String revision() {
                    return "";
                }

                @Override
                public List<InputSplit> splits() {
                    return List.of();
                }

                @Override
                public Stream<Document> read(InputSplit split, BadRecords bad) {
                    return Stream.of(1, 2, 3)
                            .map(number -> {
                                inPlugin.add(here());
                                if (number == failAt) {
                                    throw new IllegalStateException("odd");
                                }
                                return Document.of("d" + number, "text").build();
                            })
                            .onClose(() -> inPlugin.add(here()));
                }
            });
        }

        @Test
        void runLazilyInTheContextOfThePlugin() throws IOException {
            List<ClassLoader> inHost = new ArrayList<>();

            try (Stream<Document> documents = source(0).read(null, BadRecords.FAIL)) {
                assertThat(inPlugin).isEmpty();
                documents.forEach(document -> inHost.add(here()));
            }

            assertThat(inPlugin).containsExactly(plugin, plugin, plugin, plugin);
            assertThat(inHost).containsExactly(host, host, host);
        }

        @Test
        void mayBeReadInPart() throws IOException {
            try (Stream<Document> documents = source(3).read(null, BadRecords.FAIL)) {
                assertThat(documents.limit(2).map(Document::id)).containsExactly("d1", "d2");
            }
            assertThat(inPlugin).containsExactly(plugin, plugin, plugin);
        }

        @Test
        void failAsThePluginDoes() throws IOException {
            try (Stream<Document> documents = source(2).read(null, BadRecords.FAIL)) {
                assertThatThrownBy(documents::toList)
                        .isInstanceOf(PluginFailure.class)
                        .hasMessageContaining("failed in its stream");
            }
        }

        @Test
        void keepTheExceptionsOfTheHost() throws IOException {
            IllegalStateException own = new IllegalStateException("of the host");

            try (Stream<Document> documents = source(0).read(null, BadRecords.FAIL)) {
                assertThatThrownBy(() -> documents.forEach(document -> {
                            throw own;
                        }))
                        .isSameAs(own);
            }
        }
    }
}
