// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelBackendContract;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.run.Environment;
import dev.seance.api.testing.TestFamilies;
import dev.seance.api.testing.TinyTraining;
import dev.seance.plugins.llama.Llama;
import dev.seance.plugins.nanochat.Nanochat;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Nested;

/** The contract, for both architectures. */
class TensorFlowContractTest {
    static final ModelFamilies FAMILIES = TestFamilies.of(new Nanochat(), new Llama());

    /** Reused between runs, because unpacking the natives takes longer than all tests. */
    static final Environment ENVIRONMENT = new Environment(Path.of("target", "cache"), true, 1, Clock.systemUTC());

    static TensorFlowBackend tensorflow() {
        return new TensorFlowBackend(new TensorFlowOptions(0), ENVIRONMENT, FAMILIES);
    }

    @Nested
    class OfNanochat extends Contract {
        @Override
        public ModelConfig config() {
            return FAMILIES.config("nanochat", TinyTraining.dimensions());
        }
    }

    @Nested
    class OfLlama extends Contract {
        @Override
        public ModelConfig config() {
            return FAMILIES.config("llama", TinyTraining.dimensions().withSetting("tied", false));
        }
    }

    abstract static class Contract extends ModelBackendContract {
        @Override
        protected Class<TensorFlowBackend> extension() {
            return TensorFlowBackend.class;
        }

        @Override
        public ModelFamilies families() {
            return FAMILIES;
        }

        @Override
        public ModelBackend backend() {
            return tensorflow();
        }
    }
}
