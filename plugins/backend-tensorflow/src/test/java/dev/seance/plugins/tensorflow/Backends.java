// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.run.Environment;
import dev.seance.api.testing.TestFamilies;
import dev.seance.plugins.llama.Llama;
import dev.seance.plugins.nanochat.Nanochat;
import dev.seance.plugins.pytorch.PyTorchBackend;
import dev.seance.plugins.pytorch.PyTorchOptions;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.nio.file.Path;
import java.time.Clock;

/** Both engines in one process, in fp32 on one thread, and the families that they build. */
enum Backends {
    PYTORCH {
        @Override
        ModelBackend backend() {
            return new PyTorchBackend(
                    new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, 1), ENVIRONMENT, FAMILIES);
        }
    },
    TENSORFLOW {
        @Override
        ModelBackend backend() {
            return new TensorFlowBackend(new TensorFlowOptions(1), ENVIRONMENT, FAMILIES);
        }
    };

    static final ModelFamilies FAMILIES = TestFamilies.of(new Nanochat(), new Llama());

    /** Reused between runs, because unpacking the natives takes longer than all tests. */
    static final Environment ENVIRONMENT = new Environment(Path.of("target", "cache"), true, 1, Clock.systemUTC());

    abstract ModelBackend backend();

    static ModelConfig nanochat(ModelDimensions dimensions) {
        return FAMILIES.config("nanochat", dimensions);
    }

    static ModelConfig llama(ModelDimensions dimensions, boolean tied) {
        return FAMILIES.config("llama", dimensions.withSetting("tied", tied));
    }
}
