// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.recipes;

import dev.seance.api.corpus.Skipped;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.Conditioning;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ParameterCount;
import dev.seance.api.training.TrainingEstimate;
import dev.seance.core.command.Sizes;
import dev.seance.core.plan.BoundExtension;
import dev.seance.core.plan.LlmCost;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.PlannedSource;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.plan.TrainingCost;
import dev.seance.core.run.Durations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A plan as people read it: each step, why it is made or not, what it derives, what it costs. */
final class PlanText {

    private static final int LONGEST_VALUE = 72;

    private PlanText() {}

    static String of(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(plan.recipe().title());
        plan.backend()
                .ifPresent(backend -> lines.add("backend " + backend.extension().name() + options(backend)));
        plan.support().ifPresent(support -> lines.add(line("computes %s", abilities(support))));
        for (PlannedStep step : plan.steps()) {
            lines.add("");
            lines.add(String.format(
                    "%-4s %s: %s %s%s",
                    step.cached() ? "HIT" : step.resolution().isPresent() ? "MISS" : "WAIT",
                    step.name(),
                    step.step().kind().key(),
                    step.extension().extension().name(),
                    from(step)));
            lines.add("     " + step.why());
            add(lines, step.extension());
            for (BoundExtension filter : step.filters()) {
                lines.add("     filter " + filter.extension().name() + options(filter));
            }
            step.source().ifPresent(source -> add(lines, source));
            Conditioning conditioning = step.step().conditioning();
            conditioning.tags().ifPresent(tags -> lines.add(line("before each document's text: %s", tags)));
            conditioning.system().ifPresent(system -> lines.add(line("before each conversation: %s", system.strip())));
            step.cost().ifPresent(cost -> add(lines, cost));
            step.llmCost().ifPresent(cost -> add(lines, cost));
        }
        if (!plan.preflight().isEmpty()) {
            lines.add("");
            lines.add("Before it can run:");
            plan.preflight().forEach(obstacle -> lines.add(obstacle.render()));
        }
        if (plan.usd().orElse(0) > 0) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT, "To be spent: about $%.2f.", plan.usd().getAsDouble()));
            plan.recipe()
                    .budget()
                    .filter(budget -> plan.usd().getAsDouble() > budget.usd())
                    .ifPresent(budget -> lines.add(String.format(
                            Locale.ROOT,
                            "That is more than the budget of $%.2f, at which the run stops.",
                            budget.usd())));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String abilities(BackendSupport support) {
        return "on " + choice(support.devices()) + " in " + choice(support.precisions())
                + (support.devices().size() > 1 || support.precisions().size() > 1
                        ? "; seance doctor says which it is here"
                        : "");
    }

    private static String choice(Collection<? extends Enum<?>> all) {
        return all.stream()
                .sorted(Comparator.comparingInt(Enum::ordinal))
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }

    private static String from(PlannedStep step) {
        return step.from().isEmpty()
                ? ""
                : " from "
                        + String.join(
                                ", ",
                                step.from().stream().map(PlannedStep::name).toList());
    }

    private static void add(List<String> lines, BoundExtension extension) {
        if (!extension.options().effective().isEmpty()) {
            lines.add("    " + options(extension));
        }
    }

    private static String options(BoundExtension extension) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> option : extension.options().effective().entrySet()) {
            text.append(' ').append(option.getKey()).append('=').append(shortened(option.getValue()));
        }
        return text.toString();
    }

    /** Long lists would bury the rest; {@code plan --json} has every value whole. */
    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    }

    private static void add(List<String> lines, PlannedSource source) {
        source.overview().ifPresent(overview -> {
            List<String> parts = new ArrayList<>();
            overview.documents().ifPresent(count -> parts.add(String.format(Locale.ROOT, "%,d documents", count)));
            overview.pages().ifPresent(count -> parts.add(String.format(Locale.ROOT, "%,d pages", count)));
            parts.add(Sizes.megabytes(overview.bytes()));
            overview.firstYear()
                    .ifPresent(first -> parts.add("of "
                            + (overview.lastYear().filter(first::equals).isPresent()
                                    ? first
                                    : first + " to "
                                            + overview.lastYear()
                                                    .map(String::valueOf)
                                                    .orElse("?"))));
            lines.add(line("%s", "there are " + String.join(", ", parts)));
        });
        if (!source.skipped().isEmpty()) {
            lines.add(line("%s", "not read: " + Skipped.inWords(source.skipped())));
        }
    }

    private static void add(List<String> lines, LlmCost cost) {
        lines.add(line(
                "at most %,d requests to %s (%s), about %,d tokens in and %,d out, by %s",
                cost.calls(),
                cost.llm(),
                cost.model(),
                cost.inputTokens(),
                cost.outputTokens(),
                cost.measured() == 0
                        ? "requests like those"
                        : String.format(Locale.ROOT, "the %,d answers that came already", cost.measured())));
        lines.add(cost.terms()
                .price()
                .map(price -> line(
                        "about $%.2f, at $%.2f and $%.2f a million tokens%s",
                        cost.usd(),
                        price.input(),
                        price.output(),
                        price.asOf().map(day -> " (" + day + ")").orElse("")))
                .orElse(line("what it costs is not known: the recipe's llms say no price")));
    }

    private static void add(List<String> lines, TrainingCost cost) {
        ModelConfig shape = cost.config();
        lines.add(line(
                "%s: %d layers, width %d, %d heads of %d%s, context %,d, vocabulary %,d",
                shape.architecture(),
                shape.layers(),
                shape.width(),
                shape.heads(),
                shape.headWidth(),
                shape.kvHeads() == shape.heads() ? "" : " (" + shape.kvHeads() + " for keys and values)",
                shape.context(),
                shape.vocabularySize()));
        lines.add(line("%s", reach(shape)));
        ParameterCount count = shape.parameters();
        lines.add(line(
                "%,d parameters: matrices %,d, embeddings %,d, value embeddings %,d, head %,d, scalars %,d",
                count.total(),
                count.matrices(),
                count.embeddings(),
                count.valueEmbeddings(),
                count.head(),
                count.scalars()));
        lines.add(line(
                "%,d of them in matrix products: the matrices and the %s",
                count.matmulParameters(), count.head() == 0 ? "embeddings, which are the head too" : "head"));
        lines.add(line("%s, %.3g FLOPs a token", steps(cost.estimate()), shape.flopsPerToken()));
        cost.estimate().derived().forEach((name, derivation) -> lines.add("     " + name + ": " + derivation));
        cost.memoryBytes()
                .ifPresent(bytes -> lines.add(line(
                        "at most %.3g GB of memory with a micro-batch of %,d",
                        bytes / 1e9, cost.estimate().microBatch())));
        cost.remarks().forEach(remark -> lines.add(line("! %s", remark)));
        if (cost.estimate().minutes().isPresent()) {
            lines.add(line(
                    "about %s%s; the steps, and with them the FLOPs, are known once the first ones are measured",
                    minutes(cost.estimate().minutes().getAsDouble()), money(cost)));
        } else if (cost.hours().isPresent()) {
            lines.add(line(
                    "%.3g FLOPs, about %s on %s%s",
                    cost.flops().getAsDouble(),
                    Durations.inWords(cost.hours().getAsDouble() * 3600),
                    cost.rate().orElseThrow().name(),
                    money(cost)));
        } else if (cost.flops().isPresent()) {
            lines.add(line(
                    "%.3g FLOPs; hours unknown until a training has been measured here (or: --device h100)",
                    cost.flops().getAsDouble()));
        }
    }

    private static String money(TrainingCost cost) {
        return cost.usd().orElse(0) > 0
                ? String.format(
                        Locale.ROOT,
                        ", $%.2f at $%.2f an hour",
                        cost.usd().getAsDouble(),
                        cost.rate().orElseThrow().usdPerHour())
                : "";
    }

    /** How far back the layers look. There are at most two kinds of them. */
    private static String reach(ModelConfig shape) {
        IntSummaryStatistics reach =
                IntStream.range(0, shape.layers()).map(shape::window).summaryStatistics();
        long near = IntStream.range(0, shape.layers())
                .filter(layer -> shape.window(layer) < reach.getMax())
                .count();
        return near == 0
                ? String.format(Locale.ROOT, "every layer looks back %,d tokens, the whole context", reach.getMax())
                : String.format(
                        Locale.ROOT,
                        "%d of %d layers look back %,d tokens, the others %,d",
                        near,
                        shape.layers(),
                        reach.getMin(),
                        reach.getMax());
    }

    private static String steps(TrainingEstimate estimate) {
        String tokens = String.format(Locale.ROOT, "of %,d tokens", estimate.tokensPerStep());
        Optional<String> count = estimate.steps().isPresent()
                ? Optional.of(String.format(
                        Locale.ROOT, "%,d steps %s", estimate.steps().getAsLong(), tokens))
                : Optional.empty();
        if (estimate.minutes().isPresent()) {
            String fit = "fit into " + minutes(estimate.minutes().getAsDouble());
            return count.map(steps -> "at most " + steps + ", or as many as " + fit)
                    .orElse("as many steps " + tokens + " as " + fit);
        }
        return count.orElse("as many steps " + tokens + " as the data give");
    }

    private static String minutes(double minutes) {
        String number = minutes == Math.rint(minutes) ? Long.toString((long) minutes) : Double.toString(minutes);
        return number + (minutes == 1 ? " minute" : " minutes");
    }

    private static String line(String format, Object... values) {
        return "     " + String.format(Locale.ROOT, format, values);
    }
}
