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

/** What can be said of a vocabulary without a corpus. */
final class VocabularyChecks {

    /** A special token whose spelling is so few ordinary tokens is one that a model can come to write by accident. */
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
                        "Text with a byte that has no token cannot be encoded. Train with a tokenizer that starts from"
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
                        "Only one of two tokens for the same bytes is ever encoded, so the other is never trained. Train the"
                                + " vocabulary again."));
    }

    /** @param fuzzed how many random texts were encoded to special tokens */
    void specialTokens(int fuzzed, Map<String, Long> inTexts) {
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
                examples.add(special.getKey() + " in plain text is encoded as the special token");
            } else if (brief) {
                examples.add(special.getKey() + " in " + Findings.count(ids.length, "ordinary token"));
            }
        }
        inTexts.forEach(
                (spelling, times) -> examples.add(spelling + " occurs in the texts " + Findings.count(times, "time")));
        long broken = spelled + fuzzed;
        Verdict verdict = broken > 0 ? Verdict.FAIL : few > 0 || !inTexts.isEmpty() ? Verdict.WARN : Verdict.OK;
        findings.metric(
                "specialTokensInTexts",
                inTexts.values().stream().mapToLong(Long::longValue).sum());
        findings.hard(
                HardCheck.SPECIAL_TOKENS,
                "specialTokensSpelled",
                broken,
                new Finding(
                        "special tokens",
                        verdict,
                        broken > 0
                                ? "plain text becomes special tokens"
                                : Findings.count(vocabulary.specials().size(), "special token")
                                        + ", none of which plain text becomes"
                                        + (inTexts.isEmpty() ? "" : "; the texts have the spelling of some"),
                        examples,
                        "Text that becomes a special token can end a turn or begin another speaker's (prompt injection). Plain"
                                + " text must become ordinary tokens; remove the spellings of special tokens from training texts."));
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
                "line ends within tokens",
                found.isEmpty() ? Verdict.OK : Verdict.WARN,
                found.isEmpty() ? "none" : Findings.count(found.size(), "token"),
                found.stream().map(tokens::show).toList(),
                "A word at the beginning of a line is another token than within it. A split pattern that separates line"
                        + " ends from letters avoids that."));
    }

    void leadingSpaces() {
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
                "leading spaces",
                Verdict.OK,
                Findings.percent(share) + " of the tokens",
                List.of(),
                "Tokens that begin with a space are words and their beginnings, the others are endings, punctuation and"
                        + " numbers. For information only."));
    }
}
