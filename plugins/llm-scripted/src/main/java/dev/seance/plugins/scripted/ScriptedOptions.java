// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scripted;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;

/** Options of {@link ScriptedProvider}. */
public record ScriptedOptions(
        @Option(
                doc =
                        "A file of answers. A line [a phrase] begins an answer to every request in which the phrase stands,"
                                + " and [] one to any; the lines below it, up to the next such line, are the answer. Several"
                                + " answers to the same phrase are given in turn.")
        Path answers) {}
