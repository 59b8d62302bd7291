// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainableModel;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes weights as that library lays them out: one file, or several with an index where they are large. */
final class WeightFiles {

    /** The size above which that library splits, in bytes. */
    static final long SHARD = 5_000_000_000L;

    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private final WeightType type;
    private final long shardBytes;

    WeightFiles(WeightType type, long shardBytes) {
        this.type = type;
        this.shardBytes = shardBytes;
    }

    /** Writes them and gives the names of the files. */
    List<Path> write(ModelConfig config, Path model, Path folder) throws IOException {
        List<List<LlamaWeights.Slice>> shards = shards(LlamaWeights.of(config));
        List<Path> files = new ArrayList<>();
        ObjectNode places = new ObjectMapper().createObjectNode();
        long bytes = 0;
        try (Safetensors ours = Safetensors.open(model.resolve(TrainableModel.WEIGHTS))) {
            for (int i = 0; i < shards.size(); i++) {
                String name = shards.size() == 1
                        ? "model.safetensors"
                        : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
                write(shards.get(i), ours, folder.resolve(name));
                files.add(Path.of(name));
                for (LlamaWeights.Slice slice : shards.get(i)) {
                    places.put(slice.name(), name);
                    bytes += slice.entry(type.type()).byteSize();
                }
            }
        }
        if (shards.size() > 1) {
            ObjectNode index = new ObjectMapper().createObjectNode();
            index.putObject("metadata").put("total_size", bytes);
            index.set("weight_map", places);
            Files.writeString(folder.resolve("model.safetensors.index.json"), index.toPrettyString() + "\n");
            files.add(Path.of("model.safetensors.index.json"));
        }
        return files;
    }

    private List<List<LlamaWeights.Slice>> shards(List<LlamaWeights.Slice> slices) {
        List<List<LlamaWeights.Slice>> shards = new ArrayList<>();
        long bytes = 0;
        for (LlamaWeights.Slice slice : slices) {
            long size = slice.entry(type.type()).byteSize();
            if (shards.isEmpty() || bytes + size > shardBytes) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.get(shards.size() - 1).add(slice);
            bytes += size;
        }
        return shards;
    }

    private void write(List<LlamaWeights.Slice> slices, Safetensors ours, Path file) throws IOException {
        Map<String, LlamaWeights.Slice> byName = new HashMap<>();
        List<TensorEntry> entries = new ArrayList<>();
        for (LlamaWeights.Slice slice : slices) {
            byName.put(slice.name(), slice);
            entries.add(slice.entry(type.type()));
        }
        int size = type.type().bytes();
        Safetensors.write(file, METADATA, entries, (entry, from, count) -> {
            LlamaWeights.Slice slice = byName.get(entry.name());
            long first = slice.source().from() + from / size;
            return type.convert(
                    ours.numbers(slice.source().source(), first * Float.BYTES, (long) count / size * Float.BYTES));
        });
    }
}
