// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.model.Conditioning;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.step.StepInputs;
import dev.seance.kit.stage.ExtensionRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * What a step's executor is built from.
 *
 * @param extensions makes the step's extension and its filters
 * @param inputs the artifacts it takes
 * @param seed the step's own seed, or the recipe's
 * @param corpus of a corpus: what the recipe says of its documents
 * @param revision of a corpus or an import: what the content of the data was called when the plan was made
 * @param config of a step that trains or imports: the model
 * @param conditioning of a step that trains: what stands before texts
 * @param backend the recipe's backend
 * @param stages runs independent pieces of the work
 */
public record StepResources(
        Extensions extensions,
        StepInputs inputs,
        long seed,
        CorpusRules corpus,
        Optional<String> revision,
        Optional<ModelConfig> config,
        Conditioning conditioning,
        Optional<ModelBackend> backend,
        StageRunner stages) {

    public StepResources {
        Objects.requireNonNull(extensions, "extensions");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(corpus, "corpus");
        Objects.requireNonNull(revision, "revision");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(conditioning, "conditioning");
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(stages, "stages");
    }

    /** Makes instances of the extensions that a recipe names. */
    public interface Extensions {

        /** The step's extension. */
        <T extends ExtensionPoint> T create(Class<T> point);

        /** How the step's extension is made elsewhere. */
        ExtensionRef ref();

        /** Loads the vocabulary in a folder, made elsewhere, with the tokenizer that takes it. */
        ForeignVocabulary vocabulary(Path folder) throws IOException;

        /** The step's filters, by name, in the recipe's order. */
        List<NamedFilter> filters();
    }

    /**
     * A filter as a corpus step lists it.
     *
     * @param ref how it is made elsewhere
     */
    public record NamedFilter(String name, CorpusFilter filter, ExtensionRef ref) {

        public NamedFilter {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(filter, "filter");
            Objects.requireNonNull(ref, "ref");
        }
    }
}
