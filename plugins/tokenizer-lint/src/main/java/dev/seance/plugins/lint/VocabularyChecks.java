// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.tokenizer.Vocabulary;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a vocabulary shows by itself. */
final class VocabularyChecks {

    /** A marker that plain text spells in so few ordinary tokens is a habit a model can pick up from text. */
    private static final int FEW_TOKENS = 2;

    private final Vocabulary vocabulary;
    private final TokenTable tokens;
    private final Findings findings;

    VocabularyChecks(Vocabulary vocabulary, TokenTable tokens, Findings findings) {
        this.vocabulary = vocabulary;
        this.tokens = tokens;
        this.findings = findings;
    }

    void alphabet() {
        boolean[] there = new boolean[256];
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.bytes(id).length == 1) {
                there[tokens.bytes(id)[0] & 0xFF] = true;
            }
        }
        List<String> missing = IntStream.range(0, 256)
                .filter(value -> !there[value])
                .mapToObj(value -> String.format("%02X", value))
                .toList();
        findings.hard(
                HardCheck.ALPHABET,
                "missingBytes",
                missing.size(),
                new Finding(
                        "alphabet",
                        missing.isEmpty() ? Verdict.OK : Verdict.FAIL,
                        missing.isEmpty()
                                ? "all 256 bytes have a token"
                                : Findings.count(missing.size(), "byte") + " without a token",
                        missing,
                        "Text with a byte that has no token cannot be written. Train with a tokenizer that starts from"
                                + " all 256 bytes, whether or not the texts have them."));
    }

    void duplicates() {
        Map<ByteBuffer, Integer> seen = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.bytes(id).length > 0) {
                Integer first = seen.putIfAbsent(ByteBuffer.wrap(tokens.bytes(id)), id);
                if (first != null) {
                    twice.add(tokens.show(id) + " is " + first + " and " + id);
                }
            }
        }
        findings.hard(
                HardCheck.DUPLICATES,
                "duplicateTokens",
                twice.size(),
                new Finding(
                        "duplicates",
                        twice.isEmpty() ? Verdict.OK : Verdict.FAIL,
                        twice.isEmpty() ? "none" : Findings.count(twice.size(), "token") + " with another's bytes",
                        twice,
                        "Only one of two tokens for the same bytes is ever used; a model that makes the other speaks"
                                + " in tokens it never read. Train the vocabulary again."));
    }

    /** @param fuzzed how many texts that nobody trusts were encoded to special tokens */
    void markers(int fuzzed, Map<String, Long> inTexts) {
        List<String> examples = new ArrayList<>();
        int spelled = 0;
        int few = 0;
        for (Map.Entry<String, Integer> special : vocabulary.specials().entrySet()) {
            int[] ids = vocabulary.encode(special.getKey());
            boolean speaks = IntStream.of(ids).anyMatch(special.getValue()::equals);
            boolean brief = ids.length <= FEW_TOKENS;
            spelled += speaks ? 1 : 0;
            few += !speaks && brief ? 1 : 0;
            if (speaks) {
                examples.add(special.getKey() + " is encoded as the marker itself");
            } else if (brief) {
                examples.add(special.getKey() + " in " + Findings.count(ids.length, "ordinary token"));
            }
        }
        inTexts.forEach(
                (spelling, times) -> examples.add(spelling + " stands in the texts " + Findings.count(times, "time")));
        long broken = spelled + fuzzed;
        Verdict verdict = broken > 0 ? Verdict.FAIL : few > 0 || !inTexts.isEmpty() ? Verdict.LOOK : Verdict.OK;
        findings.metric(
                "markersInTexts",
                inTexts.values().stream().mapToLong(Long::longValue).sum());
        findings.hard(
                HardCheck.MARKERS,
                "markersSpelled",
                broken,
                new Finding(
                        "role markers",
                        verdict,
                        broken > 0
                                ? "text can spell markers"
                                : Findings.count(vocabulary.specials().size(), "marker")
                                        + ", none that text can spell"
                                        + (inTexts.isEmpty() ? "" : "; some stand in the texts as letters"),
                        examples,
                        "Whoever can spell a marker can speak as anybody. Plain text must become ordinary tokens, and"
                                + " texts that have a marker's letters in them are best rid of them."));
    }

    void lineBreaks() {
        List<Integer> found = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (!tokens.isSpecial(id) && tokens.breaksWord(id)) {
                found.add(id);
            }
        }
        findings.metric("lineBreakTokens", found.size());
        findings.add(new Finding(
                "line ends in words",
                found.isEmpty() ? Verdict.OK : Verdict.LOOK,
                found.isEmpty() ? "none" : Findings.count(found.size(), "token"),
                found.stream().map(tokens::show).toList(),
                "A word at the beginning of a line is another token than within it. A split pattern that parts line"
                        + " ends from letters gives words one form."));
    }

    void blanks() {
        long ordinary = 0;
        long blanks = 0;
        for (int id = 0; id < tokens.size(); id++) {
            byte[] bytes = tokens.bytes(id);
            if (bytes.length > 0) {
                ordinary++;
                blanks += bytes[0] == ' ' ? 1 : 0;
            }
        }
        double share = ordinary == 0 ? 0 : (double) blanks / ordinary;
        findings.metric("spaceShare", share);
        findings.add(new Finding(
                "leading blanks",
                Verdict.OK,
                Findings.percent(share) + " of the tokens",
                List.of(),
                "Tokens that begin with a blank are words and their beginnings, the others are endings, signs and"
                        + " numbers. It is a description, not a fault."));
    }
}
