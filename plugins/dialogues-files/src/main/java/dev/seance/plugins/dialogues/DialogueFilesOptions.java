// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Optional;

/** Options of {@link DialogueFiles}. */
public record DialogueFilesOptions(
        @Option(
                doc = "A file of conversations, .jsonl (a row a line) or .json (a list of rows), .gz and .zst too, or a"
                        + " folder of such files.")
        Path path,

        @Option(
                doc =
                        "How the rows say a conversation: messages (role and content), sharegpt (conversations of from and"
                                + " value), alpaca (instruction, input, output), or auto, each row by the fields it has.",
                defaultValue = "auto")
        RowFormat format,

        @Option(doc = "A system prompt for conversations that have none.")
        Optional<String> system,

        @Option(
                doc = "What becomes of rows that are no conversation: fail, or skip, which counts and names them.",
                defaultValue = "fail")
        OnBad onBad) {}
