// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.DecodingBatch;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.WeightFormat;
import dev.seance.kit.model.TokenIds;

/** A program's weights, for inference. */
final class PyTorchLanguageModel implements LanguageModel {
    private final Program program;
    private final ModelConfig shape;
    private final WeightFormat weightFormat;
    private final Runnable onClose;
    private long sequences;

    /**
     * @param weightFormat what one row is multiplied by
     * @param onClose what closing frees: the program, or nothing while a trainable model owns it
     */
    PyTorchLanguageModel(Program program, ModelConfig shape, WeightFormat weightFormat, Runnable onClose) {
        this.program = program;
        this.shape = shape;
        this.weightFormat = weightFormat;
        this.onClose = onClose;
    }

    @Override
    public ModelConfig config() {
        return shape;
    }

    @Override
    public WeightFormat weightFormat() {
        return weightFormat;
    }

    @Override
    public DecodingSession decode() {
        return new PyTorchDecoding(program, shape, sequences++);
    }

    @Override
    public DecodingBatch decodeTogether(int slots) {
        DecodingBatch batch = new PyTorchBatch(program, shape, sequences, slots);
        sequences += slots;
        return batch;
    }

    @Override
    public Loss score(TokenBatch batch) {
        TokenIds.check(shape, batch);
        double nats = program.call(
                call -> call.run("score", Batches.inputs(call.arrays(), batch), Batches.targets(call.arrays(), batch))
                        .get(0)
                        .getDouble());
        return new Loss(nats, batch.targetCount());
    }

    @Override
    public void close() {
        onClose.run();
    }
}
