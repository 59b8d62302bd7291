// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Turns a recipe's settings into the typed {@link Recipe}, noting everything whose form is wrong. */
final class RecipeForm {

    /** The keys at the root of a recipe; {@code extends} is gone by the time one is read. */
    static final List<String> KEYS =
            List.of("recipe", "title", "extends", "era", "seed", "budget", "backend", "plugins", "steps", "llms");

    private static final BigInteger LAST_YEAR = BigInteger.valueOf(9999);

    private final Problems problems;

    RecipeForm(Problems problems) {
        this.problems = problems;
    }

    Recipe read(Settings root) {
        Fields fields = new Fields(root, "the recipe", problems);
        List<Step> steps = new ArrayList<>();
        Set<String> unreadable = new TreeSet<>();
        Optional<Settings> written = fields.group("steps");
        if (root.value("steps").isEmpty() || written.filter(Settings::isEmpty).isPresent()) {
            problems.add(root.position(), "the recipe has no steps; add 'steps:' and a step below it");
        }
        StepForm form = new StepForm(problems);
        for (Setting entry : written.map(Settings::entries).orElse(List.of())) {
            form.read(entry).ifPresentOrElse(steps::add, () -> unreadable.add(entry.key()));
        }
        return read(root, fields, steps, unreadable);
    }

    /** A recipe whose steps were left out on purpose. */
    Recipe readWithoutSteps(Settings root) {
        return read(root, new Fields(root, "the recipe", problems), List.of(), Set.of());
    }

    private Recipe read(Settings root, Fields fields, List<Step> steps, Set<String> unreadable) {
        fields.allowOnly(KEYS);
        String name = fields.name("recipe", "my-recipe").map(Scalar::text).orElse("unnamed");
        return new Recipe(
                name,
                fields.text("title").orElse(name),
                era(fields),
                fields.seed().orElse(0L),
                budget(fields),
                fields.value("backend").flatMap(this::backend),
                steps,
                llms(fields),
                plugins(fields),
                root,
                unreadable);
    }

    private Optional<Era> era(Fields recipe) {
        Optional<Settings> settings = recipe.group("era");
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = new Fields(settings.get(), "the era", problems);
        fields.allowOnly(List.of("from", "to", "language"));
        Optional<Integer> from = year(fields, "from", "1837");
        Optional<Integer> to = year(fields, "to", "1899");
        Optional<String> language = fields.text("language");
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (from.get() > to.get()) {
            problems.add(
                    settings.get().position(),
                    "the era begins in " + from.get() + ", after its end in " + to.get() + "; swap 'from' and 'to'");
            return Optional.empty();
        }
        return Optional.of(new Era(from.get(), to.get(), language));
    }

    private static Optional<Integer> year(Fields fields, String key, String example) {
        if (fields.required(key, example).isEmpty()) {
            return Optional.empty();
        }
        Optional<BigInteger> year = fields.whole(key);
        if (year.isPresent() && year.get().abs().compareTo(LAST_YEAR) > 0) {
            fields.wrong(key, fields.value(key).orElseThrow(), "a year");
            return Optional.empty();
        }
        return year.map(BigInteger::intValue);
    }

    private Optional<Budget> budget(Fields recipe) {
        Optional<Settings> settings = recipe.group("budget");
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = new Fields(settings.get(), "the budget", problems);
        fields.allowOnly(List.of("usd", "usd-per-hour"));
        fields.required("usd", "100");
        Optional<Double> usd = fields.real("usd").map(Number::doubleValue);
        if (usd.isPresent() && usd.get() <= 0) {
            fields.wrong("usd", fields.value("usd").orElseThrow(), "a number above 0");
            return Optional.empty();
        }
        Optional<Double> perHour = usd(fields, "usd-per-hour");
        return usd.map(most ->
                new Budget(most, perHour.isPresent() ? OptionalDouble.of(perHour.get()) : OptionalDouble.empty()));
    }

    private Optional<BackendChoice> backend(Value value) {
        return new NamedPlugin(problems)
                .read(value, "'backend'", "NAME")
                .map(named -> new BackendChoice(named.name(), named.options(), named.position()));
    }

