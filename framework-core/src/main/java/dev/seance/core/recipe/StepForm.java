// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import dev.seance.api.corpus.TagTemplate;
import dev.seance.api.model.Conditioning;
import dev.seance.core.step.CorpusRules;
import dev.seance.core.step.ModelArtifact;
import dev.seance.core.step.StepKind;
import dev.seance.core.step.StepKinds;
import dev.seance.core.text.NearestName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one step of a recipe. */
final class StepForm {

    private static final List<String> COMMON_KEYS = List.of("from", "with", "seed");

    /** Every key that some step may have. */
    static final List<String> KEYS = Stream.of(
                    StepKinds.keys().stream(),
                    COMMON_KEYS.stream(),
                    StepKinds.all().stream().flatMap(kind -> kind.ownKeys().stream()))
            .flatMap(keys -> keys)
            .toList();

    private final Problems problems;

    StepForm(Problems problems) {
        this.problems = problems;
    }

    /** The step, or empty when its kind, plugin or options cannot be made out. */
    Optional<Step> read(Setting entry) {
        if (!Fields.isName(entry.key(), entry.position(), problems)) {
            return Optional.empty();
        }
        String owner = "step '" + entry.key() + "'";
        if (!(entry.value() instanceof Settings settings)) {
            problems.add(
                    entry.position(),
                    owner + " takes a mapping, such as {tokenizer: NAME, from: books}, not "
                            + (entry.value().isNull()
                                    ? "nothing"
                                    : entry.value().inWords()));
            return Optional.empty();
        }
        Fields fields = new Fields(settings, owner, problems);
        Optional<StepKind> kind = kind(settings, entry, owner);
        checkKeys(settings, kind, owner);
        Optional<Scalar> plugin = kind.flatMap(found -> fields.scalar(found.key()));
        Settings none = Settings.none(entry.position());
        Settings with = fields.group("with").orElse(none);
        List<Reference> from = from(fields, owner);
        List<FilterChoice> filters = filters(fields, owner);
        Optional<Settings> model = fields.group("model");
        Conditioning conditioning = new Conditioning(tags(fields, owner), system(fields));
        CorpusRules corpus = corpus(fields, owner);
        Optional<Long> seed = fields.seed();
        // Options that are no mapping were reported; without them the planner would miss the required ones as well.
        boolean misshapen = isNoMapping(settings, "with") || isNoMapping(settings, "model");
        if (kind.isEmpty() || plugin.isEmpty() || misshapen) {
            return Optional.empty();
        }
        boolean source = kind.get().readsSource();
        return Optional.of(new Step(
                entry.key(),
                kind.get(),
                plugin.get().text(),
                from,
                with,
                kind.get().ownKeys().contains(StepKind.FILTERS) ? filters : List.of(),
                model,
                kind.get().trains() ? conditioning : Conditioning.NONE,
                source ? corpus : CorpusRules.DEFAULT,
                seed,
                entry.position(),
                plugin.get().position()));
    }

    private static boolean isNoMapping(Settings settings, String key) {
        return settings.value(key).filter(value -> !(value instanceof Settings)).isPresent();
    }

    private Optional<StepKind> kind(Settings settings, Setting entry, String owner) {
        List<String> kinds =
                settings.keys().stream().filter(StepKinds.keys()::contains).toList();
        if (kinds.size() > 1) {
            problems.add(
                    settings.entry(kinds.get(1)).orElseThrow().position(),
                    owner + " is both a " + String.join(" and a ", kinds) + "; make it a step for each");
            return Optional.empty();
        }
        if (kinds.size() == 1) {
            String key = kinds.get(0);
            if (settings.value(key).isEmpty()) {
                problems.add(
                        settings.entry(key).orElseThrow().position(), "'" + key + "' of " + owner + " names no plugin");
            }
            return StepKinds.of(key);
        }
        boolean misspelt = settings.keys().stream()
                .filter(key -> !KEYS.contains(key))
                .anyMatch(key -> NearestName.of(key, StepKinds.keys()).isPresent());
        if (!misspelt) {
            problems.add(
                    entry.position(),
                    owner + " does not say what it does; give it one of " + String.join(", ", StepKinds.keys()));
        }
        return Optional.empty();
    }

