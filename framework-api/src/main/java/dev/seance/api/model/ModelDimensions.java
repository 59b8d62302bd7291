// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The numbers that fix a model's tensors and computation: those that any transformer has, and the settings that a family
 * adds.
 *
 * @param layers transformer layers
 * @param width width of the residual stream; a multiple of {@code heads}
 * @param heads attention heads
 * @param kvHeads key and value heads; divides {@code heads}
 * @param mlpWidth inner width of the feed-forward layers
 * @param context the longest sequence, in tokens
 * @param vocabularySize entries of the vocabulary
 * @param windows how far back each layer looks
 * @param settings of the family, by name: lower-case letters, digits and underscores. Values are text; {@code true} and
 *     {@code false} are flags, what has a decimal point is a real number, other digits are a whole one
 */
public record ModelDimensions(
        int layers,
        int width,
        int heads,
        int kvHeads,
        int mlpWidth,
        int context,
        int vocabularySize,
        AttentionWindows windows,
        Map<String, String> settings) {

    private static final String LAYERS = "layers";
    private static final String WIDTH = "width";
    private static final String HEADS = "heads";
    private static final String KV_HEADS = "kv_heads";
    private static final String MLP_WIDTH = "mlp_width";
    private static final String CONTEXT = "context";
    private static final String VOCABULARY_SIZE = "vocabulary_size";
    private static final String WINDOWS = "windows";

    /** Names that settings cannot have: the other numbers, and what else the header of a checkpoint says. */
    private static final Set<String> RESERVED = Set.of(
            LAYERS,
            WIDTH,
            HEADS,
            KV_HEADS,
            MLP_WIDTH,
            CONTEXT,
            VOCABULARY_SIZE,
            WINDOWS,
            "architecture",
            "format",
            "format_version");

    private static final String SETTING = "[a-z][a-z0-9_]*";

    public ModelDimensions {
        Objects.requireNonNull(windows, "windows");
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        if (layers < 1 || width < 1 || heads < 1 || kvHeads < 1 || mlpWidth < 1 || context < 1 || vocabularySize < 1) {
            throw new IllegalArgumentException("every dimension of a model must be at least 1");
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException("width " + width + " is not a multiple of heads " + heads);
        }
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException("kv-heads " + kvHeads + " does not divide heads " + heads);
        }
        settings.forEach((name, value) -> {
            Objects.requireNonNull(value, name);
            if (!name.matches(SETTING) || RESERVED.contains(name)) {
                throw new IllegalArgumentException("a model's setting cannot be called '" + name + "'");
            }
        });
    }

    /** Without settings, and with every layer looking at the whole context. */
    public ModelDimensions(
            int layers, int width, int heads, int kvHeads, int mlpWidth, int context, int vocabularySize) {
        this(layers, width, heads, kvHeads, mlpWidth, context, vocabularySize, AttentionWindows.FULL, Map.of());
    }

    public ModelDimensions withWindows(AttentionWindows others) {
        return new ModelDimensions(layers, width, heads, kvHeads, mlpWidth, context, vocabularySize, others, settings);
    }

    /** The same with a setting of the family; numbers and flags as Java prints them. */
    public ModelDimensions withSetting(String name, Object value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(name, value.toString());
        return new ModelDimensions(layers, width, heads, kvHeads, mlpWidth, context, vocabularySize, windows, more);
    }

    public int headWidth() {
        return width / heads;
    }

    /** Width of the keys, and of the values, of a token. */
    public int kvWidth() {
        return kvHeads * headWidth();
    }

    /** How many tokens a token of that layer can see before itself, at most; the whole context is no bound. */
    public int window(int layer) {
        return Math.min(context, windows.tokens(layer, layers, context));
    }

    /**
     * Checks that the settings are those that a family has, no more and no less.
     *
     * @throws IllegalArgumentException when one is missing or unknown, naming it
     */
    public void requireSettings(String... names) {
        Set<String> known = Set.of(names);
        known.stream()
                .filter(name -> !settings.containsKey(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("'" + name + "' is missing");
                });
        settings.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("unknown setting '" + name + "'");
                });
    }

    /**
     * A setting that is true or false.
     *
     * @throws IllegalArgumentException when it is missing or neither
     */
    public boolean flag(String setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        "'" + setting + "' is " + text(setting) + ", neither true nor false");
        };
    }

    /**
     * A setting that is a whole number.
     *
     * @throws IllegalArgumentException when it is missing or none
     */
    public int number(String setting) {
        text(setting);
        return number(settings, setting);
    }

    private String text(String setting) {
        String value = settings.get(setting);
        if (value == null) {
            throw new IllegalArgumentException("'" + setting + "' is missing");
        }
        return value;
    }

    /** As text, for the header of a weights file; {@link #fromMetadata} reads it back. */
    public Map<String, String> toMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(LAYERS, Integer.toString(layers));
        metadata.put(WIDTH, Integer.toString(width));
        metadata.put(HEADS, Integer.toString(heads));
        metadata.put(KV_HEADS, Integer.toString(kvHeads));
        metadata.put(MLP_WIDTH, Integer.toString(mlpWidth));
        metadata.put(CONTEXT, Integer.toString(context));
        metadata.put(VOCABULARY_SIZE, Integer.toString(vocabularySize));
        metadata.put(WINDOWS, windows.pattern());
        metadata.putAll(settings);
        return metadata;
    }

    /**
     * Reads {@link #toMetadata} back. Further entries with simple names are settings; those with a dot in their name are
     * somebody else's.
     *
     * @throws IllegalArgumentException when an entry is missing or is not what it should be, naming it
     */
    public static ModelDimensions fromMetadata(Map<String, String> metadata) {
        Map<String, String> settings = new TreeMap<>(metadata);
        settings.keySet().removeIf(name -> RESERVED.contains(name) || name.contains("."));
        return new ModelDimensions(
                number(metadata, LAYERS),
                number(metadata, WIDTH),
                number(metadata, HEADS),
                number(metadata, KV_HEADS),
                number(metadata, MLP_WIDTH),
                number(metadata, CONTEXT),
                number(metadata, VOCABULARY_SIZE),
                new AttentionWindows(metadata.getOrDefault(WINDOWS, "missing")),
                settings);
    }

    private static int number(Map<String, String> metadata, String key) {
        try {
            return Integer.parseInt(metadata.getOrDefault(key, "missing"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + key + "' is " + metadata.get(key) + ", not a number", e);
        }
    }
}
