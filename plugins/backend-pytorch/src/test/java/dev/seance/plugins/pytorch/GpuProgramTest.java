// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.seance.api.model.DecodingBatch;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Precision;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.reference.Matrix;
import dev.seance.api.testing.reference.RandomTensors;
import dev.seance.api.testing.reference.ReferenceModel;
import dev.seance.api.testing.reference.Restored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The programs' ways for a GPU, taken on a CPU in fp32 and held to the reference like those for a CPU. Of FlashAttention a
 * CPU's libtorch has the declaration, which the text has to fit, and no kernel: plain products stand in for it, with its
 * layout, its windows and its results.
 */
class GpuProgramTest {
    private static final double LOSS = 1e-6;

    /** Loaded for its declarations alone. */
    private static final String FORWARD = "torch._flash_attention_forward(";

    private static final String BACKWARD = "torch._flash_attention_backward(";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void plainProductsGiveTheReferencesLossAndGradients(ReferenceShapes shape) throws IOException {
        lossAndGradientsAreThoseOfTheReference(shape, text(shape.shape(), false));
    }

    @ParameterizedTest
    @EnumSource
    void flashAttentionGivesTheReferencesLossAndGradients(ReferenceShapes shape) throws IOException {
        lossAndGradientsAreThoseOfTheReference(shape, standIn(text(shape.shape(), true)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_VOCABULARY")
    void theTextFitsTheDeclarationsOfFlashAttention(ReferenceShapes shape) {
        String text = text(shape.shape(), true);
        assertThat(text).contains(FORWARD, BACKWARD);
        program(shape.shape(), text).close();
    }

    /** A text read in pieces, some of one token and some of more, and longer than the windows, ends as it does in one. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_WINDOWS")
    void readingInPiecesIsReadingAtOnce(ReferenceShapes shape) throws IOException {
        int[] tokens = shape.batch(1, 5).inputs();
        try (TrainableModel model =
                        model(shape.shape(), RandomTensors.of(shape.shape(), 11), standIn(text(shape.shape(), true)));
                DecodingSession whole = model.languageModel().decode();
                DecodingSession pieces = model.languageModel().decode()) {
            float[] expected = new float[shape.shape().vocabularySize()];
            float[] found = new float[expected.length];
            whole.append(tokens, expected);
            for (int[] bounds : new int[][] {{0, 150}, {150, 151}, {151, 240}, {240, 241}, {241, tokens.length}}) {
                pieces.append(Arrays.copyOfRange(tokens, bounds[0], bounds[1]), found);
            }
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    /** Texts of different lengths, read on together by a token each, get the logits that each gets alone. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_VOCABULARY")
    void textsReadTogetherAreReadAsAlone(ReferenceShapes shape) throws IOException {
        int[] tokens = shape.batch(1, 5).inputs();
        int[] lengths = {tokens.length / 2, 3, tokens.length - 1};
        float[][] expected = new float[lengths.length][shape.shape().vocabularySize()];
        float[][] found = new float[lengths.length][shape.shape().vocabularySize()];
        String text = standIn(text(shape.shape(), true));
        try (TrainableModel model = model(shape.shape(), RandomTensors.of(shape.shape(), 11), text);
                DecodingBatch batch = model.languageModel().decodeTogether(lengths.length)) {
            int[] next = new int[lengths.length];
            for (int slot = 0; slot < lengths.length; slot++) {
                batch.append(slot, Arrays.copyOf(tokens, lengths[slot]), found[slot]);
                next[slot] = tokens[lengths[slot]];
                try (DecodingSession alone = model.languageModel().decode()) {
                    alone.append(Arrays.copyOf(tokens, lengths[slot] + 1), expected[slot]);
                }
            }
            batch.step(new int[] {0, 1, 2}, next, found);
        }
        for (int slot = 0; slot < lengths.length; slot++) {
            for (int i = 0; i < expected[slot].length; i++) {
                assertThat(found[slot][i]).as("slot %d", slot).isCloseTo(expected[slot][i], within(1e-5f));
            }
        }
    }

    @Test
    void aPassThatFailsEndsItsBatchAndHarmsNoOtherText() throws IOException {
        ReferenceShapes shape = ReferenceShapes.NANOCHAT_WINDOWS;
        int[] tokens = shape.batch(1, 5).inputs();
        float[] expected = new float[shape.shape().vocabularySize()];
        float[] found = new float[expected.length];
        // In the middle, when what it is about is noted already.
        String text = standIn(text(shape.shape(), true))
                .replace("whole = self.batches[int(number)]", "whole = self.batches[int(number) + 1000]");
        try (TrainableModel model = model(shape.shape(), RandomTensors.of(shape.shape(), 11), text);
                DecodingSession whole = model.languageModel().decode();
                DecodingSession cut = model.languageModel().decode();
                DecodingBatch batch = model.languageModel().decodeTogether(2)) {
            whole.append(Arrays.copyOf(tokens, 9), expected);
            cut.append(Arrays.copyOf(tokens, 8), found);
            batch.append(0, new int[] {1}, new float[expected.length]);
            batch.append(1, new int[] {2}, new float[expected.length]);
            float[][] logits = new float[2][expected.length];
            assertThatThrownBy(() -> batch.step(new int[] {0, 1}, new int[] {3, 4}, logits))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> batch.append(0, new int[] {5}, logits[0])).hasMessage("this batch is closed");
            cut.append(new int[] {tokens[8]}, found);
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    private void lossAndGradientsAreThoseOfTheReference(ReferenceShapes shape, String text) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 11);
        TokenBatch batch = shape.batch(3, 12);
        double scale = 1.0 / batch.targetCount();
        double nats = new ReferenceModel(shape.shape(), tensors).nats(batch);
        try (TrainableModel model = model(shape.shape(), tensors, text)) {
            assertThat(model.score(batch).nats()).isCloseTo(nats, within(LOSS * nats));
            assertThat(model.accumulate(batch, scale).nats()).isCloseTo(nats, within(LOSS * nats));
            Yardstick.ofGradients(shape.shape(), tensors, batch, scale, Precision.FP32, Distance.MAX)
                    .agree(Restored.gradients(model, folder));
        }
    }

    private static String text(ModelConfig shape, boolean flash) {
        Map<String, Object> constants = new LinkedHashMap<>(ModelProgram.constants(shape, Precision.FP32, true));
        constants.put("flash", flash);
        return ModelProgram.text(source(shape), constants);
    }

    private static ProgramSource source(ModelConfig shape) {
        return Families.ALL.family(shape.architecture()).programs().get(0);
    }

    private TrainableModel model(ModelConfig shape, Map<String, Matrix> tensors, String text) throws IOException {
        Program program = program(shape, text);
        Restored.write(shape, tensors, folder);
        ProgramTensors.restore(program, shape, Families.ALL, folder, true);
        return new PyTorchTrainableModel(
                program, shape, Precision.FP32, TrainingThroughput.unsaved(shape), Map.of(), Map.of());
    }

    private static Program program(ModelConfig shape, String text) {
        Libtorch libtorch = Libtorch.open(Fixtures.ENVIRONMENT, 1);
        return ModelProgram.load(libtorch, Device.cpu(), shape, source(shape), text);
    }

    /**
     * The text with methods of its own in place of the operators. They take what the operators take, [B, T, heads, K], and
     * line the last query up with the last key.
     */
    private static String standIn(String text) {
        return text.replace(FORWARD, "self.stand_in(").replace(BACKWARD, "self.stand_in_back(") + """

                  def stand_in_mask(self, T: int, seen: int, left: int) -> Tensor:
                    if left < 0:
                      left = seen
                    return self.mask(T, seen - T, left)

                  def stand_in_heads(self, x: Tensor, heads: int) -> Tensor:
                    return torch.transpose(torch.repeat_interleave(x, heads // torch.size(x, 2), 2), 1, 2)

                  def stand_in(self, q: Tensor, k: Tensor, v: Tensor, cum_q: Optional[Tensor], cum_k: Optional[Tensor], T: int, seen: int, dropout: float, causal: bool, debug: bool, scale: float, window_size_left: int, window_size_right: int) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
                    H = torch.size(q, 2)
                    scores = torch.matmul(torch.transpose(q, 1, 2), torch.transpose(self.stand_in_heads(k, H), 2, 3))
                    scores = scores * scale + self.stand_in_mask(T, seen, window_size_left)
                    y = torch.matmul(torch.softmax(scores, -1), self.stand_in_heads(v, H))
                    return (torch.transpose(y, 1, 2), torch.logsumexp(scores, [-1]), q, k, v)

                  def stand_in_back(self, dy: Tensor, q: Tensor, k: Tensor, v: Tensor, y: Tensor, sums: Tensor, cum_q: Tensor, cum_k: Tensor, T: int, seen: int, dropout: float, causal: bool, seed: Tensor, offset: Tensor, scale: float, window_size_left: int, window_size_right: int) -> Tuple[Tensor, Tensor, Tensor]:
                    B, T2, H, K = torch.size(q)
                    G = torch.size(k, 2)
                    keys, values = self.stand_in_heads(k, H), self.stand_in_heads(v, H)
                    queries, d = torch.transpose(q, 1, 2), torch.transpose(dy, 1, 2)
                    scores = torch.matmul(queries, torch.transpose(keys, 2, 3)) * scale + self.stand_in_mask(T, seen, window_size_left)
                    p = torch.exp(scores - torch.unsqueeze(sums, -1))
                    along = torch.sum(d * torch.transpose(y, 1, 2), [-1], True)
                    ds = p * (torch.matmul(d, torch.transpose(values, 2, 3)) - along) * scale
                    dq, dk, dv = torch.matmul(ds, keys), torch.matmul(torch.transpose(ds, 2, 3), queries), torch.matmul(torch.transpose(p, 2, 3), d)
                    split = [B, G, H // G, T, K]
                    dk, dv = torch.sum(torch.reshape(dk, split), [2]), torch.sum(torch.reshape(dv, split), [2])
                    return (torch.transpose(dq, 1, 2), torch.transpose(dk, 1, 2), torch.transpose(dv, 1, 2))
                """;
    }
}
