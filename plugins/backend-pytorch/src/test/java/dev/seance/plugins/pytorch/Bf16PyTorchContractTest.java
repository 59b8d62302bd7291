// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelBackendContract;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.testing.TinyTraining;
import org.junit.jupiter.api.Nested;

/** The contract in bf16, which has eight bits of precision, for both architectures. */
class Bf16PyTorchContractTest {
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
            return Fixtures.bf16();
        }

        /** Losses and norms are sums in fp32 of numbers that are rounded to 2^-8 = 3.9e-3 each, in both directions. */
        @Override
        public double rounding() {
            return 5e-3;
        }

        /** A logit comes of a chain of about a dozen such numbers: three deviations are 3 x sqrt(12) x 2^-8 = 4e-2. */
        @Override
        public double cacheRounding() {
            return 0.05;
        }
    }
}
