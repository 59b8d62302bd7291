// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.StoredDialogues;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the dialogues of an artifact came about.
 *
 * @param kinds how many there are by the kind of their origin
 * @param first the first of them, as an example
 */
record DialogueOrigins(Map<String, Long> kinds, Optional<Dialogue> first) {

    DialogueOrigins {
        kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
    }

    /** Reads all of them, one at a time. */
    static DialogueOrigins of(String step, Artifact artifact) {
        Map<String, Long> kinds = new TreeMap<>();
        Dialogue first = null;
        try (Stream<Dialogue> dialogues = new StoredDialogues(step, artifact).read()) {
            for (Iterator<Dialogue> rest = dialogues.iterator(); rest.hasNext(); ) {
                Dialogue dialogue = rest.next();
                first = first == null ? dialogue : first;
                kinds.merge(dialogue.origin().kind(), 1L, Long::sum);
            }
        }
        return new DialogueOrigins(kinds, Optional.ofNullable(first));
    }

    /** The origin in words a historian can weigh. */
    static String inWords(String kind) {
        return switch (kind) {
            case "fiction" -> "found in the books";
            case "own" -> "brought along: conversations out of files";
            case "rules" -> "synthetic: put together by rules";
            case "llm" -> "synthetic: written by a language model of today";
            case "llm-question" -> "replies found in the books, questions by a language model of today";
            default -> "synthetic: " + kind;
        };
    }
}
