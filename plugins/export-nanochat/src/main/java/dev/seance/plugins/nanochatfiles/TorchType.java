// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import dev.seance.kit.safetensors.TensorType;
import java.util.Arrays;
import java.util.Optional;

/** The number formats of tensors in files of {@code torch.save} that are written and read here. */
enum TorchType {
    FLOAT32("FloatStorage", TensorType.F32),
    FLOAT16("HalfStorage", TensorType.F16),
    BFLOAT16("BFloat16Storage", TensorType.BF16),
    INT64("LongStorage", TensorType.I64),
    INT32("IntStorage", TensorType.I32);

    private final String storage;
    private final TensorType type;

    TorchType(String storage, TensorType type) {
        this.storage = storage;
        this.type = type;
    }

    /** The class of PyTorch that names it in a pickle, in the module {@code torch}. */
    String storage() {
        return storage;
    }

    TensorType type() {
        return type;
    }

    int bytes() {
        return type.bytes();
    }

    static Optional<TorchType> ofStorage(String name) {
        return Arrays.stream(values()).filter(type -> type.storage.equals(name)).findFirst();
    }
}