    private Map<String, LlmChoice> llms(Fields recipe) {
        Map<String, LlmChoice> llms = new LinkedHashMap<>();
        for (Setting entry : recipe.group("llms").map(Settings::entries).orElse(List.of())) {
            if (Fields.isName(entry.key(), entry.position(), problems)) {
                llm(entry).ifPresent(llm -> llms.put(llm.name(), llm));
            }
        }
        return llms;
    }

    private List<PluginPin> plugins(Fields recipe) {
        List<PluginPin> pins = new ArrayList<>();
        for (Setting entry : recipe.group("plugins").map(Settings::entries).orElse(List.of())) {
            if (entry.value() instanceof Scalar version && !version.isNull()) {
                if (!problems.concern(version)) {
                    pins.add(new PluginPin(entry.key(), version.text(), entry.position()));
                }
            } else {
                problems.add(
                        entry.value().position(),
                        "plugin '" + entry.key() + "' takes the version it is pinned to, such as 1.2.0, not "
                                + entry.value().inWords());
            }
        }
        return pins;
    }

    private Optional<LlmChoice> llm(Setting entry) {
        if (!(entry.value() instanceof Settings settings)) {
            problems.add(
                    entry.value().position(),
                    "llm '" + entry.key() + "' takes a mapping, such as {provider: NAME, model: NAME}, not "
                            + entry.value().inWords());
            return Optional.empty();
        }
        Fields fields = new Fields(settings, "llm '" + entry.key() + "'", problems);
        Optional<Scalar> provider = fields.required("provider", "NAME");
        Optional<Scalar> model = fields.required("model", "NAME");
        if (provider.isEmpty() || model.isEmpty()) {
            return Optional.empty();
        }
        Settings options = settings;
        for (String key : LlmTerms.KEYS) {
            options = options.without(key);
        }
        return Optional.of(new LlmChoice(
                entry.key(),
                provider.get().text(),
                model.get().text(),
                terms(fields, entry.key()),
                options,
                entry.position(),
                provider.get().position()));
    }

    private LlmTerms terms(Fields llm, String name) {
        boolean batch = llm.flag("batch").orElse(false);
        int concurrency =
                llm.count("concurrency", 1).orElse(batch ? LlmTerms.DEFAULT_BATCH : LlmTerms.DEFAULT_CONCURRENCY);
        if (batch && concurrency > LlmTerms.LARGEST_BATCH) {
            llm.wrong(
                    "concurrency",
                    llm.value("concurrency").orElseThrow(),
                    "at most " + LlmTerms.LARGEST_BATCH + " with 'batch: true', where it is the size of a batch");
            concurrency = LlmTerms.DEFAULT_BATCH;
        }
        return new LlmTerms(
                llm.group("price").flatMap(settings -> price(settings, name)),
                batch,
                concurrency,
                llm.count("requests-per-minute", 1),
                llm.count("tokens-per-minute", 1),
                llm.count("max-retries", 0).orElse(LlmTerms.DEFAULT_MAX_RETRIES));
    }

    private Optional<LlmTerms.Price> price(Settings settings, String name) {
        Fields fields = new Fields(settings, "the price of llm '" + name + "'", problems);
        fields.allowOnly(List.of("input", "output", "batch-factor", "as-of"));
        fields.required("input", "1.00");
        fields.required("output", "5.00");
        Optional<Double> input = usd(fields, "input");
        Optional<Double> output = usd(fields, "output");
        double factor = batchFactor(fields);
        return input.isPresent() && output.isPresent()
                ? Optional.of(new LlmTerms.Price(input.get(), output.get(), factor, fields.text("as-of")))
                : Optional.empty();
    }

    private static double batchFactor(Fields price) {
        Optional<Double> factor = price.real("batch-factor").map(Number::doubleValue);
        if (factor.isPresent() && !(factor.get() >= 0 && factor.get() <= 1)) {
            price.wrong("batch-factor", price.value("batch-factor").orElseThrow(), "a number from 0 to 1");
            return 1;
        }
        return factor.orElse(1.0);
    }

    private static Optional<Double> usd(Fields fields, String key) {
        Optional<Double> usd = fields.real(key).map(Number::doubleValue);
        if (usd.isPresent() && !(usd.get() >= 0)) {
            fields.wrong(key, fields.value(key).orElseThrow(), "US dollars for a million tokens, 0 or more");
            return Optional.empty();
        }
        return usd;
    }
}
