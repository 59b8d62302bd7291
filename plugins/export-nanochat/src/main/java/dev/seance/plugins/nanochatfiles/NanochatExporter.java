// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import dev.seance.api.export.Exporter;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.export.LogitCheck;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorNumbers;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Writes a model of the architecture {@code nanochat} as nanochat's own code of 31 March 2026 keeps its checkpoints, and
 * checks it before it says so: an independent reader takes weights and dimensions from the files alone, by nanochat's names
 * and definitions, and the logits it computes must be those of the model itself.
 */
@Extension
@ExtensionSpec(
        name = "nanochat",
        summary = "Writes a nanochat model as nanochat's own code loads it: model_NNNNNN.pt, meta, tokenizer.",
        options = NanochatOptions.class)
public final class NanochatExporter implements Exporter {

    private static final String ARCHITECTURE = "nanochat";
    private static final String CHECKED = "It was on a cold evening in the year of grace that the two friends met.";

    /** Digits, line ends, accents, a contraction with the long s, and what no book of the era has. */
    private static final String HARDER =
            "In 1851,\n\n  'tis \u00a320 10s. -- caf\u00e9; it'\u017f 12345 \ud83d\ude42\t.";

    /**
     * Of the range of the logits. Engines that compute in bf16 differ from exact arithmetic by a hundredth of it, and so do
     * tables in bf16; a wrong name, layout or rotation by as much as itself.
     */
    private static final double TOLERANCE = 0.05;

    private final NanochatOptions options;

    @Inject
    public NanochatExporter(NanochatOptions options) {
        this.options = options;
    }

    @Override
    public List<Path> export(TrainedModel model, Path folder, StepContext context) throws IOException {
        requireSupported(model.config());
        VocabularyFiles vocabulary = VocabularyFiles.of(model.vocabulary(), context.workspace());
        context.progress().begin("writing", -1, "files");
        Path weights = Path.of(String.format(Locale.ROOT, "model_%06d.pt", options.step()));
        write(model, folder.resolve(weights));
        List<Path> files = new ArrayList<>(List.of(weights));
        files.addAll(new DescriptionFiles(model, options).write(folder));
        files.addAll(vocabulary.write(folder));
        context.progress().begin("checking", -1, "tokens");
        checkIds(model.vocabulary(), folder);
        context.progress().note(check(model, folder));
        return files;
    }

    /** Encodes texts by nanochat's rule, from the pickle alone. */
    private static void checkIds(Vocabulary vocabulary, Path folder) throws IOException {
        try {
            TiktokenEncoding theirs = TiktokenEncoding.read(folder.resolve(VocabularyFiles.PICKLE));
            for (String text : List.of(CHECKED, HARDER)) {
                if (!Arrays.equals(theirs.encode(text), vocabulary.encode(text))) {
                    throw new IllegalStateException("the tokenizer written has other ids than the model's for \"" + text
                            + "\"; please report this with the model's tokenizer.json");
                }
            }
        } catch (Unreadable e) {
            throw new IllegalStateException("the tokenizer written cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void requireSupported(ModelConfig config) {
        if (!config.architecture().equals(ARCHITECTURE)) {
            throw new UserError("nanochat knows no architecture '" + config.architecture()
                    + "'; it loads models of architecture: nanochat, and other formats hold other models (seance plugins"
                    + " list)");
        }
        if (config.width() < NanochatWeights.SMEAR_CHANNELS) {
            throw new UserError("this model has the width " + config.width() + ", and nanochat's smear reads "
                    + NanochatWeights.SMEAR_CHANNELS + " channels of it; train with width: 32 or more");
        }
        if (config.dimensions().mlpWidth() != 4 * config.width()) {
            throw new UserError(
                    "this model has mlp-width " + config.dimensions().mlpWidth()
                            + ", and nanochat's is always four times the width, " + 4 * config.width()
                            + "; train without mlp-width");
        }
    }

    private void write(TrainedModel model, Path file) throws IOException {
        List<TorchTensor> tensors = new ArrayList<>();
        Map<String, NanochatWeights.Slice> byName = new HashMap<>();
        for (NanochatWeights.Slice slice :
                NanochatWeights.of(model.config(), options.tables().type())) {
            tensors.add(slice.tensor());
            byName.put(slice.tensor().name(), slice);
        }
        try (Safetensors ours = Safetensors.open(model.folder().resolve(TrainableModel.WEIGHTS))) {
            TorchWriter.dictionary(
                    file, tensors, (tensor, from, count) -> numbers(ours, byName.get(tensor.name()), from, count));
        }
    }

    /** Some bytes of a tensor, from byte {@code from} of it: ours, and zeros for its padding. */
    private static ByteBuffer numbers(Safetensors ours, NanochatWeights.Slice slice, long from, int count)
            throws IOException {
        TorchType type = slice.tensor().type();
        long first = from / type.bytes();
        long there = Math.max(0, Math.min(count / type.bytes(), slice.elements() - first));
        ByteBuffer numbers = ours.numbers(slice.source(), (slice.from() + first) * Float.BYTES, there * Float.BYTES);
        if (type == TorchType.BFLOAT16) {
            numbers = TensorNumbers.toBf16(numbers);
        }
        return numbers.remaining() == count
                ? numbers
                : ByteBuffer.allocate(count).put(numbers).rewind();
    }

    /** Compares logits, and says how near they came. */
    private String check(TrainedModel model, Path folder) throws IOException {
        try (NanochatReader theirs = NanochatReader.open(folder, options.step())) {
            return LogitCheck.inWords(model, LogitCheck.check(model, theirs::logits, TOLERANCE));
        }
    }
}
