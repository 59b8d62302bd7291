// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.reference.Matrix;
import dev.seance.api.testing.reference.RandomTensors;
import dev.seance.api.testing.reference.Restored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sequences in one micro-batch or in one each make the same update, but for rounding.
 *
 * <p>How much that is follows in two steps. The two gradients are sums of the same terms in another order: each may be off
 * by what rounding does to the reference's. The update is then a function of the gradient that both ways share, and that
 * the reference computes in doubles: where it takes the two gradients is how far apart the updates have to be, and each may
 * be off by what rounding does to that function besides. Neither is small for Muon: the five polynomials of Polar Express
 * have slopes at zero of 8.2, 4.0, 3.9, 3.3 and 2.3, so that a weak direction of the gradient comes out 990 times as long,
 * rounding included. In the Frobenius norm a function of singular values is as steep as the function itself (Andersson,
 * Carlsson and Perfekt 2016), so that for a matrix of rank r the relative error of the update may be 990 / sqrt(r) times
 * that of the gradient: 2.5e-5 for r = 16 and 1e-7, which some processors reach and others do not.
 */
class MicroBatchTest {
    private static final int SEQUENCES = 8;

    /** Of hundreds of tokens each, so that the reference takes a second and not four. */
    private static final int LONG_SEQUENCES = 3;

    private static final int LONG = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void oneMicroBatchOrManyMakeTheSameUpdate(ReferenceShapes reference) throws IOException {
        ModelConfig shape = reference.shape();
        Map<String, Matrix> tensors = RandomTensors.of(shape, 31);
        int sequences = reference.batch(1, 32).length() < LONG ? SEQUENCES : LONG_SEQUENCES;
        TokenBatch batch = reference.batch(sequences, 32);
        double scale = 1.0 / batch.targetCount();
        List<TokenBatch> whole = List.of(batch);
        List<TokenBatch> cut = new ArrayList<>();
        for (int row = 0; row < sequences; row++) {
            cut.add(Fixtures.row(batch, row));
        }

        Map<String, Matrix> gradient = Restored.gradients(Fixtures.fp32(), shape, tensors, whole, scale, folder);
        Map<String, Matrix> cutGradient = Restored.gradients(Fixtures.fp32(), shape, tensors, cut, scale, folder);
        Yardstick gradients = Yardstick.ofGradients(shape, tensors, batch, scale, Precision.FP32, Distance.NORM);
        gradients.agree(gradient);
        gradients.agree(cutGradient);

        for (Updates.Rule matrices : Updates.Rule.values()) {
            OptimizerStep step = Updates.step(1, matrices, false);
            Yardstick update = new Yardstick.Steps(shape, Precision.FP32).step(tensors, gradient, step, Distance.NORM);
            Yardstick cutUpdate =
                    new Yardstick.Steps(shape, Precision.FP32).step(tensors, cutGradient, step, Distance.NORM);
            Map<String, Matrix> found = change(shape, tensors, whole, scale, step);
            update.agree(found);
            update.agree(found, change(shape, tensors, cut, scale, step), cutUpdate.expected());
        }
    }

    private Map<String, Matrix> change(
            ModelConfig shape, Map<String, Matrix> tensors, List<TokenBatch> batches, double scale, OptimizerStep step)
            throws IOException {
        try (TrainableModel model = Restored.model(Fixtures.fp32(), shape, tensors, folder)) {
            for (TokenBatch batch : batches) {
                model.accumulate(batch, scale);
            }
            model.update(step);
            return Updates.changes(tensors, Restored.tensors(model, folder));
        }
    }
}
