// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.UserError;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import dev.seance.kit.safetensors.TensorNumbers;
import dev.seance.kit.safetensors.TensorType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The safetensors of a folder, one file or shards with an index, as one. One thread; closed by whoever opens them. */
final class LlamaFiles implements Closeable {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final int MAX_SHARDS = 1000;

    /** A table that old versions of transformers saved and that follows from the dimensions. */
    private static final String ROTARY = ".rotary_emb.inv_freq";

    private final Path folder;
    private final Map<String, Safetensors> files = new LinkedHashMap<>();
    private final Map<String, Safetensors> tensors = new HashMap<>();

    private LlamaFiles(Path folder) {
        this.folder = folder;
    }

    /** Whether there are any. */
    static boolean in(Path folder) {
        return Files.isRegularFile(folder.resolve(SINGLE)) || Files.isRegularFile(folder.resolve(INDEX));
    }

    /** The names of the files, the index among them. */
    static Collection<String> names(Path folder) throws IOException {
        if (!in(folder)) {
            boolean pickled = Files.exists(folder.resolve("pytorch_model.bin"))
                    || Files.exists(folder.resolve("pytorch_model.bin.index.json"));
            throw new UserError(folder + " has no " + SINGLE + (pickled ? ", only a pickle" : "")
                    + "; save the model with save_pretrained(folder, safe_serialization=True)");
        }
        return Files.isRegularFile(folder.resolve(SINGLE)) ? List.of(SINGLE) : shards(folder);
    }

    private static Collection<String> shards(Path folder) throws IOException {
        Path index = folder.resolve(INDEX);
        JsonNode places = JsonFile.read(index).path("weight_map");
        Set<String> names = new TreeSet<>(Set.of(INDEX));
        for (JsonNode place : places) {
            String name = place.asText();
            // A name leads to no other folder.
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors")) {
                throw new UserError(index + " names the file '" + name.replaceAll("\\p{Cntrl}", "?")
                        + "', which is no .safetensors file of its own folder");
            }
            names.add(name);
            if (names.size() > MAX_SHARDS) {
                throw new UserError(index + " names more than " + MAX_SHARDS + " files");
            }
        }
        return names;
    }

    /** @throws UserError when one is missing or damaged */
    static LlamaFiles open(Path folder) throws IOException {
        LlamaFiles all = new LlamaFiles(folder);
        try {
            for (String name : names(folder)) {
                if (!name.equals(INDEX)) {
                    all.add(name);
                }
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void add(String name) throws IOException {
        Safetensors file = Safetensors.open(folder.resolve(name));
        files.put(name, file);
        for (TensorEntry tensor : file.tensors()) {
            if (tensors.put(tensor.name(), file) != null) {
                throw new UserError(folder + ": tensor " + tensor.name() + " is in two files");
            }
        }
    }

    /** @throws UserError when these are not the tensors of that model, all of them and no others */
    void require(ModelConfig config) {
        List<String> wrong = new ArrayList<>();
        Set<String> left = new TreeSet<>(tensors.keySet());
        left.removeIf(name -> name.endsWith(ROTARY));
        if (config.tied()) {
            left.remove("lm_head.weight");
        }
        for (LlamaWeights.Slice slice : LlamaWeights.of(config)) {
            left.remove(slice.name());
            Safetensors file = tensors.get(slice.name());
            if (file == null) {
                wrong.add(slice.name() + " is missing");
                continue;
            }
            TensorEntry found = file.tensor(slice.name());
            List<Long> shape = slice.source().shape();
            if (!found.shape().equals(shape)) {
                wrong.add(slice.name() + " has the shape " + found.shape() + ", which should be " + shape);
            } else if (!TensorNumbers.isReal(found.type())) {
                wrong.add(slice.name() + " is of the type " + found.type());
            }
        }
        left.forEach(name -> wrong.add(name + " belongs to no LlamaForCausalLM"));
        if (!wrong.isEmpty()) {
            throw new UserError(folder + ": its tensors are not those that config.json describes: "
                    + String.join("; ", wrong.subList(0, Math.min(4, wrong.size())))
                    + (wrong.size() > 4 ? "; and " + (wrong.size() - 4) + " more" : ""));
        }
    }

    /** Some numbers of a tensor in fp32. */
    ByteBuffer fp32(String name, long first, int count) throws IOException {
        Safetensors file = tensors.get(name);
        TensorType type = file.tensor(name).type();
        return TensorNumbers.toFp32(file.numbers(name, first * type.bytes(), (long) count * type.bytes()), type);
    }

    @Override
    public void close() throws IOException {
        for (Safetensors file : files.values()) {
            file.close();
        }
    }
}