    private void checkKeys(Settings settings, Optional<StepKind> kind, String owner) {
        List<String> allowed = kind.map(found -> Stream.of(List.of(found.key()), COMMON_KEYS, found.ownKeys())
                        .flatMap(List::stream)
                        .toList())
                .orElse(KEYS);
        for (Setting entry : settings.entries()) {
            String key = entry.key();
            if (!KEYS.contains(key)) {
                String guess = NearestName.of(key, allowed)
                        .map(name -> "; did you mean '" + name + "'?")
                        .orElse("; options of the plugin go below 'with'");
                problems.add(entry.position(), "unknown key '" + key + "' in " + owner + guess);
            } else if (!allowed.contains(key) && StepKinds.of(key).isEmpty()) {
                String owners = StepKinds.all().stream()
                        .filter(other -> other.ownKeys().contains(key))
                        .map(StepKind::key)
                        .collect(Collectors.joining(", "));
                problems.add(entry.position(), "only " + owners + " steps have '" + key + "'; remove it from " + owner);
            }
        }
    }

    private List<Reference> from(Fields fields, String owner) {
        List<Reference> references = new ArrayList<>();
        Optional<Value> value = fields.value("from");
        for (Value item : value.map(StepForm::items).orElse(List.of())) {
            if (item instanceof Scalar scalar && !scalar.isNull()) {
                if (references.stream().anyMatch(other -> other.name().equals(scalar.text()))) {
                    problems.add(scalar.position(), "'from' of " + owner + " names '" + scalar.text() + "' twice");
                } else if (!problems.concern(scalar)) {
                    references.add(new Reference(scalar.text(), scalar.position()));
                }
            } else {
                fields.wrong("from", item, "the names of steps");
            }
        }
        return references;
    }

    private List<FilterChoice> filters(Fields fields, String owner) {
        Optional<Value> value = fields.value(StepKind.FILTERS);
        if (value.isPresent() && !(value.get() instanceof Sequence)) {
            fields.wrong(StepKind.FILTERS, value.get(), "a list of filters: [NAME, NAME]");
            return List.of();
        }
        List<FilterChoice> filters = new ArrayList<>();
        NamedPlugin reader = new NamedPlugin(problems);
        for (Value item : value.map(StepForm::items).orElse(List.of())) {
            reader.read(item, "a filter of " + owner, "NAME")
                    .map(named -> new FilterChoice(named.name(), named.options(), named.position()))
                    .ifPresent(filters::add);
        }
        return filters;
    }

    private static List<Value> items(Value value) {
        return value instanceof Sequence sequence ? sequence.items() : List.of(value);
    }

    private Optional<TagTemplate> tags(Fields fields, String owner) {
        Optional<Scalar> text = fields.scalar(ModelArtifact.TAGS);
        try {
            return text.map(given -> new TagTemplate(given.text()));
        } catch (IllegalArgumentException e) {
            problems.add(text.orElseThrow().position(), "'tags' of " + owner + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> system(Fields fields) {
        Optional<Scalar> text = fields.scalar(ModelArtifact.SYSTEM);
        if (text.filter(given -> given.text().isBlank()).isPresent()) {
            fields.wrong(ModelArtifact.SYSTEM, text.get(), "what the model is told before a conversation");
            return Optional.empty();
        }
        return text.map(Scalar::text);
    }

    private CorpusRules corpus(Fields fields, String owner) {
        return new CorpusRules(
                fraction(
                        fields,
                        owner,
                        "validation-fraction",
                        "the fraction of documents for validation",
                        CorpusRules.MAX_VALIDATION_FRACTION,
                        CorpusRules.DEFAULT_VALIDATION_FRACTION),
                skipBad(fields, owner),
                fraction(
                        fields,
                        owner,
                        "max-bad",
                        "the fraction of records that may be left out",
                        1,
                        CorpusRules.DEFAULT_MAX_BAD));
    }

    private boolean skipBad(Fields fields, String owner) {
        Optional<Scalar> value = fields.scalar("on-bad");
        if (value.isPresent() && !CorpusRules.ON_BAD.contains(value.get().text())) {
            problems.add(
                    value.get().position(),
                    "'on-bad' of " + owner + " is '" + value.get().text()
                            + "'; it says what becomes of records that cannot be read: "
                            + String.join(" or ", CorpusRules.ON_BAD));
        }
        return value.filter(given -> given.text().equals(CorpusRules.SKIP)).isPresent();
    }

    private double fraction(Fields fields, String owner, String key, String what, double max, double otherwise) {
        Optional<BigDecimal> fraction = fields.real(key);
        if (fraction.isPresent()
                && (fraction.get().signum() < 0 || fraction.get().doubleValue() > max)) {
            problems.add(
                    fields.value(key).orElseThrow().position(),
                    "'" + key + "' of " + owner + " is " + fraction.get() + "; it is " + what + ", from 0 to "
                            + (max == Math.rint(max) ? Long.toString(Math.round(max)) : Double.toString(max)));
            return otherwise;
        }
        return fraction.map(Number::doubleValue).orElse(otherwise);
    }
}
