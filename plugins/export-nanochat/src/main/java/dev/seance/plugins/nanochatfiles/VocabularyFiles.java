// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A vocabulary in three files: {@code tokenizer.pkl}, a pickled {@code tiktoken.Encoding}, and {@code token_bytes.pt}, how
 * many bytes each token stands for, as nanochat has them; {@code tokenizer.json}, with the special tokens spelt as in the
 * published Victorian model, for the programs written for that one.
 *
 * <p>nanochat has nine special tokens, looked up by spelling. They become further spellings of ours, so that it renders a
 * conversation just as it was trained on: what ends a turn is what begins a document. Its four for calls of Python have no
 * counterpart and become the one for filling up, which no model says.
 */
final class VocabularyFiles {

    static final String PICKLE = "tokenizer.pkl";

    /** How the published model spells the two roles. */
    private static final Map<SpecialToken, String> PUBLISHED =
            Map.of(SpecialToken.USER, "<human>", SpecialToken.ASSISTANT, "<victorian>");

    private static final Map<String, SpecialToken> NANOCHAT = nanochat();

    private final Vocabulary vocabulary;
    private final ObjectNode json;
    private final Map<String, Integer> specials;

    private VocabularyFiles(Vocabulary vocabulary, ObjectNode json, Map<String, Integer> specials) {
        this.vocabulary = vocabulary;
        this.json = json;
        this.specials = specials;
    }

    private static Map<String, SpecialToken> nanochat() {
        Map<String, SpecialToken> purposes = new LinkedHashMap<>();
        purposes.put("<|bos|>", SpecialToken.DOCUMENT);
        purposes.put("<|user_start|>", SpecialToken.USER);
        purposes.put("<|user_end|>", SpecialToken.DOCUMENT);
        purposes.put("<|assistant_start|>", SpecialToken.ASSISTANT);
        purposes.put("<|assistant_end|>", SpecialToken.DOCUMENT);
        for (String call : List.of("<|python_start|>", "<|python_end|>", "<|output_start|>", "<|output_end|>")) {
            purposes.put(call, SpecialToken.PAD);
        }
        return purposes;
    }

    /**
     * Prepares the files and writes none.
     *
     * @param workspace an existing folder, where the vocabulary is saved on the way
     * @throws UserError when nanochat's way of encoding would give other ids
     */
    static VocabularyFiles of(Vocabulary vocabulary, Path workspace) throws IOException {
        Path saved = Files.createDirectories(workspace.resolve("vocabulary"));
        vocabulary.save(saved);
        JsonNode json =
                new ObjectMapper().readTree(saved.resolve(Vocabulary.FILE).toFile());
        VocabularyFiles files = new VocabularyFiles(vocabulary, (ObjectNode) json, specials(vocabulary));
        files.requireRanks();
        files.spellAsPublished();
        return files;
    }

    List<Path> write(Path folder) throws IOException {
        Files.writeString(folder.resolve(Vocabulary.FILE), json.toPrettyString() + "\n");
        Files.write(folder.resolve(PICKLE), encoding());
        ByteBuffer lengths =
                ByteBuffer.allocate(vocabulary.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int id = 0; id < vocabulary.size(); id++) {
            lengths.putInt(vocabulary.byteLength(id));
        }
        TorchTensor tensor = new TorchTensor("", TorchType.INT32, List.of((long) vocabulary.size()));
        TorchWriter.tensor(
                folder.resolve("token_bytes.pt"), tensor, (unnamed, from, count) -> lengths.slice((int) from, count));
        return List.of(Path.of(Vocabulary.FILE), Path.of(PICKLE), Path.of("token_bytes.pt"));
    }

    /** Ours by spelling, and nanochat's; its own where the vocabulary has them already. */
    private static Map<String, Integer> specials(Vocabulary vocabulary) {
        Map<String, Integer> specials = new LinkedHashMap<>(vocabulary.specials());
        NANOCHAT.forEach((spelling, purpose) -> {
            if (!specials.containsKey(spelling)) {
                specials.put(spelling, vocabulary.find(purpose).orElseGet(() -> vocabulary.id(SpecialToken.DOCUMENT)));
            }
        });
        return specials;
    }

    /**
     * tiktoken merges whatever pair makes the token of the lowest rank, and here ranks are ids. So the tokens of the merges
     * must stand in the order of the merges, one of each, after those of the bytes they are made of.
     */
    private void requireRanks() {
        Map<ByteBuffer, Integer> ids = new LinkedHashMap<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] bytes = vocabulary.bytes(id);
            if (bytes.length > 0 && ids.put(ByteBuffer.wrap(bytes), id) != null) {
                throw unlike("two of its tokens stand for the same bytes");
            }
        }
        if (pattern().isEmpty()) {
            throw unlike("its text is not cut by one pattern");
        }
        int last = -1;
        for (JsonNode merge : json.at("/model/merges")) {
            int id = json.at("/model/vocab")
                    .path(merge.path(0).asText() + merge.path(1).asText())
                    .asInt(-1);
            if (id <= last) {
                throw unlike("the ids of its tokens do not ascend with its merges");
            }
            last = id;
        }
    }

    private UserError unlike(String reason) {
        return new UserError("nanochat's tokenizer (tiktoken) would give this model's vocabulary other ids: " + reason
                + "; models with a vocabulary that was trained here can be exported");
    }

    /** What cuts text into pieces before merges. */
    private String pattern() {
        return json.at("/pre_tokenizer/pretokenizers/0/pattern/Regex").asText("");
    }

    /** Renames the roles of a vocabulary that spells them as ours do. */
    private void spellAsPublished() {
        ObjectNode tokens = (ObjectNode) json.at("/model/vocab");
        PUBLISHED.forEach((purpose, published) -> {
            if (tokens.has(purpose.spelling()) && !tokens.has(published)) {
                ObjectNode renamed = tokens.objectNode();
                tokens.fields()
                        .forEachRemaining(token -> renamed.set(
                                token.getKey().equals(purpose.spelling()) ? published : token.getKey(),
                                token.getValue()));
                tokens.removeAll();
                tokens.setAll(renamed);
                json.at("/added_tokens").forEach(token -> {
                    if (token.path("content").asText().equals(purpose.spelling())) {
                        ((ObjectNode) token).put("content", published);
                    }
                });
            }
        });
    }

    /** What {@code tiktoken.Encoding} gives pickle and takes from it: the arguments of its constructor, as a dictionary. */
    private byte[] encoding() {
        PickleWriter pickle = new PickleWriter(3);
        pickle.global("tiktoken.core", "Encoding").emptyTuple().newObject();
        pickle.emptyDictionary().mark();
        pickle.text("name").text("seance");
        pickle.text("pat_str").text(pattern());
        pickle.text("mergeable_ranks").emptyDictionary().mark();
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] bytes = vocabulary.bytes(id);
            if (bytes.length > 0) {
                pickle.bytes(bytes).number(id);
            }
        }
        pickle.setItems();
        pickle.text("special_tokens").dictionary(specials);
        return pickle.setItems().setState().end();
    }
}
