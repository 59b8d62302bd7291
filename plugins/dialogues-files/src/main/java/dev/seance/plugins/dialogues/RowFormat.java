// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

/** How the rows of a file say a conversation. */
public enum RowFormat {
    /** Each row by the fields it has. */
    AUTO,
    /** {@code {"messages": [{"role": "user", "content": ...}, ...]}}, as OpenAI's and Hugging Face's. */
    MESSAGES,
    /** {@code {"conversations": [{"from": "human", "value": ...}, ...]}}. */
    SHAREGPT,
    /** {@code {"instruction": ..., "input": ..., "output": ...}}. */
    ALPACA
}
