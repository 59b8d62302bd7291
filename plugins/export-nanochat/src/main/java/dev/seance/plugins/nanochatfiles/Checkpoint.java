// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The two files of a checkpoint of nanochat.
 *
 * @param weights model_NNNNNN.pt
 * @param meta meta_NNNNNN.json, of the same number
 */
record Checkpoint(Path weights, Path meta) {

    private static final Pattern NAME = Pattern.compile("(?:model_(\\d{1,9})\\.pt|meta_(\\d{1,9})\\.json)");
    private static final long MAX_META = 1 << 20;

    /** So that no claim makes lists of a thousand million tensors. */
    private static final int MAX_LAYERS = 1024;

    private static final int MAX_SIZE = 1 << 24;

    /** Those of a folder with the highest number, or those of the number that a file has. */
    static Optional<Checkpoint> find(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return number(path).flatMap(number -> of(path.toAbsolutePath().getParent(), number));
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".pt"))
                    .flatMap(file -> number(file).stream())
                    .max(Comparator.comparingLong(Long::parseLong))
                    .flatMap(number -> of(path, number));
        }
    }

    private static Optional<String> number(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Optional.of(name.group(1) == null ? name.group(2) : name.group(1)) : Optional.empty();
    }

    private static Optional<Checkpoint> of(Path folder, String number) {
        Checkpoint found =
                new Checkpoint(folder.resolve("model_" + number + ".pt"), folder.resolve("meta_" + number + ".json"));
        boolean both = Files.isRegularFile(found.weights) && Files.isRegularFile(found.meta);
        return both ? Optional.of(found) : Optional.empty();
    }

    Path folder() {
        return weights.toAbsolutePath().getParent();
    }

    /** @throws UserError when meta does not describe a model that can be built here */
    ModelConfig config(ModelFamilies families) throws IOException {
        JsonNode config = read().path("model_config");
        if (!config.isObject()) {
            throw wrong("it has no model_config");
        }
        int width = size(config, "n_embd", MAX_SIZE);
        int heads = size(config, "n_head", MAX_SIZE);
        if (width < NanochatWeights.SMEAR_CHANNELS) {
            throw wrong("n_embd is " + width + ", below the " + NanochatWeights.SMEAR_CHANNELS
                    + " channels that the smear reads");
        }
        try {
            // Models from before there were windows say nothing of them.
            String windows = config.path("window_pattern").asText("L").toUpperCase(Locale.ROOT);
            return families.config(
                    "nanochat",
                    new ModelDimensions(
                                    size(config, "n_layer", MAX_LAYERS),
                                    width,
                                    heads,
                                    size(config, "n_kv_head", MAX_SIZE),
                                    4 * width,
                                    size(config, "sequence_len", MAX_SIZE),
                                    size(config, "vocab_size", MAX_SIZE))
                            .withWindows(new AttentionWindows(windows)));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private JsonNode read() throws IOException {
        if (Files.size(meta) > MAX_META) {
            throw wrong("it has " + Files.size(meta) + " bytes, and no checkpoint's is as large");
        }
        try {
            return new ObjectMapper().readTree(new String(Files.readAllBytes(meta), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw wrong(e.getOriginalMessage());
        }
    }

    private int size(JsonNode config, String name, int most) {
        JsonNode found = config.path(name);
        if (!found.isInt() || found.asInt() < 1 || found.asInt() > most) {
            String shown = found.toString();
            throw wrong(name + " is " + (shown.length() > 40 ? shown.substring(0, 40) + "..." : shown)
                    + ", not a number from 1 to " + most);
        }
        return found.asInt();
    }

    private UserError wrong(String reason) {
        return new UserError(meta + " does not describe a model of nanochat: " + reason);
    }
}
