// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.ZstdInputStream;
import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.TestContext;
import dev.seance.core.failure.ResourceExhausted;
import dev.seance.core.step.StepResources.NamedFilter;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.Json;
import dev.seance.core.store.Manifests;
import dev.seance.core.store.StoredCorpus;
import dev.seance.kit.stage.ValidationSplit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusExecutorTest {

    @TempDir
    Path root;

    private int tries;

    /** What a corpus step left: its files in hexadecimal by name, and its figures. */
    private record Made(Map<String, String> files, Map<String, Double> metrics, Funnel funnel, Path folder) {}

    private Made make(CorpusSource source, List<NamedFilter> filters, double fraction, int threads, Path workspace)
            throws IOException {
        Path output = Files.createDirectories(root.resolve("output-" + tries++));
        Files.createDirectories(workspace);
        Map<String, Double> metrics =
                Corpora.executor(source, filters, fraction, 1837, threads).make(output, new TestContext(workspace, 1));
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(output)) {
            for (Path file : found.toList()) {
                files.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return new Made(files, metrics, Json.read(output.resolve(StoredCorpus.FUNNEL), Funnel.class), output);
    }

    private Made make(CorpusSource source, List<NamedFilter> filters, double fraction) throws IOException {
        return make(source, filters, fraction, 2, fresh());
    }

    private Path fresh() {
        return root.resolve("workspace-" + tries);
    }

    private List<String> ids(Made made, Subset part) throws IOException {
        ArtifactStore store = new ArtifactStore(root.resolve("store"));
        try (ArtifactStore.Draft draft =
                store.begin(ArtifactKind.CORPUS, made.folder().getFileName() + part.name(), Manifests.OWNER)) {
            try (Stream<Path> files = Files.list(made.folder())) {
                for (Path file : files.toList()) {
                    Files.copy(file, draft.output().resolve(file.getFileName()));
                }
            }
            StoredCorpus corpus = new StoredCorpus(
                    "books",
                    draft.commit(entries ->
                            Manifests.of(ArtifactKind.CORPUS, "f", made.metrics(), "1837-06-20T12:00:00Z", entries)));
            try (Stream<Document> documents = corpus.read(part)) {
                List<String> ids = documents.map(Document::id).toList();
                assertThat(corpus.size(part).documents()).isEqualTo(ids.size());
                return ids;
            }
        }
    }

    @Nested
    class Laws {

        @Test
        void oneThreadAndFourGiveTheSameBytes() throws IOException {
            long seed = System.nanoTime();
            int made = 0;
            for (long i = seed; i < seed + 20; i++) {
                List<NamedFilter> filters = RandomFilters.some(i);
                Made one;
                try {
                    one = make(ListSource.random(i), filters, 0.3, 1, fresh());
                } catch (UserError e) {
                    long again = i;
                    assertThatThrownBy(() -> make(ListSource.random(again), filters, 0.3, 4, fresh()))
                            .as("seed %d", i)
                            .hasMessage(e.getMessage());
                    continue;
                }
                Made four = make(ListSource.random(i), filters, 0.3, 4, fresh());
                assertThat(four.files()).as("seed %d", i).isEqualTo(one.files());
                assertThat(four.metrics()).as("seed %d", i).isEqualTo(one.metrics());
                made++;
            }
            assertThat(made)
                    .as("corpora with something left, from seed %d", seed)
                    .isPositive();
        }

        @Test
        void theFunnelAddsUp() throws IOException {
            long seed = System.nanoTime();
            for (long i = seed; i < seed + 20; i++) {
                Made made;
                try {
                    made = make(ListSource.random(i), RandomFilters.some(i), 0.3, 2, fresh());
                } catch (UserError e) {
                    continue;
                }
                double documents = made.metrics().get("documentsIn");
                double words = made.metrics().get("wordsIn");
                for (Funnel.Stage stage : made.funnel().stages()) {
                    long dropped = stage.dropped().values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
                    assertThat((double) stage.in().documents()).as("seed %d", i).isEqualTo(documents);
                    assertThat((double) stage.in().words()).as("seed %d", i).isEqualTo(words);
                    assertThat(stage.out().documents() + dropped)
                            .as("seed %d", i)
                            .isEqualTo(stage.in().documents());
                    documents = stage.out().documents();
                    words = stage.out().words();
                }
                assertThat(made.metrics())
                        .as("seed %d", i)
                        .containsEntry("documentsOut", documents)
                        .containsEntry("wordsOut", words)
                        .containsEntry(
                                "documentsOut",
                                made.metrics().get("trainDocuments")
                                        + made.metrics().get("validationDocuments"));
            }
        }

        @Test
        void aStepThatIsKilledAnywhereEndsInTheSameBytes() throws IOException {
            long seed = System.nanoTime();
            for (long i = seed; i < seed + 12; i++) {
                List<NamedFilter> filters = RandomFilters.some(i);
                Made whole;
                try {
                    whole = make(ListSource.random(i), filters, 0.05, 1, fresh());
                } catch (UserError e) {
                    continue;
                }
                Path workspace = fresh();
                int splits = ListSource.random(i).splits().size();
                for (int kill = 0; kill < splits; kill++) {
                    ListSource killed = ListSource.random(i).failingAt("s" + kill);
                    // The split may be finished already: the one after a failing one is begun before that is known.
                    assertThat(catchThrowable(() -> make(killed, filters, 0.05, 1, workspace)))
                            .satisfiesAnyOf(failure -> assertThat(failure).isNull(), failure -> assertThat(failure)
                                    .hasMessageStartingWith("killed at"));
                }
                assertThat(make(ListSource.random(i), filters, 0.05, 1, workspace)
                                .files())
                        .as("seed %d", i)
                        .isEqualTo(whole.files());
            }
        }

        @Test
        void aStepThatIsKilledAfterItsSurveysEndsInTheSameBytesAndDoesNotReadTheSourceAgain() throws IOException {
            Random random = new Random(1837);
            for (int round = 0; round < 20; round++) {
                ListSource source = ListSource.oneEach(12);
                AtomicInteger left = new AtomicInteger(random.nextInt(30));
                NamedFilter kill = Corpora.filter("kill", (DocumentFilter) document -> {
                    if (left.getAndDecrement() == 0) {
                        throw new IllegalStateException("killed");
                    }
                    return Verdict.kept();
                });
                List<NamedFilter> filters = List.of(
                        Corpora.filter("commonest", new RandomFilters.Commonest()),
                        kill,
                        Corpora.filter("duplicates", new RandomFilters.Duplicates()),
                        Corpora.filter("commonest-again", new RandomFilters.Commonest()));
                Path workspace = fresh();
                Throwable failure = catchThrowable(() -> make(source, filters, 0.05, 1, workspace));
                List<String> read = source.takeReads();
                assertThat(read).doesNotHaveDuplicates().hasSize(12);
                Made resumed = make(source, filters, 0.05, 1, workspace);
                assertThat(source.takeReads())
                        .as("read again after %s", failure)
                        .isEmpty();
                left.set(-1);
                assertThat(resumed.files())
                        .isEqualTo(make(source, filters, 0.05, 1, fresh()).files());
            }
        }

        @Test
        void aSurveyThatWasNotSavedIsMadeAgainFromWhatItsPassLeft() throws IOException {
            ListSource source = ListSource.oneEach(6);
            List<NamedFilter> filters = List.of(Corpora.filter("commonest", new RandomFilters.Commonest()));
            Path workspace = fresh();
            Made whole = make(source, filters, 0.3, 1, workspace);
            for (byte[] saved : List.of(new byte[0], new byte[] {1, 2, 3})) {
                Files.write(workspace.resolve("surveys-0.bin"), saved);
                source.takeReads();
                assertThat(make(source, filters, 0.3, 1, workspace).files()).isEqualTo(whole.files());
                assertThat(source.takeReads()).isEmpty();
            }
        }
    }

    @Nested
    class BadRecordsOfTheSource {

        private ListSource source() {
            return ListSource.oneEach(8)
                    .bad(new BadRecord("1850.tar.gz, line 3", "invalid JSON", "at column 7", "fetch the file again"));
        }

        @Test
        void areAnErrorWithPlaceAndRemedy() {
            assertThatThrownBy(() -> make(source(), List.of(), 0.3, 1, fresh()))
                    .isInstanceOf(UserError.class)
                    .hasMessage("1850.tar.gz, line 3: invalid JSON (at column 7); fetch the file again, or set"
                            + " 'on-bad: skip' on the step");
        }

        @Test
        void areLeftOutCountedAndListedWhereTheRecipeSaysSo() throws IOException {
            Path output = Files.createDirectories(root.resolve("skipping"));
            TestContext context = new TestContext(Files.createDirectories(fresh()), 1);
            Map<String, Double> metrics = Corpora.skippingBad(source(), 0.2).make(output, context);
            assertThat(metrics).containsEntry("filesSkipped", 1.0).containsEntry("documentsOut", 8.0);
            assertThat(Json.read(output.resolve(StoredCorpus.FUNNEL), Funnel.class)
                            .skipped())
                    .containsExactly(new Skipped("1850.tar.gz, line 3", "invalid JSON"));
            assertThat(context.notes()).contains("bad records left out: 1 invalid JSON (1850.tar.gz, line 3)");
        }

        @Test
        void areAnErrorAboveTheFractionAllowed() {
            TestContext context = new TestContext(fresh(), 1);
            assertThatThrownBy(() -> {
                        Files.createDirectories(context.workspace());
                        Corpora.skippingBad(source(), 0.05).make(root, context);
                    })
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("1 of 9 records of the source cannot be read, 0.111, and 'max-bad' is 0.05");
        }
    }

    @Nested
    class Validation {

        @Test
        void takesAboutTheFractionAsked() throws IOException {
            Made made = make(ListSource.oneEach(300), List.of(), 0.2);

            assertThat(made.metrics().get("validationDocuments")).isBetween(35.0, 90.0);
            assertThat(ids(made, Subset.TRAIN)).doesNotContainAnyElementsOf(ids(made, Subset.VALIDATION));
        }

        @Test
        void leavesADocumentOnItsSideWhenOthersComeAndGo() throws IOException {
            ListSource odd = new ListSource();
            for (int i = 1; i < 100; i += 2) {
                odd.split(
                        "other name " + i, Document.of("d" + i, "another text").build());
            }
            List<String> apart = ids(make(ListSource.oneEach(100), List.of(), 0.2), Subset.VALIDATION);
            List<String> apartOfOdd = ids(make(odd, List.of(), 0.2), Subset.VALIDATION);

            assertThat(apartOfOdd)
                    .isNotEmpty()
                    .containsExactlyElementsOf(apart.stream()
                            .filter(id -> Integer.parseInt(id.substring(1)) % 2 == 1)
                            .toList());
        }

        @Test
        void takesAtLeastOneOfASmallCorpusAndNeverAll() throws IOException {
            for (int documents = 2; documents < 8; documents++) {
                for (double fraction : new double[] {0.001, 0.5}) {
                    Made made = make(ListSource.oneEach(documents), List.of(), fraction);

                    assertThat(made.metrics().get("validationDocuments"))
                            .as("%d documents, %f", documents, fraction)
                            .isBetween(1.0, documents - 1.0);
                }
            }
        }

        @Test
        void leavesTheOnlyDocumentInTraining() throws IOException {
            for (int i = 0; i < 6; i++) {
                ListSource source = new ListSource()
                        .split("s", Document.of("only-" + i, "a text").build());

                assertThat(ids(make(source, List.of(), 0.5), Subset.TRAIN)).containsExactly("only-" + i);
            }
        }

        @Test
        void takesNoneOfAFractionOfNothing() throws IOException {
            Made made = make(ListSource.oneEach(50), List.of(), 0);

            assertThat(made.metrics()).containsEntry("validationDocuments", 0.0);
            assertThat(made.files()).containsOnlyKeys("train-00000.jsonl.zst", "funnel.json", "verdicts.jsonl.zst");
        }

        @Test
        void goesByTheSeed() {
            ValidationSplit one = new ValidationSplit(0.5, 1, "");
            ValidationSplit two = new ValidationSplit(0.5, 2, "");

            assertThat(Stream.iterate(0, i -> i + 1).limit(50).map(i -> one.subset("d" + i)))
                    .isNotEqualTo(Stream.iterate(0, i -> i + 1)
                            .limit(50)
                            .map(i -> two.subset("d" + i))
                            .toList());
        }
    }

    @Nested
    class GoingOn {

        @Test
        void readsASplitAgainWhoseFilesAPowerCutTore() throws IOException {
            Path workspace = fresh();
            Made whole = make(ListSource.oneEach(4), List.of(), 0, 1, workspace);
            Files.write(workspace.resolve("split-1.train.zst"), new byte[0]);
            Files.write(workspace.resolve("split-2.pass-0.json"), new byte[0]);
            Files.delete(workspace.resolve("split-3.validation.zst"));

            ListSource source = ListSource.oneEach(4);
            assertThat(make(source, List.of(), 0, 1, workspace).files()).isEqualTo(whole.files());
            assertThat(source.takeReads()).containsExactly("s1", "s2", "s3");
        }

        @Test
        void readsOnlyTheSplitsThatAreMissing() throws IOException {
            Path workspace = fresh();
            ListSource source = ListSource.oneEach(6).failingAt("s3");
            assertThatThrownBy(() -> make(source, List.of(), 0.3, 1, workspace)).hasMessage("killed at s3");
            assertThat(source.takeReads()).startsWith("s0", "s1", "s2");

            source.failingAt("");
            make(source, List.of(), 0.3, 1, workspace);

            assertThat(source.takeReads()).doesNotContain("s0", "s1", "s2").contains("s3", "s5");
        }

        @Test
        void takesNoSplitForAnotherThatHadItsPlace() throws IOException {
            Path workspace = fresh();
            make(ListSource.oneEach(6), List.of(), 0, 1, workspace);
            ListSource changed = new ListSource()
                    .split("s0", Document.of("d0", "text number 0").build())
                    .split("new", Document.of("n", "new text").build())
                    .split("s2", Document.of("d2", "text number 2").build());

            Made made = make(changed, List.of(), 0, 1, workspace);

            assertThat(changed.takeReads()).containsExactly("new");
            assertThat(ids(made, Subset.TRAIN)).containsExactly("d0", "n", "d2");
        }

        @Test
        void doesNotTrustASplitThatWasBeingReplacedWhenTheKillCame() throws IOException {
            Path workspace = fresh();
            make(ListSource.oneEach(2), List.of(), 0, 1, workspace);
            CorpusSource half =
                    new ListSource().split("new", Document.of("n", "x").build());
            NamedFilter kill = Corpora.filter("kill", (DocumentFilter) document -> {
                throw new IllegalStateException("killed");
            });
            assertThatThrownBy(() -> make(half, List.of(kill), 0, 1, workspace)).hasMessage("killed");

            ListSource before = ListSource.oneEach(2);
            Made made = make(before, List.of(), 0, 1, workspace);

            assertThat(before.takeReads()).containsExactly("s0");
            assertThat(ids(made, Subset.TRAIN)).containsExactly("d0", "d1");
        }

        @Test
        void stopsBetweenDocumentsAndKeepsFinishedSplits() throws IOException {
            Path workspace = Files.createDirectories(fresh());
            ListSource source = ListSource.oneEach(6);
            AtomicInteger asked = new AtomicInteger();
            TestContext context = new TestContext(workspace, 1).stoppingWhen(() -> asked.incrementAndGet() > 3);
            CorpusExecutor maker = Corpora.executor(source, List.of(), 0.3, 1837, 1);

            assertThatThrownBy(() -> maker.make(Files.createDirectories(root.resolve("out")), context))
                    .isInstanceOf(StopException.class)
                    .hasMessage("finished splits are saved");
            source.takeReads();
            make(source, List.of(), 0.3, 1, workspace);
            assertThat(source.takeReads()).containsExactly("s3", "s4", "s5");
        }
    }

    @Nested
    class Messages {

        @Test
        void nothingLeftTellsWhoDroppedWhat() {
            List<NamedFilter> filters = List.of(
                    Corpora.filter(
                            "odd", (DocumentFilter) document -> document.id().endsWith("1")
                                    ? Verdict.dropped("odd", "it is " + document.id())
                                    : Verdict.kept()),
                    Corpora.filter(
                            "rest", (DocumentFilter) document -> document.id().equals("d0")
                                    ? Verdict.dropped("first", "")
                                    : Verdict.dropped("later", "a rest")));

            assertThatThrownBy(() -> make(ListSource.oneEach(4), filters, 0.1))
                    .isInstanceOf(UserError.class)
                    .hasMessage(
                            "[test-step] no document is left of the 4 that were read: filter 'odd' dropped 1 (1 odd;"
                                    + " for example d1: it is d1), filter 'rest' dropped 3 (1 first, 2 later; for example d0:"
                                    + " first); loosen a filter's options, or take it out of the step's 'filters'");
        }

        @Test
        void outOfMemoryNamesTheDocument() {
            ListSource source = new ListSource()
                    .split("s", Document.of("d", "x".repeat(1_500_000)).build());
            for (VirtualMachineError error :
                    List.of(new OutOfMemoryError("Java heap space"), new StackOverflowError())) {
                NamedFilter filter = Corpora.filter("large", (DocumentFilter) document -> {
                    throw error;
                });
                assertThatThrownBy(() -> make(source, List.of(filter), 0))
                        .isInstanceOf(ResourceExhausted.class)
                        .hasMessageContaining("document 'd' (1.5 million characters)");
            }
        }

        @Test
        void dataThatChangeWhileTheyAreReadAreAnError() {
            ListSource source = ListSource.oneEach(3);
            NamedFilter change = Corpora.filter("change", (DocumentFilter) document -> {
                source.revised("another revision");
                return Verdict.kept();
            });
            assertThatThrownBy(() -> make(source, List.of(change), 0))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("[test-step] the source's data changed while they were read");
        }

        @Test
        void whatTheSourceSkippedIsSaidCountedAndListed() throws IOException {
            ListSource source = ListSource.oneEach(3).skipping(new Skipped("gone.txt", "empty"));
            Made made = make(source, List.of(), 0);
            assertThat(made.funnel().skipped()).containsExactly(new Skipped("gone.txt", "empty"));
            assertThat(made.metrics()).containsEntry("filesSkipped", 1.0);
            TestContext context = new TestContext(Files.createDirectories(root.resolve("again")), 1);
            Corpora.executor(source, List.of(), 0, 1, 1).make(Files.createDirectories(root.resolve("out")), context);
            assertThat(context.notes()).containsExactly("not read: 1 empty (gone.txt)");
        }

        @Test
        void anEmptySourceIsToldAsSuch() {
            assertThatThrownBy(() -> make(new ListSource().split("s0"), List.of(), 0.1))
                    .isInstanceOf(UserError.class)
                    .hasMessage("[test-step] the source gave no document at all; look at the step's path and patterns");
        }
    }

    @Test
    void laysSplitsEndToEndUntilAShardIsFull() throws IOException {
        ListSource source = new ListSource();
        for (int i = 0; i < 5; i++) {
            source.split("s" + i, Document.of("d" + i, "x".repeat(60)).build());
        }
        Path output = Files.createDirectories(root.resolve("sharded"));
        StageRunner threads = new ThreadStageRunner(2);
        Corpora.executor(source, List.of(), threads, 100)
                .make(output, new TestContext(Files.createDirectories(fresh()), 1));

        assertThat(idsIn(output.resolve("train-00000.jsonl.zst"))).containsExactly("d0", "d1");
        assertThat(idsIn(output.resolve("train-00001.jsonl.zst"))).containsExactly("d2", "d3");
        assertThat(idsIn(output.resolve("train-00002.jsonl.zst"))).containsExactly("d4");
        try (Stream<Path> files = Files.list(output)) {
            assertThat(files).hasSize(5);
        }
    }

    private static List<String> idsIn(Path shard) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new ZstdInputStream(Files.newInputStream(shard)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.replaceFirst("\\{\"id\":\"(\\w+)\".*", "$1"))
                    .toList();
        }
    }

    @Test
    void keepsDocumentsWithoutText() throws IOException {
        Made made = make(new ListSource().split("s", Document.of("empty", "").build()), List.of(), 0);

        assertThat(ids(made, Subset.TRAIN)).containsExactly("empty");
    }

    @Test
    void showsTheFirstFewExamplesWhateverTheOrder() throws IOException {
        List<NamedFilter> filters = List.of(Corpora.filter("most", (DocumentFilter)
                document -> document.id().equals("d50") ? Verdict.kept() : Verdict.dropped("most", "")));
        List<String> all = new ArrayList<>(new TreeSet<>(ListSource.oneEach(60).splits().stream()
                .map(split -> split.id().replace('s', 'd') + ": most")
                .toList()));

        Made made = make(ListSource.oneEach(60), filters, 0, 4, fresh());

        assertThat(made.funnel().stages().get(0).examples()).isEqualTo(all.subList(0, 5));
    }
}
