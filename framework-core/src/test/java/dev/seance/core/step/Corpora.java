// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.core.step.StepResources.NamedFilter;
import dev.seance.kit.stage.ExtensionRef;
import dev.seance.kit.stage.OptionValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Executors of corpus steps whose extensions are in this process alone. */
final class Corpora {

    private static final ExtensionRef HERE = new ExtensionRef("test", "test", new OptionValues(Map.of()));

    private Corpora() {}

    static NamedFilter filter(String name, CorpusFilter filter) {
        return new NamedFilter(name, filter, HERE);
    }

    static CorpusExecutor executor(
            CorpusSource source, List<NamedFilter> filters, double validationFraction, long seed, int threads) {
        CorpusRules rules = new CorpusRules(validationFraction, false, 0);
        return new CorpusExecutor(source, HERE, filters, rules, seed, Optional.empty(), new ThreadStageRunner(threads));
    }

    static CorpusExecutor executor(
            CorpusSource source, List<NamedFilter> filters, StageRunner runner, long shardBytes) {
        return new CorpusExecutor(
                source, HERE, filters, new CorpusRules(0, false, 0), 1, Optional.empty(), runner, shardBytes);
    }

    /** One that leaves bad records out. */
    static CorpusExecutor skippingBad(CorpusSource source, double maxBad) {
        return new CorpusExecutor(
                source,
                HERE,
                List.of(),
                new CorpusRules(0, true, maxBad),
                1,
                Optional.empty(),
                new ThreadStageRunner(2));
    }
}
