// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.plugin.ExtensionContract;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every {@link SyntheticGenerator} whose means are themselves repeatable (rules, a scripted client): an
 * item is made the same whenever it is asked for, so that a killed step goes on where it was. A plugin's test extends
 * it and gives inputs small enough to make every item several times.
 */
public abstract class SyntheticGeneratorContract extends ExtensionContract {

    private static final int THREADS = 4;
    private static final long SEED = 1837;

    @TempDir
    Path workspace;

    /** A new generator with the same options at each call. */
    protected abstract SyntheticGenerator generator() throws IOException;

    /** What its step takes. */
    protected abstract StepInputs inputs() throws IOException;

    @Test
    void namesItsItemsUniquely() throws IOException {
        assertThat(open().items()).isNotEmpty().doesNotHaveDuplicates().noneMatch(String::isBlank);
    }

    @Test
    void makesDialoguesWithIdsOfTheirOwn() throws IOException {
        List<Dialogue> all = new ArrayList<>();
        generateAll(open()).values().forEach(made -> all.addAll(made.dialogues()));
        assertThat(all).isNotEmpty().extracting(Dialogue::id).doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(dialogue -> assertThat(dialogue.origin().kind()).isNotBlank());
    }

    @Test
    void makesTheSameOfAnItemInAnyOrder() throws IOException {
        SynthesisSession session = open();
        Map<String, Generated> expected = generateAll(session);
        List<String> shuffled = new ArrayList<>(session.items());
        Collections.shuffle(shuffled, new Random(SEED));
        for (String item : shuffled) {
            assertThat(session.generate(item)).as(item).isEqualTo(expected.get(item));
        }
    }

    @Test
    void makesTheSameOnSeveralThreads() throws Exception {
        SynthesisSession session = open();
        Map<String, Generated> expected = generateAll(session);
        Map<String, Generated> found = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String item : session.items()) {
                all.add(threads.submit(() -> found.put(item, session.generate(item))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void goesOnAfterBeingOpenedAgain() throws IOException {
        SynthesisSession before = open();
        Map<String, Generated> expected = generateAll(before);
        SynthesisSession after = open();
        assertThat(after.items()).isEqualTo(before.items());
        assertThat(generateAll(after)).isEqualTo(expected);
    }

    private SynthesisSession open() throws IOException {
        return generator().open(inputs(), new TestContext(workspace, SEED));
    }

    private static Map<String, Generated> generateAll(SynthesisSession session) throws IOException {
        Map<String, Generated> all = new LinkedHashMap<>();
        for (String item : session.items()) {
            all.put(item, session.generate(item));
        }
        return all;
    }
}
