// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON header of a safetensors file, checked: types known, places consecutive, sizes as the shapes say. */
final class SafetensorsHeader {

    private static final String METADATA = "__metadata__";

    private final Map<String, String> metadata;
    private final Map<String, Placed> tensors;

    private SafetensorsHeader(Map<String, String> metadata, Map<String, Placed> tensors) {
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        this.tensors = tensors;
    }

    /**
     * A tensor and where it lies, in bytes from the end of the header.
     *
     * @param entry the tensor
     * @param from its first byte
     * @param to the byte after its last
     */
    record Placed(TensorEntry entry, long from, long to) {

        static Placed of(String name, Map<String, Object> fields) {
            String type = String.valueOf(fields.get("dtype"));
            List<Long> place = HeaderJson.asNumbers(fields.get("data_offsets"), name + ".data_offsets");
            if (place.size() != 2) {
                throw new IllegalArgumentException("tensor " + name + " has no begin and end");
            }
            TensorType known = TensorType.named(type)
                    .orElseThrow(() -> new IllegalArgumentException("tensor " + name + " has the type " + type));
            return new Placed(
                    new TensorEntry(name, known, HeaderJson.asNumbers(fields.get("shape"), name + ".shape")),
                    place.get(0),
                    place.get(1));
        }
    }

    /** The header of a file that holds these tensors one after the other. */
    static SafetensorsHeader of(Map<String, String> metadata, List<TensorEntry> tensors) {
        Map<String, Placed> placed = new LinkedHashMap<>();
        long offset = 0;
        for (TensorEntry tensor : tensors) {
            long end = Math.addExact(offset, tensor.byteSize());
            if (tensor.name().equals(METADATA)) {
                throw new IllegalArgumentException("no tensor can be called " + METADATA);
            }
            if (placed.put(tensor.name(), new Placed(tensor, offset, end)) != null) {
                throw new IllegalArgumentException("two tensors are called " + tensor.name());
            }
            offset = end;
        }
        return new SafetensorsHeader(metadata, placed);
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** The tensors in file order. */
    List<TensorEntry> tensors() {
        return tensors.values().stream().map(Placed::entry).toList();
    }

    Optional<Placed> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    long dataBytes() {
        return tensors.values().stream().mapToLong(Placed::to).max().orElse(0);
    }

    String toJson() {
        StringBuilder json = new StringBuilder("{\"" + METADATA + "\":{");
        String separator = "";
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            json.append(separator)
                    .append(HeaderJson.quote(entry.getKey()))
                    .append(':')
                    .append(HeaderJson.quote(entry.getValue()));
            separator = ",";
        }
        json.append('}');
        for (Placed tensor : tensors.values()) {
            json.append(',')
                    .append(HeaderJson.quote(tensor.entry().name()))
                    .append(":{\"dtype\":\"")
                    .append(tensor.entry().type())
                    .append("\",\"shape\":")
                    .append(tensor.entry().shape().toString().replace(" ", ""))
                    .append(",\"data_offsets\":[")
                    .append(tensor.from())
                    .append(',')
                    .append(tensor.to())
                    .append("]}");
        }
        return json.append('}').toString();
    }

    /** Reads a header; throws IllegalArgumentException with what is wrong. */
    static SafetensorsHeader parse(String json) {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Placed> found = new ArrayList<>();
        for (Map.Entry<String, Object> entry : HeaderJson.object(json).entrySet()) {
            Map<String, Object> fields = HeaderJson.asObject(entry.getValue(), entry.getKey());
            if (entry.getKey().equals(METADATA)) {
                fields.forEach((key, value) -> metadata.put(key, String.valueOf(value)));
            } else {
                found.add(Placed.of(entry.getKey(), fields));
            }
        }
        // An empty tensor lies where the next one begins, so the end decides between equal beginnings.
        found.sort((a, b) -> a.from() == b.from() ? Long.compare(a.to(), b.to()) : Long.compare(a.from(), b.from()));
        Map<String, Placed> tensors = new LinkedHashMap<>();
        long offset = 0;
        for (Placed tensor : found) {
            long size = tensor.entry().byteSize();
            if (tensor.from() != offset || tensor.to() < tensor.from() || tensor.to() - tensor.from() != size) {
                throw new IllegalArgumentException("tensor " + tensor.entry().name() + " lies at " + tensor.from()
                        + ".." + tensor.to() + ", expected " + size + " bytes at " + offset);
            }
            tensors.put(tensor.entry().name(), tensor);
            offset = tensor.to();
        }
        return new SafetensorsHeader(metadata, tensors);
    }
}
