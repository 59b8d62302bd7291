// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.api.export.Importer;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.model.CheckpointParts;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pf4j.Extension;

/**
 * Makes a model of the architecture {@code llama} of a {@code LlamaForCausalLM} as Hugging Face's transformers save it. What
 * that library would compute otherwise than ours is refused; so is a tensor too many or too few.
 */
@Extension
@ExtensionSpec(
        name = "huggingface",
        summary = "Takes a LlamaForCausalLM as Hugging Face's transformers save it: config, safetensors, tokenizer.",
        options = ImportOptions.class)
public final class HuggingFaceImporter implements Importer {

    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

    /** The largest published tokenizer.json has a sixth of it. */
    private static final long MAX_TOKENIZER = 200 << 20;

    private final Path folder;
    private final ModelFamilies families;
    private final DigestCache digests;

    @Inject
    public HuggingFaceImporter(ImportOptions options, ModelFamilies families, Environment environment) {
        Path path = options.path();
        this.folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        this.families = families;
        this.digests = DigestCache.of(environment);
    }

    @Override
    public boolean recognizes() {
        return Files.isRegularFile(folder.resolve(LlamaConfig.FILE)) && LlamaFiles.in(folder);
    }

    @Override
    public ModelConfig config() throws IOException {
        return LlamaConfig.read(folder, families);
    }

    @Override
    public String revision() throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        List<String> names = new ArrayList<>(List.of(LlamaConfig.FILE, Vocabulary.FILE));
        names.addAll(LlamaFiles.names(folder));
        if (Files.exists(folder.resolve(TOKENIZER_CONFIG))) {
            names.add(TOKENIZER_CONFIG);
        }
        for (String name : names) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new UserError(file + " is missing; give the whole folder of the model, with config.json, its"
                        + " safetensors and tokenizer.json");
            }
            files.put(name, file);
        }
        return digests.sha256(files);
    }

    @Override
    public void write(Path target, StepContext context) throws IOException {
        ModelConfig config = config();
        List<CheckpointParts.Part> parts = LlamaWeights.of(config).stream()
                .map(slice -> new CheckpointParts.Part(
                        slice.name(),
                        slice.source().source(),
                        slice.source().from(),
                        slice.source().elements()))
                .toList();
        context.progress().begin("reading weights", parts.size(), "tensors");
        try (LlamaFiles weights = LlamaFiles.open(folder)) {
            weights.require(config);
            CheckpointParts.write(target, config, parts, (part, first, count) -> {
                if (first == 0) {
                    context.progress().advance(1);
                }
                return weights.fp32(part.name(), first, count);
            });
        }
        copy(Vocabulary.FILE, target);
        if (Files.exists(folder.resolve(TOKENIZER_CONFIG))) {
            copy(TOKENIZER_CONFIG, target);
        }
    }

    private void copy(String name, Path target) throws IOException {
        Path file = folder.resolve(name);
        if (Files.size(file) > MAX_TOKENIZER) {
            throw new UserError(file + " has " + Files.size(file) + " bytes; no vocabulary's is as large");
        }
        Files.write(target.resolve(name), Files.readAllBytes(file));
    }
}
