// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All that the weights of a training depend on, beside its step. A checkpoint holds it, so that none is used for another
 * training by mistake.
 *
 * @param options the options that the result depends on, by name
 * @param model the model's config, as its files have it
 * @param seed of the step
 * @param vocabulary its digest
 * @param data the digest of the training data
 */
record RunIdentity(Map<String, String> options, Map<String, String> model, long seed, String vocabulary, String data) {

    private static final String OPTION = "option.";
    private static final String MODEL = "model.";
    private static final String SEED = "seed";
    private static final String VOCABULARY = "vocabulary";
    private static final String DATA = "data";

    RunIdentity {
        options = Map.copyOf(options);
        model = Map.copyOf(model);
        Objects.requireNonNull(vocabulary, VOCABULARY);
        Objects.requireNonNull(data, DATA);
    }

    /** Of the options that the result depends on. */
    static RunIdentity of(Record options, ModelConfig model, long seed, Vocabulary vocabulary, String data) {
        return new RunIdentity(
                OptionsDescriptor.keyInputs(options), model.toMetadata(), seed, ContentDigest.of(vocabulary), data);
    }

    Map<String, String> toProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        options.forEach((name, value) -> properties.put(OPTION + name, value));
        model.forEach((name, value) -> properties.put(MODEL + name, value));
        properties.put(SEED, Long.toString(seed));
        properties.put(VOCABULARY, vocabulary);
        properties.put(DATA, data);
        return properties;
    }

    /** Why a model with the saved identity cannot be trained on; empty when it can. */
    List<String> incompatibilities(Map<String, String> saved) {
        List<String> incompatibilities = changes(saved, MODEL);
        if (!vocabulary.equals(saved.get(VOCABULARY))) {
            incompatibilities.add("another vocabulary");
        }
        if (!data.equals(saved.get(DATA))) {
            incompatibilities.add("other training data");
        }
        return incompatibilities;
    }

    /** What else differs, and does not prevent resuming; empty when the saved identity is this one. */
    List<String> differences(Map<String, String> saved) {
        List<String> differences = changes(saved, OPTION);
        if (!Long.toString(seed).equals(saved.get(SEED))) {
            differences.add("another seed");
        }
        return differences;
    }

    private List<String> changes(Map<String, String> saved, String kind) {
        Map<String, String> now = toProperties();
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(saved.keySet());
        List<String> changes = new ArrayList<>();
        names.stream().filter(name -> name.startsWith(kind)).sorted().forEach(name -> {
            String was = saved.getOrDefault(name, "nothing");
            String is = now.getOrDefault(name, "nothing");
            if (!was.equals(is)) {
                changes.add(name.substring(kind.length()) + " " + was + ", here " + is);
            }
        });
        return changes;
    }
}
