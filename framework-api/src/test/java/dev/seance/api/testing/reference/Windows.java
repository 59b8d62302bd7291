// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.ModelConfig;

/** How far back the layers see. */
final class Windows {
    private Windows() {}

    /**
     * The pattern's letters go around the layers: L sees the whole context, S a quarter of it, rounded up to 128s. The
     * last layer sees it all.
     */
    static int of(ModelConfig shape, int layer) {
        String pattern = shape.windows().pattern();
        boolean quarter = layer < shape.layers() - 1 && pattern.charAt(layer % pattern.length()) == 'S';
        return quarter ? (int) Math.ceil(shape.context() / 4.0 / 128) * 128 : shape.context();
    }
}
