// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.plugin.ExtensionContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What holds for every {@link CorpusFilter}: a verdict depends on the document and the survey alone, so that one
 * thread, sixteen and a cluster agree. A plugin's test extends it and gives documents that make the filter work.
 */
public abstract class CorpusFilterContract extends ExtensionContract {

    private static final int THREADS = 4;
    private static final int GROUPINGS = 50;

    /** A new filter with the same options at each call. */
    protected abstract CorpusFilter filter();

    /** Documents with distinct ids, some of which the filter keeps as they are and some of which it does not. */
    protected abstract List<Document> documents();

    @Test
    void keepsSomeDocumentsAndNotOthers() {
        assertThat(documents()).extracting(Document::id).doesNotHaveDuplicates();
        assertThat(verdicts(filter(), documents()).values())
                .anyMatch(Verdict.Kept.class::isInstance)
                .anyMatch(verdict -> !(verdict instanceof Verdict.Kept));
    }

    @Test
    void judgesTheSameInAnyOrderAndAnyNumberOfTimes() {
        CorpusFilter filter = filter();
        Map<String, Verdict> expected = verdicts(filter, documents());
        assertThat(verdicts(filter, documents())).isEqualTo(expected);
        for (int seed = 0; seed < GROUPINGS; seed++) {
            List<Document> shuffled = new ArrayList<>(documents());
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(verdicts(filter, shuffled)).as("seed %d", seed).isEqualTo(expected);
            assertThat(verdicts(filter(), shuffled))
                    .as("new filter, seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void judgesTheSameOnSeveralThreads() throws Exception {
        CorpusFilter filter = filter();
        Map<String, Verdict> expected = verdicts(filter, documents());
        Function<Document, Verdict> judge = judge(filter, List.of(documents()), new Random(0));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Map<String, Verdict>>> all = new ArrayList<>();
            for (int i = 0; i < 4 * THREADS; i++) {
                all.add(threads.submit(() -> verdicts(judge, documents())));
            }
            for (Future<Map<String, Verdict>> one : all) {
                assertThat(one.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keepsTheIdOfADocumentItChanges() {
        verdicts(filter(), documents()).forEach((id, verdict) -> {
            if (verdict instanceof Verdict.Changed changed) {
                assertThat(changed.document().id()).isEqualTo(id);
            }
        });
    }

    @Test
    void givesReasonsFitForCounting() {
        assertThat(verdicts(filter(), documents()).values()).allSatisfy(verdict -> {
            if (verdict instanceof Verdict.Dropped dropped) {
                assertThat(dropped.reason()).isNotBlank().hasSizeLessThan(60).doesNotContain("\n");
                assertThat(dropped.detail()).doesNotContain("\n");
            } else if (verdict instanceof Verdict.Changed changed) {
                assertThat(changed.reason()).isNotBlank().hasSizeLessThan(60).doesNotContain("\n");
            }
        });
    }

    @Test
    void judgesTheSameHoweverTheCorpusWasSplitAndTheSurveysMerged() {
        Map<String, Verdict> expected = verdicts(filter(), documents());
        for (int seed = 0; seed < GROUPINGS; seed++) {
            Random random = new Random(seed);
            Function<Document, Verdict> judge = judge(filter(), splits(random), random);
            assertThat(verdicts(judge, documents())).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void surveysAreEqualForTheSameOptions() {
        if (filter() instanceof SurveyFilter<?> survey) {
            assertThat(survey.survey()).isEqualTo(((SurveyFilter<?>) filter()).survey());
        }
    }

    private Map<String, Verdict> verdicts(CorpusFilter filter, List<Document> documents) {
        return verdicts(judge(filter, List.of(documents), new Random(0)), documents);
    }

    private static Map<String, Verdict> verdicts(Function<Document, Verdict> judge, List<Document> documents) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        documents.forEach(document -> verdicts.put(document.id(), judge.apply(document)));
        return verdicts;
    }

    /** The documents in a random order, dealt to a random number of splits, of which some may stay empty. */
    private List<List<Document>> splits(Random random) {
        List<List<Document>> splits = new ArrayList<>();
        for (int i = 1 + random.nextInt(documents().size() + 2); i > 0; i--) {
            splits.add(new ArrayList<>());
        }
        List<Document> shuffled = new ArrayList<>(documents());
        Collections.shuffle(shuffled, random);
        shuffled.forEach(document -> splits.get(random.nextInt(splits.size())).add(document));
        return splits;
    }

    private static Function<Document, Verdict> judge(CorpusFilter filter, List<List<Document>> splits, Random random) {
        return filter instanceof SurveyFilter<?> survey
                ? surveyed(survey, splits, random)
                : ((DocumentFilter) filter)::judge;
    }

    /** Folds each split, merges summaries two by two at random, sending some through serialisation as a cluster does. */
    private static <S extends Serializable> Function<Document, Verdict> surveyed(
            SurveyFilter<S> filter, List<List<Document>> splits, Random random) {
        Survey<S> survey = filter.survey();
        List<S> summaries = new ArrayList<>();
        for (List<Document> split : splits) {
            S summary = survey.empty();
            for (Document document : split) {
                summary = survey.fold(summary, document);
            }
            summaries.add(summary);
        }
        while (summaries.size() > 1) {
            S one = summaries.remove(random.nextInt(summaries.size()));
            S other = summaries.remove(random.nextInt(summaries.size()));
            summaries.add(survey.merge(random.nextBoolean() ? travelled(one) : one, other));
        }
        S whole = summaries.get(0);
        return document -> filter.judge(document, whole);
    }

    @SuppressWarnings("unchecked")
    private static <S extends Serializable> S travelled(S summary) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(summary);
        } catch (IOException e) {
            throw new AssertionError("the summary cannot be serialised", e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (S) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError("the summary does not survive serialisation", e);
        }
    }
}
