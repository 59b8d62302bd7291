// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked: types known, places consecutive, sizes as the shapes say.
 *
 * @param metadata free text entries
 * @param tensors the tensors in file order
 */
record SafetensorsHeader(Map<String, String> metadata, List<TensorEntry> tensors) {

    private static final String METADATA = "__metadata__";

    SafetensorsHeader {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = List.copyOf(tensors);
    }

    static SafetensorsHeader of(Map<String, String> metadata, List<TensorEntry> tensors) {
        if (tensors.stream().map(TensorEntry::name).distinct().count() != tensors.size()) {
            throw new IllegalArgumentException("two tensors have one name");
        }
        return new SafetensorsHeader(metadata, tensors);
    }

    long dataBytes() {
        return tensors.stream().mapToLong(TensorEntry::byteSize).sum();
    }

    /** Where a tensor begins, counted from the end of the header; null when there is no such tensor. */
    Long offset(String name) {
        long offset = 0;
        for (TensorEntry tensor : tensors) {
            if (tensor.name().equals(name)) {
                return offset;
            }
            offset += tensor.byteSize();
        }
        return null;
    }

    String toJson() {
        StringBuilder json = new StringBuilder("{\"" + METADATA + "\":{");
        String separator = "";
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            json.append(separator)
                    .append(FlatJson.quote(entry.getKey()))
                    .append(':')
                    .append(FlatJson.quote(entry.getValue()));
            separator = ",";
        }
        json.append('}');
        long offset = 0;
        for (TensorEntry tensor : tensors) {
            long end = offset + tensor.byteSize();
            json.append(',')
                    .append(FlatJson.quote(tensor.name()))
                    .append(":{\"dtype\":\"")
                    .append(tensor.type())
                    .append("\",\"shape\":")
                    .append(tensor.shape().toString().replace(" ", ""))
                    .append(",\"data_offsets\":[")
                    .append(offset)
                    .append(',')
                    .append(end)
                    .append("]}");
            offset = end;
        }
        return json.append('}').toString();
    }

    /** Reads a header; throws IllegalArgumentException with what is wrong. */
    static SafetensorsHeader parse(String json) {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Placed> placed = new ArrayList<>();
        for (Map.Entry<String, Object> entry : FlatJson.object(json).entrySet()) {
            Map<String, Object> fields = FlatJson.asObject(entry.getValue(), entry.getKey());
            if (entry.getKey().equals(METADATA)) {
                fields.forEach((key, value) -> metadata.put(key, String.valueOf(value)));
            } else {
                placed.add(Placed.of(entry.getKey(), fields));
            }
        }
        placed.sort((a, b) -> Long.compare(a.from(), b.from()));
        long offset = 0;
        for (Placed tensor : placed) {
            if (tensor.from() != offset || tensor.to() - tensor.from() != tensor.entry().byteSize()) {
                throw new IllegalArgumentException("tensor " + tensor.entry().name() + " lies at " + tensor.from() + ".."
                        + tensor.to() + ", expected " + offset + ".." + (offset + tensor.entry().byteSize()));
            }
            offset = tensor.to();
        }
        return new SafetensorsHeader(metadata, placed.stream().map(Placed::entry).toList());
    }

    private record Placed(TensorEntry entry, long from, long to) {

        static Placed of(String name, Map<String, Object> fields) {
            String type = String.valueOf(fields.get("dtype"));
            List<Long> place = FlatJson.asNumbers(fields.get("data_offsets"), name + ".data_offsets");
            if (place.size() != 2) {
                throw new IllegalArgumentException("tensor " + name + " has no begin and end");
            }
            TensorType known = TensorType.named(type)
                    .orElseThrow(() -> new IllegalArgumentException("tensor " + name + " has the type " + type));
            return new Placed(
                    new TensorEntry(name, known, FlatJson.asNumbers(fields.get("shape"), name + ".shape")),
                    place.get(0),
                    place.get(1));
        }
    }
}
