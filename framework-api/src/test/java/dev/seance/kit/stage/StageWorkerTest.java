// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Survey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage gives the same bytes here and in a process that has this API and the plugin's jar and nothing else. */
class StageWorkerTest {

    private static final String PLUGIN = "letters";
    private static final LetterSource.Options BOOKS =
            new LetterSource.Options(3, 20, LetterSource.Alphabet.GREEK, Optional.empty());
    private static final CommonLetters.Options MOST = new CommonLetters.Options(7);

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void packThePlugin() throws IOException {
        jar = folder.resolve("letters.jar");
        Path classes = Path.of(StageWorkerTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Path here = classes.resolve(StageWorkerTest.class.getPackageName().replace('.', '/'));
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes);
                Stream<Path> files = Files.list(here)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("LetterSource") || name.startsWith("CommonLetters")) {
                    out.putNextEntry(
                            new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, out);
                }
            }
        }
    }

    /** The API and its libraries, without the tests. */
    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(System.getProperty("path.separator")))
                .filter(entry -> !entry.contains("test-classes"))
                .map(Path::of)
                .toList();
    }

    private static CorpusStage stage(boolean first, Map<Integer, Serializable> summaries) {
        ExtensionRef source = new ExtensionRef(PLUGIN, LetterSource.class.getName(), OptionValues.of(BOOKS));
        FilterRef filter = new FilterRef(
                "common-letters", new ExtensionRef(PLUGIN, CommonLetters.class.getName(), OptionValues.of(MOST)));
        return new CorpusStage(
                source,
                List.of(filter),
                0,
                first ? 0 : 1,
                first,
                first ? List.of(0) : List.of(),
                summaries,
                true,
                first,
                first ? null : new ValidationSplit(0.3, 1837, ""));
    }

    @Test
    void givesTheSameBytesAndSurveysAsThisProcess() throws Exception {
        LetterSource source = new LetterSource(BOOKS);
        List<InputSplit> splits = source.splits();
        List<MemoryFiles> here = splits.stream().map(split -> new MemoryFiles()).toList();
        List<MemoryFiles> there =
                splits.stream().map(split -> new MemoryFiles()).toList();

        CommonLetters filter = new CommonLetters(MOST);
        StageTask first = new StageTask(stage(true, Map.of()), source, List.of(filter));
        Survey<Serializable> survey = StageTask.survey(filter);
        Serializable merged = survey.empty();
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            SplitOutcome outcome = first.run(splits.get(i), here.get(i), document -> {});
            assertThat(outcome.bad()).hasSizeBetween(2, 3);
            outcomes.add(withoutSurveys(outcome));
            merged = survey.merge(merged, outcome.surveys().get(0));
        }
        StageTask last = new StageTask(stage(false, Map.of(0, merged)), source, List.of(filter));
        for (int i = 0; i < splits.size(); i++) {
            outcomes.add(withoutSurveys(last.run(splits.get(i), here.get(i), document -> {})));
        }

        List<String> others = new ArrayList<>();
        Serializable far = survey.empty();
        try (WorkerProcess worker = new WorkerProcess(classPath(), PLUGIN, jar, stage(true, Map.of()))) {
            for (int i = 0; i < splits.size(); i++) {
                SplitOutcome outcome = (SplitOutcome) worker.run(splits.get(i), there.get(i));
                others.add(withoutSurveys(outcome));
                far = survey.merge(far, outcome.surveys().get(0));
            }
        }
        try (WorkerProcess worker = new WorkerProcess(classPath(), PLUGIN, jar, stage(false, Map.of(0, far)))) {
            for (int i = 0; i < splits.size(); i++) {
                others.add(withoutSurveys((SplitOutcome) worker.run(splits.get(i), there.get(i))));
            }
        }

        assertThat(others).isEqualTo(outcomes);
        for (int i = 0; i < splits.size(); i++) {
            assertThat(there.get(i).digests()).isEqualTo(here.get(i).digests()).containsOnlyKeys(StagePart.values());
        }
    }

    private static String withoutSurveys(SplitOutcome outcome) {
        return new SplitOutcome(
                        outcome.read(),
                        outcome.train(),
                        outcome.validation(),
                        outcome.funnel(),
                        outcome.bad(),
                        outcome.first(),
                        outcome.firstRank(),
                        List.of())
                .toString();
    }

    @Test
    void saysWhatFailed() throws Exception {
        CorpusStage whole = stage(true, Map.of());
        CorpusStage failing =
                new CorpusStage(whole.source(), whole.filters(), 0, 0, true, List.of(), Map.of(), false, true, null);
        try (WorkerProcess worker = new WorkerProcess(classPath(), PLUGIN, jar, failing)) {
            assertThat(worker.run(new LetterSource(BOOKS).splits().get(0), new MemoryFiles()))
                    .isEqualTo(new StageWorker.Failure(
                            "book 6: illegible; wash it, or set 'on-bad: skip' on the step", true));
        }
    }
}
