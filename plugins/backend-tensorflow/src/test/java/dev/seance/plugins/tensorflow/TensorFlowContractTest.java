// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelBackendContract;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.testing.TinyTraining;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract, for both architectures. */
class TensorFlowContractTest {
    @Nested
    @Tag("full")
    class OfNanochat extends Contract {
        @Override
        public ModelConfig config() {
            return Backends.nanochat(TinyTraining.dimensions());
        }
    }

    @Nested
    class OfLlama extends Contract {
        @Override
        public ModelConfig config() {
            return Backends.llama(TinyTraining.dimensions(), false);
        }
    }

    abstract static class Contract extends ModelBackendContract {
        @Override
        protected Class<TensorFlowBackend> extension() {
            return TensorFlowBackend.class;
        }

        @Override
        public ModelFamilies families() {
            return Backends.FAMILIES;
        }

        @Override
        public ModelBackend backend() {
            return Backends.TENSORFLOW.backend();
        }
    }
}
