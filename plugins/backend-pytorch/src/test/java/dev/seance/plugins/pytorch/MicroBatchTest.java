// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.plugins.pytorch.reference.Matrix;
import dev.seance.plugins.pytorch.reference.RandomTensors;
import dev.seance.plugins.pytorch.reference.ReferenceShapes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight rows at once and one after the other make the same update, in fp32 to 1e-5 of its norm, tensor by tensor. */
class MicroBatchTest {
    private static final int ROWS = 8;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void eightRowsAtOnceOrOneByOneMakeTheSameAdamWUpdate(ReferenceShapes shape) throws IOException {
        agree(shape, false);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void eightRowsAtOnceOrOneByOneMakeTheSameMuonUpdate(ReferenceShapes shape) throws IOException {
        agree(shape, true);
    }

    private void agree(ReferenceShapes shape, boolean muon) throws IOException {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 31);
        TokenBatch batch = shape.batch(ROWS, 32);
        Map<String, Matrix> whole = change(shape, tensors, batch, muon, ROWS);
        Map<String, Matrix> cut = change(shape, tensors, batch, muon, 1);
        Distance.NORM.agree(whole, cut, 1e-5);
    }

    private Map<String, Matrix> change(
            ReferenceShapes shape, Map<String, Matrix> tensors, TokenBatch batch, boolean muon, int rows)
            throws IOException {
        try (TrainableModel model = Restored.model(Fixtures.fp32(), shape.shape(), tensors, folder)) {
            for (int row = 0; row < ROWS; row += rows) {
                model.accumulate(rows == 1 ? Fixtures.row(batch, row) : batch, 1.0 / batch.targetCount());
            }
            model.update(Updates.step(1, muon, false));
            return Updates.changes(tensors, Restored.tensors(model, folder));
        }
    }
}
