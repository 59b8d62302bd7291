// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelBackendContract;

/** The contract in fp32. */
class ExactPyTorchContractTest extends ModelBackendContract {
    @Override
    protected Class<PyTorchBackend> extension() {
        return PyTorchBackend.class;
    }

    @Override
    public ModelBackend backend() {
        return Fixtures.fp32();
    }
}
