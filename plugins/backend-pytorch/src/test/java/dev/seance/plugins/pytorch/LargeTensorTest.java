// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.kit.model.Checkpoints;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of deep models are larger than a Java buffer or the heap; they are saved and loaded in pieces. */
class LargeTensorTest {

    @Test
    void aTableLargerThanAPieceComesBackWhole(@TempDir Path folder) throws IOException {
        ModelConfig shape = Families.nanochat(new ModelDimensions(1, 72, 1, 1, 8, 8, 1 << 18));
        assertThat(TensorEntry.of(shape.tensors().get(0)).byteSize()).isGreaterThan(Safetensors.PIECE);
        int[] tokens = {0, (1 << 18) - 1, 1 << 17, 77};
        TokenBatch batch = new TokenBatch(1, 4, tokens, new int[] {(1 << 18) - 1, 5, 0, 1 << 17});
        double nats;
        try (TrainableModel model = Fixtures.fp32().create(shape, 7)) {
            nats = model.score(batch).nats();
            model.save(folder, false);
        }
        assertThat(Checkpoints.config(folder, Families.ALL)).isEqualTo(shape);
        try (LanguageModel model = Fixtures.fp32().load(folder)) {
            assertThat(model.score(batch).nats()).isEqualTo(nats);
        }
    }
}
