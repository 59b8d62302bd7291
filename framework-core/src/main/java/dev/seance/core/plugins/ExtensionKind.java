// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.dialogue.DialogueExtractor;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.export.Exporter;
import dev.seance.api.export.Importer;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.serving.ModelServer;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.training.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/** The points at which a plugin can extend Seance. */
public enum ExtensionKind {
    CORPUS("corpus", "corpus source", CorpusSource.class),
    FILTER("filter", "filter", CorpusFilter.class),
    TOKENIZER("tokenizer", "tokenizer", Tokenizer.class),
    ARCHITECTURE("architecture", "architecture", ModelFamily.class),
    BACKEND("backend", "backend", ModelBackend.class),
    TRAINER("trainer", "trainer", Trainer.class),
    DIALOGUE("dialogue", "dialogue extractor", DialogueExtractor.class),
    SYNTHETIC("synthetic", "synthetic generator", SyntheticGenerator.class),
    EVALUATE("evaluate", "evaluator", Evaluator.class),
    EXPORT("export", "exporter", Exporter.class),
    IMPORT("import", "importer", Importer.class),
    LLM("llm", "LLM provider", LlmProvider.class),
    SERVE("serve", "model server", ModelServer.class);

    private final String key;
    private final String noun;
    private final Class<? extends ExtensionPoint> point;

    ExtensionKind(String key, String noun, Class<? extends ExtensionPoint> point) {
        this.key = key;
        this.noun = noun;
        this.point = point;
    }

    /** The word for it in recipes, in fingerprints and in machine-readable output. */
    public String key() {
        return key;
    }

    /** What messages call one of them. */
    public String noun() {
        return noun;
    }

    /** What messages call several of them. */
    public String plural() {
        return noun + "s";
    }

    /** The interface its extensions implement. */
    public Class<? extends ExtensionPoint> point() {
        return point;
    }

    /** The kind with that recipe key. */
    public static Optional<ExtensionKind> ofKey(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }

    /** The kinds whose interface a class implements. */
    static List<ExtensionKind> implementedBy(Class<?> type) {
        return Arrays.stream(values())
                .filter(kind -> kind.point.isAssignableFrom(type))
                .toList();
    }
}
