// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.split.PublishedPatterns;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.util.List;
import java.util.Map;

/**
 * What stands around the merges in a {@code tokenizer.json}: how text is prepared, and so whether this is byte-level
 * BPE at all. A file of another kind is refused with the reason, because nearly the right ids are worse than none.
 *
 * <p>What does not touch the ids of a text is ignored: {@code post_processor}, which adds special tokens where a caller
 * asks for it, {@code truncation}, {@code padding}, and {@code unk_token}, since no byte is unknown. A {@code Split}
 * that removes what its pattern leaves out is taken for one that keeps it; published patterns leave nothing out.
 */
final class Pipeline {

    /** The pattern of {@code ByteLevel} itself. */
    private static final String GPT2 = PublishedPatterns.GPT2;

    /** The whole text is one piece. */
    private static final String NO_SPLIT = "[\\s\\S]+";

    private static final String BYTE_LEVEL_ADVICE =
            "give the folder of a byte-level BPE vocabulary, as GPT-2's and Llama 3's are, or train one";

    private Pipeline() {}

    /** How the text of a file's vocabulary is cut, once all else was found to be as it must be. */
    static SplitPattern.PreTokenizer split(Map<String, Object> root, Map<String, Object> model) throws Unfit {
        checkModel(root.get("model"), model);
        checkNormalizer(root.get("normalizer"));
        String regex = regex(root.get("pre_tokenizer"));
        String decoder = Json.text(root.get("decoder"), "type");
        if (root.get("decoder") != null && !"ByteLevel".equals(decoder)) {
            throw new Unfit("its decoder is " + named(decoder) + ", not ByteLevel", BYTE_LEVEL_ADVICE);
        }
        try {
            return SplitPattern.PreTokenizer.of(regex);
        } catch (UserError e) {
            throw new Unfit("its " + e.getMessage());
        }
    }

    private static void checkModel(Object found, Map<String, Object> model) throws Unfit {
        if (found == null || model.isEmpty()) {
            throw new Unfit("it has no model");
        }
        // Old files name no type.
        Object type = model.get("type");
        if (type != null && !type.equals("BPE")) {
            throw new Unfit("its model is " + named(type) + ", not BPE", BYTE_LEVEL_ADVICE);
        }
        if (!(model.get("vocab") instanceof Map) || !(model.get("merges") instanceof List)) {
            throw new Unfit("model.vocab or model.merges is missing");
        }
        if (Boolean.TRUE.equals(model.get("byte_fallback"))) {
            throw sentencePiece("model.byte_fallback is true");
        }
        if (model.get("dropout") instanceof Number dropout && dropout.doubleValue() > 0) {
            throw new Unfit(
                    "model.dropout is " + dropout + ": it leaves out merges at random, and equal texts get other ids",
                    "set it to null in the file");
        }
        for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (model.get(affix) != null && !"".equals(model.get(affix))) {
                throw new Unfit(
                        "model." + affix + " is " + Json.shown(model.get(affix))
                                + ": its tokens are of words, not of bytes",
                        BYTE_LEVEL_ADVICE);
            }
        }
    }

    private static void checkNormalizer(Object normalizer) throws Unfit {
        if (normalizer == null
                || Json.items(Json.field(normalizer, "normalizers")).isEmpty()
                        && "Sequence".equals(Json.text(normalizer, "type"))) {
            return;
        }
        String shown = Json.shown(normalizer);
        if (shown.contains("▁")) {
            throw sentencePiece("its normalizer is " + shown);
        }
        throw new Unfit(
                "its normalizer " + named(Json.field(normalizer, "type"))
                        + " changes text before encoding, so that decoding does not give the text back",
                "where the texts are in that form already, set normalizer to null in a copy of the file");
    }

    private static String regex(Object preTokenizer) throws Unfit {
        List<?> steps = "Sequence".equals(Json.text(preTokenizer, "type"))
                ? Json.items(Json.field(preTokenizer, "pretokenizers"))
                : preTokenizer == null ? List.of() : List.of(preTokenizer);
        List<String> types = steps.stream()
                .map(step -> String.valueOf(Json.text(step, "type")))
                .toList();
        if (types.contains("Metaspace")) {
            throw sentencePiece("its pre_tokenizer is Metaspace");
        }
        if (!types.contains("ByteLevel")) {
            throw new Unfit(
                    "its pre_tokenizer " + (types.isEmpty() ? "null" : types) + " has no ByteLevel", BYTE_LEVEL_ADVICE);
        }
        Object byteLevel = steps.get(types.indexOf("ByteLevel"));
        if (!Boolean.FALSE.equals(Json.field(byteLevel, "add_prefix_space"))) {
            throw new Unfit(
                    "pre_tokenizer.add_prefix_space is " + Json.shown(Json.field(byteLevel, "add_prefix_space"))
                            + ": with a space put before each text, decoding does not give the text back",
                    "set it to false in a copy of the file if the first word of a text need not have a space");
        }
        boolean own = !Boolean.FALSE.equals(Json.field(byteLevel, "use_regex"));
        if (types.equals(List.of("ByteLevel"))) {
            return own ? GPT2 : NO_SPLIT;
        }
        if (types.equals(List.of("Split", "ByteLevel")) && !own) {
            return splitRegex(steps.get(0));
        }
        if (types.equals(List.of("Digits", "ByteLevel")) && own) {
            return gpt2WithDigitsApart(Boolean.TRUE.equals(Json.field(steps.get(0), "individual_digits")));
        }
        throw new Unfit(
                "its pre_tokenizer is a sequence of " + String.join(", ", types)
                        + (own ? " with a pattern of its own" : "")
                        + "; only Split or Digits before ByteLevel can be used here",
                BYTE_LEVEL_ADVICE);
    }

    private static String splitRegex(Object split) throws Unfit {
        String regex = Json.text(Json.field(split, "pattern"), "Regex");
        String behavior = Json.text(split, "behavior");
        boolean invert = Boolean.TRUE.equals(Json.field(split, "invert"));
        boolean pieces = "Isolated".equals(behavior) || "Removed".equals(behavior) && invert;
        if (regex == null || !pieces) {
            throw new Unfit(
                    "pre_tokenizer.Split is " + Json.shown(split) + "; only a Regex whose matches are the pieces"
                            + " (behavior Isolated, or Removed with invert) can be used here");
        }
        return regex;
    }

    /**
     * GPT-2's pattern on what is left when numbers are cut out first, as StarCoder and SmolLM have it: a space is not
     * joined to a number, and spaces before a number are as those at the end of the text.
     */
    private static String gpt2WithDigitsApart(boolean individual) {
        return GPT2.replace(" ?\\p{N}+", individual ? "\\p{N}" : "\\p{N}+").replace("(?!\\S)", "(?![^\\s\\p{N}])");
    }

    private static Unfit sentencePiece(String sign) {
        return new Unfit(
                sign + ": this is BPE in SentencePiece's manner, on characters with ▁ for a space", BYTE_LEVEL_ADVICE);
    }

    private static String named(Object type) {
        return type instanceof String name ? name : Json.shown(type);
    }
}
