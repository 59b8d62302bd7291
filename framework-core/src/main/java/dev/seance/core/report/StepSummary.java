// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.Skipped;
import dev.seance.core.run.StepMoney;
import dev.seance.core.run.StepResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One step in {@code report.json}; the names of the fields are stable.
 *
 * @param name the step
 * @param kind the extension point's key
 * @param plugin the extension
 * @param makes the kind of artifact, in lower case
 * @param fingerprint the artifact
 * @param cached whether an earlier run had made it
 * @param seconds how long the making took, whenever that was
 * @param metrics the figures by camel-case name
 * @param funnel what the filters did; null, and absent in the file, for all but corpora
 * @param failures gates of an evaluation that were not passed
 */
public record StepSummary(
        String name,
        String kind,
        String plugin,
        String makes,
        String fingerprint,
        boolean cached,
        double seconds,
        @JsonSerialize(contentUsing = WholeNumbers.class) Map<String, Double> metrics,
        @JsonInclude(JsonInclude.Include.NON_NULL) Funnel funnel,
        List<String> failures) {

    public StepSummary {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(fingerprint, "fingerprint");
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        failures = List.copyOf(failures);
    }

    static StepSummary of(StepResult result, Optional<Funnel> funnel) {
        return new StepSummary(
                result.name(),
                result.kind(),
                result.plugin(),
                result.makes(),
                result.fingerprint(),
                result.cached(),
                result.seconds(),
                result.metrics(),
                funnel.orElse(null),
                result.failures());
    }

    /** What became of the step, without the funnel. */
    public StepResult result() {
        return new StepResult(name, kind, plugin, makes, fingerprint, cached, seconds, metrics, failures);
    }

    /** What it cost, in US dollars. */
    double usd() {
        return metric(StepMoney.LLM_USD).orElse(0.0)
                + metric(StepMoney.MACHINE_USD).orElse(0.0);
    }

    /** The figure of that name, if the step has it. */
    public Optional<Double> metric(String name) {
        return Optional.ofNullable(metrics.get(name));
    }

    /** The filters of a corpus in their order; none for other kinds. */
    List<Funnel.Stage> stages() {
        return funnel == null ? List.of() : funnel.stages();
    }

    /** What the source of a corpus found and did not read. */
    List<Skipped> skipped() {
        return funnel == null ? List.of() : funnel.skipped();
    }
}
