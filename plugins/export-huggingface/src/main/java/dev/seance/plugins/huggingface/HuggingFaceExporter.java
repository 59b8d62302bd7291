// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.api.export.Exporter;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.kit.export.LogitCheck;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Writes a model of the architecture {@code llama} as {@code LlamaForCausalLM} with its tokenizer and chat template, and
 * checks it before it says so: an independent reader computes logits from the files alone, and they must be those of the
 * model itself.
 */
@Extension
@ExtensionSpec(
        name = "huggingface",
        summary =
                "Writes a llama model as Hugging Face's transformers load it: LlamaForCausalLM, tokenizer, chat template.",
        options = HuggingFaceOptions.class)
public final class HuggingFaceExporter implements Exporter {

    private static final String ARCHITECTURE = "llama";

    /**
     * Of the range of the logits. Engines that compute in bf16 differ from exact arithmetic by a hundredth of it; a wrong
     * name, layout or rotation by as much as itself.
     */
    private static final double TOLERANCE = 0.05;

    private final HuggingFaceOptions options;
    private final long shardBytes;

    @Inject
    public HuggingFaceExporter(HuggingFaceOptions options) {
        this(options, WeightFiles.SHARD);
    }

    HuggingFaceExporter(HuggingFaceOptions options, long shardBytes) {
        this.options = options;
        this.shardBytes = shardBytes;
    }

    @Override
    public List<Path> export(TrainedModel model, Path folder, StepContext context) throws IOException {
        requireSupported(model.config());
        ConfigFiles description = new ConfigFiles(model, options);
        context.progress().begin("writing", -1, "files");
        List<Path> files = new ArrayList<>(
                new WeightFiles(options.dtype(), shardBytes).write(model.config(), model.folder(), folder));
        files.addAll(description.write(folder));
        List<String> known = files.stream().map(Path::toString).toList();
        model.vocabulary().save(folder);
        description.putSystemPrompt(folder);
        try (Stream<Path> all = Files.list(folder)) {
            all.map(file -> file.getFileName())
                    .filter(file -> !known.contains(file.toString()))
                    .sorted()
                    .forEach(files::add);
        }
        context.progress().begin("checking", -1, "tokens");
        double worst = LogitCheck.check(model, new LlamaReader(folder)::logits, TOLERANCE);
        context.progress().note(LogitCheck.inWords(model, worst));
        return files;
    }

    @Override
    public void requireSupported(ModelConfig config) {
        if (!config.architecture().equals(ARCHITECTURE)) {
            throw new UserError("Hugging Face's transformers have no architecture '" + config.architecture()
                    + "'; they load models of architecture: llama (recipes/victorian-llama.yaml trains one)");
        }
        boolean whole = IntStream.range(0, config.layers()).allMatch(layer -> config.window(layer) >= config.context());
        if (!whole) {
            throw new UserError("this model has windows " + config.windows()
                    + ", and LlamaForCausalLM looks at the whole" + " context in every layer; train with windows: L");
        }
    }
}
