// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.Architecture;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelBackendContract;
import org.junit.jupiter.api.Nested;

/** The contract in bf16, which has eight bits of precision, for both architectures. */
class RoundedPyTorchContractTest {
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
            return Fixtures.bf16();
        }

        @Override
        public double rounding() {
            return 5e-3;
        }

        @Override
        public double cacheRounding() {
            return 0.05;
        }
    }
}
