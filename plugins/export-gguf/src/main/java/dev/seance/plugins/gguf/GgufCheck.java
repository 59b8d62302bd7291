// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.kit.export.DecoderForward;
import dev.seance.kit.export.DecoderTensor;
import dev.seance.kit.export.DecoderWeight;
import dev.seance.kit.export.LogitCheck;
import dev.seance.kit.safetensors.Safetensors;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a written file back, by readers that share nothing with what writes it, and compares it with the model: metadata,
 * every number of every tensor, the ids of texts, logits.
 */
final class GgufCheck {

    /** What other tokenizers stumble over. */
    private static final List<String> TEXTS = List.of(
            "It was on a cold evening, in 1899; 12,345 souls & 1234567 sheep.",
            "  Don't, won't, I'LL, 'tis, o'clock, they've -- \"he'd\"?!\n\n\tAnd so\r\n  on.  \n",
            "\u00C6sop \u201Cna\u00EFve\u201D \u2014 \u03BB\u03CC\u03B3\u03BF\u03C2, \u00A35 10s. 6d., \u4E00\u4E8C\u4E09 \uD83D\uDD6F\uFE0F e\u0301\u00A0x",
            "<|endoftext|><|user|>spelt by the user<|assistant|>[1850]");

    /** Read at a time, in numbers. */
    private static final int PIECE = 1 << 22;

    private final TrainedModel model;
    private final FileType type;

    GgufCheck(TrainedModel model, FileType type) {
        this.model = model;
        this.type = type;
    }

    /**
     * Checks a file.
     *
     * @return what was found, in words
     * @throws IllegalStateException when the file is not the model
     */
    String check(Path written, Optional<String> chatTemplate) throws IOException {
        try (GgufFile file = GgufFile.open(written)) {
            GgufReader reader = new GgufReader(file);
            checkMetadata(file.metadata(), reader.shape(), chatTemplate);
            checkIds(file.metadata());
            long numbers = checkTensors(file, reader);
            double worst = LogitCheck.check(model, reader::logits, type.tolerance());
            return LogitCheck.inWords(model, worst) + "; " + file.tensors().size() + " tensors of " + numbers
                    + " numbers are within the error of " + type;
        }
    }

    private void checkMetadata(Map<String, Object> metadata, DecoderForward.Shape shape, Optional<String> template) {
        ModelConfig config = model.config();
        require(
                shape.width() == config.width()
                        && shape.layers() == config.layers()
                        && shape.heads() == config.heads()
                        && shape.kvHeads() == config.kvHeads()
                        && shape.headWidth() == config.headWidth()
                        && shape.inner() == config.dimensions().mlpWidth()
                        && shape.vocabulary() == config.vocabularySize()
                        && shape.tied() == config.tied(),
                "the metadata describe another model: " + shape);
        require("llama".equals(metadata.get("general.architecture")), "the architecture is not llama");
        require(
                metadata.get("llama.context_length").equals(config.context()),
                "the context is " + metadata.get("llama.context_length"));
        require(
                metadata.get("tokenizer.ggml.eos_token_id")
                        .equals(model.vocabulary().id(SpecialToken.DOCUMENT)),
                "the token that ends a turn is " + metadata.get("tokenizer.ggml.eos_token_id"));
        require(
                template.equals(Optional.ofNullable(metadata.get("tokenizer.chat_template"))),
                "the chat template is not the model's");
    }

    private void checkIds(Map<String, Object> metadata) {
        GgufTokenizer tokenizer = new GgufTokenizer(metadata);
        for (String text : TEXTS) {
            int[] theirs = tokenizer.encode(text);
            int[] ours = model.vocabulary().encode(text);
            require(
                    Arrays.equals(theirs, ours),
                    "the text '" + text + "' has the ids " + Arrays.toString(theirs) + " by the file, "
                            + Arrays.toString(ours) + " by the vocabulary");
        }
    }

    /** Compares every number; those of queries and keys where the file's rotation has them. */
    private long checkTensors(GgufFile file, GgufReader reader) throws IOException {
        long numbers = 0;
        try (Safetensors checkpoint = Safetensors.open(model.folder().resolve(TrainableModel.WEIGHTS))) {
            List<DecoderTensor> tensors = DecoderTensor.of(model.config());
            require(
                    file.tensors().size() == tensors.size(),
                    "the file has " + file.tensors().size() + " tensors, not " + tensors.size());
            for (DecoderTensor tensor : tensors) {
                compare(tensor, checkpoint, file, reader);
                numbers += tensor.elements();
            }
        }
        return numbers;
    }

    private void compare(DecoderTensor tensor, Safetensors checkpoint, GgufFile file, GgufReader reader)
            throws IOException {
        String name = GgufReader.name(tensor.weight(), tensor.layer());
        GgufFile.Tensor found = file.tensors().get(name);
        require(
                found != null && found.rows() == tensor.rows() && found.columns() == tensor.columns(),
                name + " is " + found + ", not " + tensor.shape());
        NumberFormat format = Arrays.stream(NumberFormat.values())
                .filter(one -> one.number() == found.type())
                .findFirst()
                .orElseThrow();
        int columns = (int) tensor.columns();
        int rows = (int) Math.max(1, Math.min(tensor.rows(), PIECE / columns));
        float[] ours = new float[columns];
        for (long first = 0; first < tensor.rows(); first += rows) {
            int count = (int) Math.min(rows, tensor.rows() - first);
            float[] theirs = reader.read(tensor.weight(), tensor.layer(), (int) first, count);
            for (int i = 0; i < count; i++) {
                FloatBuffer row = tensor.read(checkpoint, ourRow(tensor.weight(), first + i), 1);
                row.get(ours);
                compare(name, format, ours, theirs, i * columns);
            }
        }
    }

    private static void compare(String name, NumberFormat format, float[] ours, float[] theirs, int from) {
        for (int i = 0; i < ours.length; i++) {
            int block = i - i % format.block();
            double off = Math.abs((double) theirs[from + i] - ours[i]);
            if (!(off <= format.bound(ours, block, i))) {
                throw new IllegalStateException(name + " has " + theirs[from + i] + " where the model has " + ours[i]
                        + ", further than " + format + " rounds; please report this");
            }
        }
    }

    /** Of queries and keys: numbers 2 i and 2 i + 1 of a head there are i of the first half and i of the second here. */
    private long ourRow(DecoderWeight weight, long row) {
        if (weight != DecoderWeight.QUERIES && weight != DecoderWeight.KEYS) {
            return row;
        }
        int headWidth = model.config().headWidth();
        long head = row - row % headWidth;
        long number = row % headWidth / 2;
        return head + (row % 2 == 0 ? number : headWidth / 2 + number);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(
                    "the file written does not hold the model: " + otherwise + "; please report this");
        }
    }
}
