// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import dev.seance.kit.export.DecoderTensor;
import dev.seance.kit.export.DecoderWeight;
import dev.seance.kit.safetensors.Half;
import dev.seance.kit.safetensors.Safetensors;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a model as llama.cpp's architecture {@code llama}: what its metadata are called, and where its tensors lie in ours.
 *
 * <p>llama.cpp turns neighbouring numbers of a head by one angle, as the paper on rotary positions has it; we, as
 * transformers, turn the halves of a head. So the rows of queries and keys change places: row 2 i + j of a head is ours of
 * number i in half j. Nothing else is moved.
 */
final class LlamaFile {

    /** Of the family: what its program computes with. */
    private static final float ROPE_THETA = 10_000;

    private static final float EPSILON = 1e-5f;

    private final ModelConfig config;
    private final FileType type;

    LlamaFile(ModelConfig config, FileType type) {
        this.config = config;
        this.type = type;
    }

    /** Says what this model is, apart from its vocabulary. */
    void describe(GgufWriter file) {
        file.put("general.architecture", "llama");
        file.put("general.type", "model");
        file.put("general.size_label", sizeLabel(config.parameters().total()));
        file.put("general.file_type", type.number());
        file.put("general.quantization_version", 2);
        file.put("llama.vocab_size", config.vocabularySize());
        file.put("llama.context_length", config.context());
        file.put("llama.embedding_length", config.width());
        file.put("llama.block_count", config.layers());
        file.put("llama.feed_forward_length", config.dimensions().mlpWidth());
        file.put("llama.attention.head_count", config.heads());
        file.put("llama.attention.head_count_kv", config.kvHeads());
        file.put("llama.attention.key_length", config.headWidth());
        file.put("llama.attention.value_length", config.headWidth());
        file.put("llama.attention.layer_norm_rms_epsilon", EPSILON);
        file.put("llama.rope.dimension_count", config.headWidth());
        file.put("llama.rope.freq_base", ROPE_THETA);
    }

    /** The number of parameters as names of models have it: 340M. */
    static String sizeLabel(long parameters) {
        double count = parameters;
        String[] units = {"", "K", "M", "B", "T"};
        int unit = 0;
        while (count >= 999.5 && unit < units.length - 1) {
            count /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, count < 9.95 && unit > 0 ? "%.1f%s" : "%.0f%s", count, units[unit]);
    }

    /**
     * Writes the file.
     *
     * @throws UserError when a weight does not fit into the number format
     */
    void write(GgufWriter file, Path model, Path target) throws IOException {
        Map<GgufWriter.Tensor, DecoderTensor> sources = new LinkedHashMap<>();
        for (DecoderTensor source : DecoderTensor.of(config)) {
            sources.put(new GgufWriter.Tensor(name(source), source.shape(), format(source)), source);
        }
        try (Safetensors checkpoint = Safetensors.open(model.resolve(TrainableModel.WEIGHTS))) {
            file.write(target, new ArrayList<>(sources.keySet()), (tensor, from, numbers) -> {
                read(checkpoint, sources.get(tensor), from, numbers);
                requireFit(tensor, numbers);
            });
        }
    }

    private static String name(DecoderTensor tensor) {
        String name =
                switch (tensor.weight()) {
                    case TOKENS -> "token_embd";
                    case ATTENTION_NORM -> "attn_norm";
                    case QUERIES -> "attn_q";
                    case KEYS -> "attn_k";
                    case VALUES -> "attn_v";
                    case ATTENTION_OUT -> "attn_output";
                    case MLP_NORM -> "ffn_norm";
                    case GATE -> "ffn_gate";
                    case UP -> "ffn_up";
                    case DOWN -> "ffn_down";
                    case FINAL_NORM -> "output_norm";
                    case HEAD -> "output";
                };
        return (tensor.weight().layered() ? "blk." + tensor.layer() + "." : "") + name + ".weight";
    }

    private NumberFormat format(DecoderTensor tensor) {
        if (tensor.weight().norm()) {
            return NumberFormat.F32;
        }
        boolean tokens = tensor.weight() == DecoderWeight.TOKENS || tensor.weight() == DecoderWeight.HEAD;
        NumberFormat format = tokens ? type.tokens() : type.matrices();
        // Rows that are no whole blocks stay as exact as they can be in half the size, as llama.cpp does.
        return tensor.columns() % format.block() == 0 ? format : NumberFormat.F16;
    }

    private void read(Safetensors checkpoint, DecoderTensor source, long from, float[] numbers) throws IOException {
        boolean rotated = source.weight() == DecoderWeight.QUERIES || source.weight() == DecoderWeight.KEYS;
        long columns = source.columns();
        if (!rotated) {
            checkpoint
                    .numbers(source.source(), (source.from() + from) * Float.BYTES, (long) numbers.length * Float.BYTES)
                    .asFloatBuffer()
                    .get(numbers);
            return;
        }
        int half = config.headWidth() / 2;
        FloatBuffer whole = source.read(checkpoint, 0, source.rows());
        for (int done = 0; done < numbers.length; ) {
            long row = (from + done) / columns;
            int column = (int) ((from + done) % columns);
            int count = (int) Math.min(columns - column, numbers.length - done);
            long head = row / config.headWidth();
            long within = row % config.headWidth();
            long ours = head * config.headWidth() + within % 2 * half + within / 2;
            whole.get(Math.toIntExact(ours * columns + column), numbers, done, count);
            done += count;
        }
    }

    private void requireFit(GgufWriter.Tensor tensor, float[] numbers) {
        double most =
                switch (tensor.format()) {
                    case F32, BF16 -> Float.MAX_VALUE;
                    case F16 -> Half.MAX;
                    case Q8_0 -> 127.0 * Half.MAX;
                    case Q4_0 -> 8.0 * Half.MAX;
                };
        for (float number : numbers) {
            // No comparison holds for what is no number.
            if (!(Math.abs(number) <= most)) {
                throw new UserError("the weight " + number + " in " + tensor.name() + " has no place in "
                        + tensor.format() + ", which ends at " + most
                        + (Float.isFinite(number)
                                ? "; export with type=bf16"
                                : "; the training diverged, export the model of an earlier step"));
            }
        }
    }
}
