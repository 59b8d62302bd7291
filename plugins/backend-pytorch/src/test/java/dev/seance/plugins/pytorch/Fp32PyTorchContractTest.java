// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelBackendContract;
import org.junit.jupiter.api.Nested;

/** The contract in fp32, for both architectures. */
class Fp32PyTorchContractTest {
    @Nested
    class OfNanochat extends Contract {
        @Override
        public Architecture architecture() {
            return Architecture.NANOCHAT;
        }
    }

    @Nested
    class OfLlama extends Contract {
        @Override
        public Architecture architecture() {
            return Architecture.LLAMA;
        }
    }

    abstract static class Contract extends ModelBackendContract {
        @Override
        protected Class<PyTorchBackend> extension() {
            return PyTorchBackend.class;
        }

        @Override
        public ModelBackend backend() {
            return Fixtures.fp32();
        }
    }
}
