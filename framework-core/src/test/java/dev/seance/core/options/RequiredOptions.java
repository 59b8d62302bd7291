// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;

/** Options that a recipe must give. */
record RequiredOptions(
        @Option(doc = "The folder to read. Sub-folders too.")
        Path path) {}
