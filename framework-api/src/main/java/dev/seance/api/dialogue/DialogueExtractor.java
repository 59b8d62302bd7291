// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.dialogue;

import dev.seance.api.corpus.Document;
import java.util.stream.Stream;
import org.pf4j.ExtensionPoint;

/**
 * Finds dialogue in a document. What it finds depends on that document alone, so documents may be given in any order
 * and from several threads at once.
 */
public interface DialogueExtractor extends ExtensionPoint {

    /** The dialogues of one document in reading order, each with its place; empty when there is none. */
    Stream<Dialogue> extract(Document document);
}
