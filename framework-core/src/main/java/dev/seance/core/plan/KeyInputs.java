// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.plugin.OptionType;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.InstalledPlugin;
import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.recipe.Step;
import dev.seance.core.step.ModelArtifact;
import dev.seance.core.step.StepKinds;
import dev.seance.core.step.VocabularyArtifact;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.Manifest;
import dev.seance.core.store.TreeDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gathers what goes into a step's key: the code and options of its extension, its filters and, where it works with a
 * model, of the backend and the model family; its seed; the state of a source's data; the content of its inputs. Nothing that only says where
 * something lies, when it was made, what a step is called or which machine does it.
 */
final class KeyInputs {

    /**
     * Raised whenever the host or the kit would make something else from the same key: the order of documents, the split
     * into training and validation, token shards, the chat template. {@code GoldenResultsTest} fails when it was forgotten.
     */
    static final int HOST_FORMAT = 1;

    private final Map<String, String> entries = new LinkedHashMap<>();

    private KeyInputs() {}

    /** The part of the key that is known before any input is there. */
    static StepKey of(
            Step step,
            long recipeSeed,
            BoundExtension extension,
            List<BoundExtension> filters,
            Optional<ModelConfig> config,
            Optional<BoundExtension> backend,
            Map<String, PlannedLlm> llms) {
        KeyInputs key = new KeyInputs();
        key.entries.put(StepKey.HOST, Manifest.FORMAT + " " + HOST_FORMAT);
        if (!step.kind().imports()) { // nothing about it is random
            key.entries.put("seed", Long.toString(step.seed().orElse(recipeSeed)));
        }
        key.add(step.kind().key(), extension);
        for (int i = 0; i < filters.size(); i++) {
            key.add("filter " + (i + 1), filters.get(i));
        }
        if (step.kind().readsSource()) {
            key.entries.put("validation-fraction", Double.toString(step.corpus().validationFraction()));
            if (step.corpus().skipBad()) {
                key.entries.put("on-bad", "skip");
                key.entries.put("max-bad", Double.toString(step.corpus().maxBad()));
            }
        }
        step.conditioning().tags().ifPresent(tags -> key.entries.put(ModelArtifact.TAGS, tags.text()));
        step.conditioning().system().ifPresent(system -> key.entries.put(ModelArtifact.SYSTEM, system));
        config.ifPresent(given -> given.toMetadata().forEach((name, value) -> key.entries.put("model " + name, value)));
        backend.ifPresent(bound -> key.add("backend", bound));
        llms.forEach((name, llm) -> {
            if (extension.asks(name)) {
                key.add("llm " + name, llm);
            }
        });
        return new StepKey(key.entries);
    }

    /** The part that the inputs' content makes. */
    static Map<String, String> ofInputs(List<Artifact> inputs, PluginCatalog catalog) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            Manifest manifest = inputs.get(i).manifest();
            String name = StepKey.INPUT + (i + 1);
            entries.put(name, manifest.kind() + " " + manifest.content());
            // What a vocabulary's tokens are is up to the code that loads it, too.
            Optional.ofNullable(manifest.attributes().get(VocabularyArtifact.TOKENIZER))
                    .flatMap(tokenizer -> catalog.find(ExtensionKind.TOKENIZER, tokenizer))
                    .ifPresent(tokenizer -> entries.put(name + " tokenizer" + StepKey.CODE, code(tokenizer)));
        }
        return entries;
    }

    /** The code of the families of the models that a step works with: it has the program that computes them. */
    static Map<String, String> ofFamilies(Stream<ModelConfig> models, PluginCatalog catalog) {
        Map<String, String> entries = new LinkedHashMap<>();
        models.map(ModelConfig::architecture)
                .distinct()
                .sorted()
                .flatMap(name -> catalog.find(ExtensionKind.ARCHITECTURE, name).stream())
                .forEach(family -> entries.put("architecture " + family.name() + StepKey.CODE, code(family)));
        return entries;
    }

    private void add(String prefix, BoundExtension bound) {
        entries.put(prefix, bound.extension().name());
        entries.put(prefix + StepKey.CODE, code(bound.extension()));
        addOptions(prefix, bound);
    }

    /** What answers depend on; not the provider's code, for a new one is no reason to pay for all of them again. */
    private void add(String prefix, PlannedLlm llm) {
        entries.put(prefix, llm.provider().extension().name() + " " + llm.model());
        if (!llm.revision().isEmpty()) {
            entries.put(prefix + " revision", llm.revision());
        }
        addOptions(prefix, llm.provider());
    }

    private static String code(InstalledExtension extension) {
        InstalledPlugin plugin = extension.plugin();
        return plugin.id() + " " + plugin.code().digest();
    }

    private void addOptions(String prefix, BoundExtension bound) {
        InstalledExtension extension = bound.extension();
        boolean source = StepKinds.all().stream()
                .anyMatch(kind -> kind.readsSource() && kind.extensionKind() == extension.kind());
        extension.options().keyInputs(bound.options().effective()).forEach((name, value) -> {
            if (!isPath(extension, name)) {
                entries.put(prefix + StepKey.OPTION + name, value);
            } else if (!source) {
                // Of a source the revision says what lies there.
                entries.put(prefix + StepKey.OPTION + name, content(Path.of(value)));
            }
        });
    }

    private static boolean isPath(InstalledExtension extension, String option) {
        return extension
                .options()
                .option(option)
                .map(OptionDescriptor::type)
                .filter(type -> type.kind() == OptionType.Kind.PATH)
                .isPresent();
    }

    private static String content(Path path) {
        try {
            return TreeDigest.of(path).orElse("not there");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
