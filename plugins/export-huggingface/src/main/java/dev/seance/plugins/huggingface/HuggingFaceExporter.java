// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import dev.seance.api.export.Exporter;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private static final String CHECKED = "It was on a cold evening in the year of grace that the two friends met.";
    private static final int MOST_TOKENS = 16;

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
        refuse(model.config());
        context.progress().begin("writing", -1, "files");
        List<Path> files = new ArrayList<>(
                new WeightFiles(options.dtype(), shardBytes).write(model.config(), model.folder(), folder));
        files.addAll(new ConfigFiles(model, options.dtype()).write(folder));
        List<String> known = files.stream().map(Path::toString).toList();
        model.vocabulary().save(folder);
        try (Stream<Path> all = Files.list(folder)) {
            all.map(file -> file.getFileName())
                    .filter(file -> !known.contains(file.toString()))
                    .sorted()
                    .forEach(files::add);
        }
        context.progress().begin("checking", -1, "tokens");
        context.progress().note(check(model, folder));
        return files;
    }

    private static void refuse(ModelConfig config) {
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

    /** Compares logits, and says how near they came. */
    private static String check(TrainedModel model, Path folder) throws IOException {
        int[] text = model.vocabulary().encode(CHECKED);
        int[] tokens = new int
                [Math.min(MOST_TOKENS, Math.min(text.length + 1, model.config().context()))];
        tokens[0] = model.vocabulary().id(SpecialToken.DOCUMENT);
        System.arraycopy(text, 0, tokens, 1, tokens.length - 1);
        float[][] theirs = new LlamaReader(folder).logits(tokens);
        double worst = 0;
        try (LanguageModel ours = model.backend().load(model.folder());
                DecodingSession session = ours.decode()) {
            float[] logits = new float[model.config().vocabularySize()];
            for (int t = 0; t < tokens.length; t++) {
                session.append(new int[] {tokens[t]}, logits);
                worst = Math.max(worst, distance(logits, theirs[t]));
            }
        }
        if (!(worst <= TOLERANCE)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "the files written do not hold the model: their logits are off by %.3g of the logits' range (at most"
                            + " %.3g); please report this with the model's config.json",
                    worst,
                    TOLERANCE));
        }
        return String.format(
                Locale.ROOT,
                "read back by independent code: logits of %d tokens agree to %.2g of their range",
                tokens.length,
                worst);
    }

    /** The largest difference, as a fraction of the range of the first. */
    private static double distance(float[] ours, float[] theirs) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double off = 0;
        for (int i = 0; i < ours.length; i++) {
            least = Math.min(least, ours[i]);
            most = Math.max(most, ours[i]);
            off = Math.max(off, Math.abs((double) ours[i] - theirs[i]));
        }
        return off / Math.max(most - least, 1e-9);
    }
}
