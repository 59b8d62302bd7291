// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.TagTemplate;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.EvaluatorContract;
import dev.seance.api.model.Conditioning;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.ScriptedBackend;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class BitsPerByteEvaluatorTest extends EvaluatorContract {

    private static final String TEXT = "The lamp was lit, and the rain fell upon the quay.";
    private static final double THREE_BITS = 3 * Math.log(2);

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return BitsPerByteEvaluator.class;
    }

    @Override
    protected Evaluator evaluator() {
        return new BitsPerByteEvaluator(BitsPerByteOptions.DEFAULT);
    }

    @Override
    protected StepInputs inputs() throws IOException {
        return inputs(toy("base", 1), toy("other-one", 2));
    }

    @Test
    void isBitsOverBytes() throws IOException {
        Evaluation found =
                evaluate(BitsPerByteOptions.DEFAULT, inputs(new ScriptedBackend(THREE_BITS).model("base", 16)));
        assertThat(found.metrics()).containsOnlyKeys("bitsPerByte", "nanochatBitsPerByte");
        assertThat(found.metrics().get("bitsPerByte")).isCloseTo(3, Offset.offset(1e-9));
    }

    @Test
    void predictsEveryTokenOnceFromHalfAContextOrTheBeginning() throws IOException {
        ScriptedBackend backend = new ScriptedBackend(THREE_BITS);
        evaluate(new BitsPerByteOptions(Optional.empty(), Optional.empty(), 40), inputs(backend.model("base", 16)));
        List<String> beginnings = new ArrayList<>();
        StringBuilder others = new StringBuilder();
        for (TokenBatch batch : backend.scored()) {
            assertThat(batch.length()).isEqualTo(16);
            assertThat(batch.rows()).isLessThanOrEqualTo(2);
            for (int row = 0; row < batch.rows(); row++) {
                int[] in = Arrays.copyOfRange(batch.inputs(), row * 16, row * 16 + 16);
                int[] out = Arrays.copyOfRange(batch.targets(), row * 16, row * 16 + 16);
                int first = IntStream.range(0, 16)
                        .filter(i -> out[i] != TokenBatch.IGNORED)
                        .findFirst()
                        .orElseThrow();
                for (int i = 0; i < 15; i++) {
                    assertThat(out[i] == TokenBatch.IGNORED || out[i + 1] == TokenBatch.IGNORED || in[i + 1] == out[i])
                            .as("each token is predicted from those before it")
                            .isTrue();
                }
                String scored = ScriptedBackend.VOCABULARY.decode(IntStream.of(out)
                        .filter(target -> target != TokenBatch.IGNORED)
                        .toArray());
                if (in[0] == 0) {
                    assertThat(first)
                            .as("a document's beginning is scored whole")
                            .isZero();
                    beginnings.add(scored);
                } else {
                    assertThat(first).as("half a context before it").isGreaterThanOrEqualTo(8);
                    String before = TEXT.substring(0, 16 + others.length());
                    assertThat(before)
                            .as("what is read before it stands there")
                            .endsWith(ScriptedBackend.VOCABULARY.decode(Arrays.copyOf(in, first + 1)));
                    others.append(scored);
                }
            }
        }
        assertThat(beginnings)
                .as("the document token stands where a document starts")
                .hasSize(2);
        assertThat(beginnings.get(0) + others).isEqualTo(TEXT);
        assertThat(beginnings.get(1)).isEqualTo("Short.");
    }

    @Test
    void namesEachModelWhenThereAreSeveral() throws IOException {
        assertThat(evaluate(BitsPerByteOptions.DEFAULT, inputs()).metrics())
                .containsOnlyKeys(
                        "bitsPerByte",
                        "bitsPerByteBase",
                        "bitsPerByteOtherOne",
                        "nanochatBitsPerByte",
                        "nanochatBitsPerByteBase",
                        "nanochatBitsPerByteOtherOne");
    }

    @Test
    void doesNotDependOnTheBatch() throws IOException {
        double one = evaluate(new BitsPerByteOptions(Optional.empty(), Optional.empty(), 1), inputs())
                .metrics()
                .get("bitsPerByte");
        assertThat(evaluate(BitsPerByteOptions.DEFAULT, inputs()).metrics().get("bitsPerByte"))
                .isCloseTo(one, Offset.offset(1e-9));
    }

    @Test
    void failsAboveTheGate() throws IOException {
        BitsPerByteOptions gate = new BitsPerByteOptions(Optional.empty(), Optional.of(2.5), 8192);
        assertThat(evaluate(gate, inputs(new ScriptedBackend(THREE_BITS).model("base", 16)))
                        .failures())
                .containsExactly("model 'base' needs 3.0000 bits per byte, the limit is 2.5");
    }

    @Test
    void scoresTheFirstDocumentsAlone() throws IOException {
        ScriptedBackend backend = new ScriptedBackend(THREE_BITS);
        evaluate(new BitsPerByteOptions(Optional.of(1), Optional.empty(), 8192), inputs(backend.model("base", 16)));
        assertThat(backend.scored().stream().mapToInt(TokenBatch::targetCount).sum())
                .isEqualTo(TEXT.length());
    }

    @Test
    void saysWhatToDoWithoutValidationDocuments() {
        StepInputs nothing = new StepInputs(
                List.of(MemoryCorpus.ofTexts(TEXT)),
                List.of(),
                List.of(new ScriptedBackend(1).model("base", 16)),
                List.of());
        assertThatThrownBy(() -> evaluate(BitsPerByteOptions.DEFAULT, nothing))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("corpus 'books' has no validation documents");
    }

    @Test
    void saysWhatToLowerWhenMemoryRunsOut() {
        List<TokenBatch> full = new ArrayList<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean add(TokenBatch batch) {
                throw new OutOfMemoryError("Java heap space");
            }
        };
        ScriptedBackend backend = new ScriptedBackend(Map.of(), 0, full);
        assertThatThrownBy(() -> evaluate(BitsPerByteOptions.DEFAULT, inputs(backend.model("base", 16))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("out of memory: Java has ")
                .hasMessageContaining("; lower batch-tokens (now 8192), or give Java more");
    }

    @Test
    void stopsWhenAsked() {
        TestContext context = new TestContext(workspace, 1).stoppingWhen(() -> true);
        assertThatThrownBy(() -> evaluator().evaluate(inputs(), context)).isInstanceOf(StopException.class);
    }

    private Evaluation evaluate(BitsPerByteOptions options, StepInputs inputs) throws IOException {
        return new BitsPerByteEvaluator(options).evaluate(inputs, new TestContext(workspace, 1));
    }

    @Test
    void tagsStandBeforeEveryWindowAndAreNotScored() throws IOException {
        ScriptedBackend backend = new ScriptedBackend(1);
        TrainedModel plain = backend.model("base", 16);
        TrainedModel tagged = new TrainedModel(
                "base",
                plain.folder(),
                plain.config(),
                plain.vocabulary(),
                Conditioning.tagged(new TagTemplate("[{year}]")),
                backend);
        Document dated = Document.of("dated", "abcdefghijkl").year(1851).build();
        StepInputs inputs = new StepInputs(
                List.of(new MemoryCorpus("books", List.of(), List.of(dated))), List.of(), List.of(tagged), List.of());
        new BitsPerByteEvaluator(BitsPerByteOptions.DEFAULT).evaluate(inputs, new TestContext(workspace, 1));

        TokenBatch batch = backend.scored().get(0);
        assertThat(backend.scored().stream().mapToInt(TokenBatch::targetCount).sum())
                .as("the text alone")
                .isEqualTo(12);
        // Seven tokens of tags leave nine of sixteen for the text.
        assertThat(ScriptedBackend.VOCABULARY.decode(Arrays.copyOfRange(batch.inputs(), 1, 8)))
                .isEqualTo("[1851]\n");
        assertThat(ScriptedBackend.VOCABULARY.decode(
                        Arrays.copyOf(backend.scored().get(1).inputs(), 7)))
                .as("the second window goes on")
                .isEqualTo("[1851]\n");
    }

    private static StepInputs inputs(TrainedModel... models) {
        List<Document> validation = List.of(
                Document.of("long", TEXT).build(),
                Document.of("short", "Short.").build());
        return new StepInputs(
                List.of(new MemoryCorpus("books", List.of(), validation)), List.of(), List.of(models), List.of());
    }

    private TrainedModel toy(String name, long seed) throws IOException {
        Path folder = Files.createDirectories(workspace.resolve(name));
        ToyBackend backend = new ToyBackend();
        ModelConfig config =
                ToyFamily.config(new ModelDimensions(1, 8, 1, 1, 8, 16, ScriptedBackend.VOCABULARY.size()));
        try (TrainableModel model = backend.create(config, seed)) {
            model.save(folder, false);
        }
        return new TrainedModel(name, folder, config, ScriptedBackend.VOCABULARY, backend);
    }
}
