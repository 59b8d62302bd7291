// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import dev.seance.api.export.Exporter;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.kit.chat.JinjaChatTemplate;
import dev.seance.kit.export.ModelCard;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Writes a model of the architecture {@code llama} as one file for llama.cpp and what is built on it, with tokenizer and
 * chat template inside, and checks it before it says so.
 */
@Extension
@ExtensionSpec(
        name = "gguf",
        summary = "Writes a llama model as llama.cpp loads it: one GGUF file with tokenizer and chat template inside.",
        options = GgufOptions.class)
public final class GgufExporter implements Exporter {

    private static final String ARCHITECTURE = "llama";
    private static final Path CARD = Path.of("README.md");

    private final FileType type;
    private final String licence;

    @Inject
    public GgufExporter(GgufOptions options) {
        this.type = options.type();
        this.licence = options.licence();
    }

    @Override
    public List<Path> export(TrainedModel model, Path folder, StepContext context) throws IOException {
        requireSupported(model.config());
        TokenizerFile tokenizer = TokenizerFile.of(model.vocabulary(), context.workspace());
        Optional<String> template =
                JinjaChatTemplate.of(model.vocabulary(), model.conditioning().system());
        context.progress().begin("writing", -1, "files");
        LlamaFile llama = new LlamaFile(model.config(), type);
        GgufWriter file = new GgufWriter();
        llama.describe(file);
        String title = model.history().title();
        file.put("general.name", title.isEmpty() ? model.name() : title);
        if (!licence.isEmpty()) {
            file.put("general.license", licence);
        }
        tokenizer.describe(file, model.vocabulary(), template);
        Path target = folder.resolve(type.file());
        llama.write(file, model.folder(), target);
        context.progress().begin("checking", -1, "tokens");
        context.progress().note(new GgufCheck(model, type).check(target, template));
        Files.writeString(folder.resolve(CARD), card(model));
        return List.of(type.file(), CARD);
    }

    @Override
    public void requireSupported(ModelConfig config) {
        if (!config.architecture().equals(ARCHITECTURE)) {
            throw new UserError("llama.cpp has no architecture '" + config.architecture()
                    + "'; it loads models of architecture: llama (recipes/victorian-llama.yaml trains one)");
        }
        boolean whole = IntStream.range(0, config.layers()).allMatch(layer -> config.window(layer) >= config.context());
        if (!whole) {
            throw new UserError("this model has windows " + config.windows()
                    + ", and llama.cpp's llama looks at the whole" + " context in every layer; train with windows: L");
        }
    }

    private String card(TrainedModel model) {
        return ModelCard.of(
                model,
                "",
                licence,
                "`llama-cli -m " + type.file() + "` or whatever else is built on llama.cpp. Matrices are in " + type
                        + ", tokenizer and chat template are inside.");
    }
}
