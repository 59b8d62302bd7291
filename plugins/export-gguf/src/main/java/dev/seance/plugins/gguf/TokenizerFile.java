// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A vocabulary as llama.cpp wants it, from its {@code tokenizer.json}: tokens by id in byte-level letters, merges, and the
 * name under which llama.cpp knows its split pattern.
 *
 * @param tokens by id; unused ids have a name of their own
 * @param types by id: {@link #NORMAL}, {@link #CONTROL} or {@link #UNUSED}
 * @param merges two tokens and a blank between them, the first merge first
 * @param split llama.cpp's name of the split pattern
 */
record TokenizerFile(List<String> tokens, List<Integer> types, List<String> merges, String split) {

    static final int NORMAL = 1;
    static final int CONTROL = 3;
    static final int UNUSED = 5;

    /**
     * Reads a vocabulary through its files.
     *
     * @param work a folder to save them in
     * @throws UserError when llama.cpp has no such tokenizer, with the reason
     */
    static TokenizerFile of(Vocabulary vocabulary, Path work) throws IOException {
        Path folder = Files.createDirectories(work.resolve("vocabulary"));
        vocabulary.save(folder);
        JsonNode file =
                new ObjectMapper().readTree(folder.resolve(Vocabulary.FILE).toFile());
        JsonNode model = file.path("model");
        if (!model.path("type").asText().equals("BPE")) {
            throw new UserError("the vocabulary is of the kind '"
                    + model.path("type").asText() + "'; this export knows byte-level BPE (tokenizer: bpe)");
        }
        String[] tokens = new String[vocabulary.size()];
        Integer[] types = new Integer[vocabulary.size()];
        for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
            tokens[entry.getValue().asInt()] = entry.getKey();
            types[entry.getValue().asInt()] = NORMAL;
        }
        vocabulary.specials().forEach((spelling, id) -> {
            tokens[id] = spelling;
            types[id] = CONTROL;
        });
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id] == null) {
                tokens[id] = "[unused " + id + "]";
                types[id] = UNUSED;
            }
        }
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(
                    merge.isTextual()
                            ? merge.asText()
                            : merge.path(0).asText() + " " + merge.path(1).asText());
        }
        String regex = file.at("/pre_tokenizer/pretokenizers/0/pattern/Regex").asText();
        String split = SplitNames.of(regex, () -> everyTokenIsItself(vocabulary));
        return new TokenizerFile(List.of(tokens), Arrays.asList(types), merges, split);
    }

    /** Whether the text of each token is encoded as just that token, wherever it is a text. */
    private static boolean everyTokenIsItself(Vocabulary vocabulary) {
        for (int id = 0; id < vocabulary.size(); id++) {
            Optional<String> text = text(vocabulary, id);
            if (text.isPresent()) {
                int[] ids = vocabulary.encode(text.get());
                if (ids.length != 1 || ids[0] != id) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Optional<String> text(Vocabulary vocabulary, int id) {
        byte[] bytes = vocabulary.bytes(id);
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean whole = bytes.length > 0 && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
        return whole ? Optional.of(text) : Optional.empty();
    }

    /** Adds it to a file's metadata. */
    void describe(GgufWriter file, Vocabulary vocabulary, Optional<String> chatTemplate) {
        int document = vocabulary.id(SpecialToken.DOCUMENT);
        file.put("tokenizer.ggml.model", "gpt2");
        file.put("tokenizer.ggml.pre", split);
        file.put("tokenizer.ggml.tokens", tokens);
        file.put("tokenizer.ggml.token_type", types);
        file.put("tokenizer.ggml.merges", merges);
        file.put("tokenizer.ggml.bos_token_id", document);
        file.put("tokenizer.ggml.eos_token_id", document);
        file.put("tokenizer.ggml.eot_token_id", document);
        file.put("tokenizer.ggml.padding_token_id", vocabulary.id(SpecialToken.PAD));
        // Every text the model was trained on begins with it, and no text ends by itself.
        file.put("tokenizer.ggml.add_bos_token", true);
        file.put("tokenizer.ggml.add_eos_token", false);
        chatTemplate.ifPresent(template -> file.put("tokenizer.chat_template", template));
    }
}
