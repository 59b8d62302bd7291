// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.fakes;

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.DialogueExtractor;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.export.Exporter;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.plugin.Option;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmGateway;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * The extensions of a plugin that {@link FakeInstallation} packs: each does the least its point can do. They are loaded
 * by a class loader of their own, so a test talks to them through files in the environment's cache.
 */
public final class Fakes {

    private Fakes() {}

    /** What a test wrote into a file of the cache, or the default. */
    static String told(Environment environment, String file, String otherwise) {
        try {
            Path path = environment.cache().resolve(file);
            return Files.exists(path) ? Files.readString(path) : otherwise;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Dialogue dialogue(String id, String kind, String reply) {
        return new Dialogue(
                id,
                List.of(new Turn(Role.USER, "What of " + id + "?"), new Turn(Role.ASSISTANT, reply)),
                new Origin(kind, "", "", ""));
    }

    /** Letters of the alphabet; the revision is what the test says. */
    @Extension
    @ExtensionSpec(name = "letters", summary = "Letters of the alphabet.", options = Letters.Options.class)
    public static final class Letters implements CorpusSource {

        public record Options(
                @Option(doc = "How many documents.", defaultValue = "6", min = 0, max = 26)
                int documents) {}

        private final Options options;
        private final Environment environment;

        @Inject
        public Letters(Options options, Environment environment) {
            this.options = options;
            this.environment = environment;
        }

        @Override
        public String revision() {
            return told(environment, "revision", "1");
        }

        @Override
        public List<InputSplit> splits() {
            return IntStream.range(0, options.documents())
                    .mapToObj(i -> new InputSplit(Character.toString('a' + i), "", 1))
                    .toList();
        }

        @Override
        public Stream<Document> read(InputSplit split, BadRecords bad) {
            return Stream.of(
                    Document.of(split.id(), (split.id() + " ").repeat(20)).build());
        }
    }

    /** One document that is the path. */
    @Extension
    @ExtensionSpec(name = "folder", summary = "A path as a text.", options = Folder.Options.class, readsOwnTexts = true)
    public static final class Folder implements CorpusSource {

        public record Options(@Option(doc = "The path.") Path path) {}

        private final Options options;

        @Inject
        public Folder(Options options) {
            this.options = options;
        }

        @Override
        public String revision() {
            return options.path().toString();
        }

        @Override
        public List<InputSplit> splits() {
            return List.of(new InputSplit("path", options.path().toString(), 1));
        }

        @Override
        public Stream<Document> read(InputSplit split, BadRecords bad) {
            return Stream.of(Document.of("path", split.location()).build());
        }
    }

    /** Drops what is too short. */
    @Extension
    @ExtensionSpec(name = "long-enough", summary = "Drops short documents.", options = LongEnough.Options.class)
    public static final class LongEnough implements DocumentFilter {

        public record Options(
                @Option(doc = "Words.", defaultValue = "1", min = 0)
                int words) {}

        private final Options options;

        @Inject
        public LongEnough(Options options) {
            this.options = options;
        }

        @Override
        public Verdict judge(Document document) {
            return document.words() < options.words() ? Verdict.dropped("too short", "") : Verdict.kept();
        }
    }

    /** Bytes. */
    @Extension
    @ExtensionSpec(name = "bytes", summary = "Bytes as tokens.")
    public static final class Bytes implements Tokenizer {

        @Override
        public int vocabularySize() {
            return new ByteVocabulary().size();
        }

        @Override
        public Vocabulary train(Corpus corpus, StepContext context) {
            return new ByteVocabulary();
        }

        @Override
        public Vocabulary load(Path folder) {
            return new ByteVocabulary();
        }
    }

    /** A dialogue a document. */
    @Extension
    @ExtensionSpec(name = "quotes", summary = "Makes the documents speak.")
    public static final class Quotes implements DialogueExtractor {

        @Override
        public Stream<Dialogue> extract(Document document) {
            return Stream.of(dialogue(document.id(), "fiction", document.text()));
        }
    }

    /** Rewrites dialogues, or makes some up; asks a language model when it is given one. */
    @Extension
    @ExtensionSpec(
            name = "echo",
            summary = "Says things again.",
            options = Echo.Options.class,
            inputs = @Input(kind = ArtifactKind.DIALOGUES, min = 0, max = 2))
    public static final class Echo implements SyntheticGenerator {

        public record Options(
                @Option(doc = "Whom to ask.", llm = true) Optional<String> llm) {}

        private final Options options;
        private final LlmGateway llms;

        @Inject
        public Echo(Options options, LlmGateway llms) {
            this.options = options;
            this.llms = llms;
        }

        @Override
        public SynthesisSession open(StepInputs inputs, StepContext context) {
            long given = inputs.dialogues().stream().mapToLong(Dialogues::count).sum();
            return new SynthesisSession() {
                @Override
                public List<String> items() {
                    return List.of("one", "two", "of " + given);
                }

                @Override
                public Generated generate(String item) {
                    String reply = options.llm()
                            .map(name -> llms.client(name)
                                    .ask(new LlmRequest("", List.of(new Turn(Role.USER, item)), 0, 9))
                                    .text())
                            .orElse("echo " + item);
                    return Generated.of(List.of(dialogue(item, "llm", reply)));
                }
            };
        }
    }

    /** Repeats the question; keeps a tally of its answers and closings. */
    @Extension
    @ExtensionSpec(name = "parrot", summary = "Repeats.", options = Parrot.Options.class)
    public static final class Parrot implements LlmProvider {

        public record Options(
                @Option(doc = "How.", defaultValue = "loud") String voice) {}

        private final Options options;
        private final Environment environment;

        @Inject
        public Parrot(Options options, Environment environment) {
            this.options = options;
            this.environment = environment;
        }

        @Override
        public LlmClient open(String model) {
            return new LlmClient() {
                @Override
                public LlmReply ask(LlmRequest request) {
                    tally("asked\n");
                    String asked = request.turns().get(0).text();
                    return new LlmReply(model + ", " + options.voice() + ": " + asked, FinishReason.STOP, 1, 1);
                }

                @Override
                public void close() {
                    tally("closed\n");
                }
            };
        }

        private synchronized void tally(String line) {
            try {
                Files.createDirectories(environment.cache());
                Files.writeString(
                        environment.cache().resolve("parrot"),
                        line,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Counts; its gate fails, or it fails itself, when the test says so. */
    @Extension
    @ExtensionSpec(
            name = "count",
            summary = "Counts.",
            inputs = {
                @Input(kind = ArtifactKind.CORPUS, min = 0, max = Integer.MAX_VALUE),
                @Input(kind = ArtifactKind.MODEL, min = 0)
            })
    public static final class Count implements Evaluator {

        private final Environment environment;

        @Inject
        public Count(Environment environment) {
            this.environment = environment;
        }

        @Override
        public Evaluation evaluate(StepInputs inputs, StepContext context) {
            if (!told(environment, "fail", "").isEmpty()) {
                throw new UserError(told(environment, "fail", ""));
            }
            String gate = told(environment, "gate", "");
            return new Evaluation(
                    Map.of("corpora", (double) inputs.corpora().size(), "models", (double)
                            inputs.models().size()),
                    List.of(new ReportBlock.Paragraph("Counted.")),
                    gate.isEmpty() ? List.of() : List.of(gate));
        }
    }

    /** Copies the weights. */
    @Extension
    @ExtensionSpec(name = "copy", summary = "Copies the weights.")
    public static final class Copy implements Exporter {

        @Override
        public List<Path> export(TrainedModel model, Path folder, StepContext context) throws IOException {
            Files.copy(model.folder().resolve(TrainableModel.WEIGHTS), folder.resolve("weights"));
            return List.of(Path.of("weights"));
        }
    }
}
