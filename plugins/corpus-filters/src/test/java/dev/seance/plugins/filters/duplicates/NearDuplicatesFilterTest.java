// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.ExtensionPoint;

class NearDuplicatesFilterTest extends CorpusFilterContract {

    private static final NearDuplicateOptions OPTIONS = new NearDuplicateOptions(0.3, 5);

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return NearDuplicatesFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return new NearDuplicatesFilter(OPTIONS);
    }

    @Override
    protected List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String text = Noise.text(new Random(i), 400);
            documents.add(Document.of("book-" + i, text).year(1850 + i).build());
            if (i % 2 == 0) {
                documents.add(Document.of("copy-" + i, Noise.misread(text, 0.1, new Random(i)))
                        .year(1840)
                        .build());
            }
        }
        documents.add(Document.of("empty", "").build());
        documents.add(Document.of("short", "Too short to be compared.").build());
        return documents;
    }

    @Test
    void findsCopiesOfWhichOneWordInTenWasMisread() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String text = Noise.text(random, 2000);
            documents.add(Document.of("book-" + i, text + " the end").build());
            documents.add(
                    Document.of("copy-" + i, Noise.misread(text, 0.1, random)).build());
        }
        Signatures signatures = signatures(documents);
        long found = 0;
        for (int i = 0; i < 200; i++) {
            assertThat(signatures.betterCopyOf("book-" + i)).as("seed %d", seed).isEmpty();
            found += signatures
                            .betterCopyOf("copy-" + i)
                            .filter(copy -> copy.id().startsWith("book-"))
                            .isPresent()
                    ? 1
                    : 0;
        }
        // Similarity is 0.42, four standard deviations of an estimate above what is asked for.
        assertThat(found).as("of 200, seed %d", seed).isGreaterThanOrEqualTo(195);
    }

    @Test
    void keepsTheBestCopy() {
        String text = Noise.text(new Random(1), 500);
        Document fair = Document.of("a", text).year(1840).build();
        Document good = Document.of("b", text)
                .attribute(Document.QUALITY, "good")
                .year(1860)
                .build();
        Document longer = Document.of("c", text + " and more of it").build();
        Document earlier = Document.of("d", text).year(1839).build();
        assertThat(kept(fair, good, longer, earlier)).containsExactly("b");
        assertThat(kept(fair, longer, earlier)).containsExactly("c");
        assertThat(kept(fair, earlier)).containsExactly("d");
        assertThat(kept(fair, Document.of("e", text).year(1840).build())).containsExactly("a");
        assertThat(new NearDuplicatesFilter(OPTIONS).judge(fair, signatures(List.of(fair, good))))
                .isEqualTo(Verdict.dropped("near-duplicate", "similarity 1.00 to b"));
    }

    @Test
    void whatIsLikeNoneThatIsKeptStays() {
        // Each of three has half of the next: the middle one is the longest, and the others are copies of it alone.
        String[] parts = {text(1), text(2), text(3), text(4)};
        Document one = Document.of("one", parts[0] + parts[1]).build();
        Document two = Document.of("two", parts[1] + parts[2]).build();
        Document three = Document.of("three", parts[2] + parts[3]).build();
        assertThat(kept(one, two, three)).hasSizeBetween(1, 2).doesNotContainSequence("one", "two");
        // Where the first is the best, the middle one is its copy, and the last is like nothing that is kept.
        Document best = Document.of("one", parts[0] + parts[1] + " a b c").build();
        Document middle = Document.of("two", parts[1] + parts[2] + " d").build();
        assertThat(kept(best, middle, three)).containsExactly("one", "three");
    }

    @Test
    void aVolumeIsACopyOfTheVolumesBoundTogether() {
        Document first = Document.of("first", text(1)).build();
        Document both = Document.of("both", text(1) + text(2)).build();
        assertThat(kept(first, both)).containsExactly("both");
    }

    @Test
    void pagesLinesCaseAndPunctuationDoNotMatter() {
        String text = Noise.text(new Random(1), 300);
        int cut = text.indexOf(' ', 700);
        List<Page> whole = List.of(
                new Page("1", Optional.empty(), text.substring(0, cut)),
                new Page(
                        "2",
                        Optional.empty(),
                        text.substring(cut).toUpperCase(Locale.ROOT).replace(" ", ",\n")));
        assertThat(Signature.of(Document.of("a", whole).build(), 5).minima())
                .isEqualTo(Signature.of(Document.of("b", text).build(), 5).minima());
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 300, 3000})
    void estimatesTheJaccardSimilarity(int words) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        double sum = 0;
        for (int i = 0; i < 40; i++) {
            String text = Noise.text(random, words);
            String other = Noise.misread(text, 0.02 * random.nextInt(10), random);
            double estimate = Signature.of(Document.of("a", text).build(), 5)
                    .similarity(Signature.of(Document.of("b", other).build(), 5));
            sum += estimate - jaccard(text, other);
        }
        // The mean of forty estimates, each with a deviation of 0.07 at most where bins are shared.
        assertThat(sum / 40).as("seed %d", seed).isCloseTo(0, within(5 * 0.07 / Math.sqrt(40)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 0.3, 0.5, 0.8, 0.95})
    void bandsFindWhatIsAskedFor(double similarity) {
        int rows = 1;
        while (NearDuplicates.found(rows + 1, similarity) >= 0.95) {
            rows++;
        }
        assertThat(NearDuplicates.found(rows, similarity)).isGreaterThanOrEqualTo(0.95);
    }

    private static double jaccard(String one, String other) {
        Set<String> first = shingles(one);
        Set<String> both = new HashSet<>(first);
        Set<String> all = new HashSet<>(first);
        both.retainAll(shingles(other));
        all.addAll(shingles(other));
        return (double) both.size() / all.size();
    }

    private static Set<String> shingles(String text) {
        String[] words = text.split(" ");
        Set<String> shingles = new HashSet<>();
        for (int i = 0; i + 5 <= words.length; i++) {
            shingles.add(String.join(" ", List.of(words).subList(i, i + 5)));
        }
        return shingles;
    }

    private static String text(int seed) {
        return Noise.text(new Random(seed), 600) + " ";
    }

    private static List<String> kept(Document... documents) {
        Signatures signatures = signatures(List.of(documents));
        NearDuplicatesFilter filter = new NearDuplicatesFilter(OPTIONS);
        return List.of(documents).stream()
                .filter(document -> filter.judge(document, signatures) instanceof Verdict.Kept)
                .map(Document::id)
                .toList();
    }

    static Signatures signatures(List<Document> documents) {
        NearDuplicatesFilter.SignatureSurvey survey = new NearDuplicatesFilter.SignatureSurvey(OPTIONS);
        Signatures signatures = survey.empty();
        for (Document document : documents) {
            signatures = survey.fold(signatures, document);
        }
        return signatures;
    }
}
