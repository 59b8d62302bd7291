// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelBackendContract;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.testing.TinyTraining;
import org.junit.jupiter.api.Nested;

/** The contract in fp32, for both architectures. */
class Fp32PyTorchContractTest {
    @Nested
    class OfNanochat extends Contract {
        @Override
        public ModelConfig config() {
            return Families.nanochat(TinyTraining.dimensions());
        }
    }

    @Nested
    class OfLlama extends Contract {
        @Override
        public ModelConfig config() {
            return Families.llama(TinyTraining.dimensions());
        }
    }

    abstract static class Contract extends ModelBackendContract {
        @Override
        protected Class<PyTorchBackend> extension() {
            return PyTorchBackend.class;
        }

        @Override
        public ModelFamilies families() {
            return Families.ALL;
        }

        @Override
        public ModelBackend backend() {
            return Fixtures.fp32();
        }
    }
}
