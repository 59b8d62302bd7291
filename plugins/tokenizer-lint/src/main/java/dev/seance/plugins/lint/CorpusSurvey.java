// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.api.tokenizer.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads corpora once and counts what the checks want to know. Token counts and words are those of the training
 * subsets; of the validation subsets only the compression is measured. Long documents are encoded in chunks that end at
 * line ends.
 */
final class CorpusSurvey {

    /** Of text without a year. */
    static final int UNDATED = Integer.MIN_VALUE;

    private static final int CHUNK = 1 << 20;

    /** How much text there was, in how many tokens. */
    static final class Amount {
        long documents;
        long bytes;
        long tokens;

        double bytesPerToken() {
            return tokens == 0 ? 0 : (double) bytes / tokens;
        }
    }

    private final Vocabulary vocabulary;
    private final TokenTable tokens;
    private final StepContext context;
    private final Encoder encoder;
    private final TokenBuffer ids;
    private final long[] times;
    private final long[] wordTimes;
    private final Fragments fragments;
    private final Confusions confusions;
    private final RunTogether runTogether;
    private final Map<Subset, Amount> amounts = new LinkedHashMap<>();
    private final TreeMap<Integer, Amount> decades = new TreeMap<>();
    private final Map<String, Long> specialTokens = new LinkedHashMap<>();
    private final List<String> changed = new ArrayList<>();
    private long idsOutOfRange;

    CorpusSurvey(Vocabulary vocabulary, TokenTable tokens, StepContext context) {
        this.vocabulary = vocabulary;
        this.tokens = tokens;
        this.context = context;
        this.encoder = vocabulary.encoder();
        this.ids = TokenBuffer.forVocabulary(vocabulary.size());
        this.times = new long[tokens.size()];
        this.wordTimes = new long[tokens.size()];
        this.fragments = new Fragments(tokens, wordTimes);
        this.confusions = new Confusions(tokens, wordTimes);
        this.runTogether = new RunTogether(tokens, wordTimes);
        for (Subset part : Subset.values()) {
            amounts.put(part, new Amount());
        }
    }

    /** Reads a corpus. */
    void read(Corpus corpus) {
        for (Subset part : Subset.values()) {
            context.progress()
                    .begin("reading " + corpus.name(), corpus.size(part).documents(), "documents");
            try (Stream<Document> documents = corpus.read(part)) {
                for (Iterator<Document> each = documents.iterator(); each.hasNext(); ) {
                    read(each.next(), part);
                    context.progress().advance(1);
                }
            }
        }
    }

    private void read(Document document, Subset part) {
        String text = document.text();
        Amount all = amounts.get(part);
        Amount decade = decades.computeIfAbsent(
                document.year().map(year -> Math.floorDiv(year, 10) * 10).orElse(UNDATED), none -> new Amount());
        all.documents++;
        decade.documents++;
        for (String spelling : vocabulary.specials().keySet()) {
            for (int at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + 1)) {
                specialTokens.merge(spelling, 1L, Long::sum);
            }
        }
        boolean intact = true;
        for (int from = 0; from < text.length(); ) {
            if (context.stopRequested()) {
                throw new StopException("the lint starts over");
            }
            int to = end(text, from);
            byte[] chunk = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
            ids.clear();
            encoder.encode(chunk, 0, chunk.length, ids);
            intact &= isTextOf(chunk);
            all.bytes += chunk.length;
            all.tokens += ids.size();
            decade.bytes += chunk.length;
            decade.tokens += ids.size();
            if (part == Subset.TRAIN && intact) {
                count(chunk);
            }
            from = to;
        }
        if (!intact) {
            changed.add(document.id());
        }
    }

    /** Where to end a chunk: behind a line end, or at any rate not within a character. */
    private static int end(String text, int from) {
        if (text.length() - from <= CHUNK) {
            return text.length();
        }
        int line = text.lastIndexOf('\n', from + CHUNK - 1);
        int end = line > from ? line + 1 : from + CHUNK;
        return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
    }

    private boolean isTextOf(byte[] chunk) {
        int at = 0;
        for (int i = 0; i < ids.size(); i++) {
            int id = ids.get(i);
            if (id < 0 || id >= tokens.size()) {
                idsOutOfRange++;
                return false;
            }
            byte[] token = tokens.bytes(id);
            if (at + token.length > chunk.length) {
                return false;
            }
            for (byte one : token) {
                if (chunk[at++] != one) {
                    return false;
                }
            }
        }
        return at == chunk.length;
    }

    private void count(byte[] chunk) {
        int at = 0;
        for (int i = 0; i < ids.size(); i++) {
            int id = ids.get(i);
            times[id]++;
            if (!tokens.word(id).isEmpty() && isWhole(i)) {
                wordTimes[id]++;
                int next = i + 1 < ids.size() ? ids.get(i + 1) : -1;
                fragments.see(id, chunk, at);
                confusions.see(id, i > 0 ? ids.get(i - 1) : -1, next);
                if (next >= 0 && !tokens.word(next).isEmpty() && isWhole(i + 1)) {
                    runTogether.see(id, next);
                }
            }
            at += tokens.bytes(id).length;
        }
    }

    private boolean isWhole(int index) {
        return index + 1 == ids.size() || !tokens.goesOn(ids.get(index + 1));
    }

    /** How often each token occurs in the training subsets. */
    long[] times() {
        return times;
    }

    /** How often each token is a whole word there. */
    long[] wordTimes() {
        return wordTimes;
    }

    Fragments fragments() {
        return fragments;
    }

    Confusions confusions() {
        return confusions;
    }

    RunTogether runTogether() {
        return runTogether;
    }

    Amount amount(Subset part) {
        return amounts.get(part);
    }

    /** By the first year of each decade; {@link #UNDATED} first, if there is such text. */
    TreeMap<Integer, Amount> decades() {
        return decades;
    }

    /** How often the spelling of each special token stands in the texts; those that never do are left out. */
    Map<String, Long> specialTokens() {
        return specialTokens;
    }

    /** The documents that do not come back from their tokens. */
    List<String> changed() {
        return changed;
    }

    long idsOutOfRange() {
        return idsOutOfRange;
    }
}
