// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bundle;

import java.io.IOException;

/** Says what is wrong with a bundle, to be read after its name. */
final class DamagedBundle extends IOException {

    private static final long serialVersionUID = 1;

    DamagedBundle(String message) {
        super(message);
    }

    DamagedBundle(String message, Exception reason) {
        super(message, reason);
    }
}
