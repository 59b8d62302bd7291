// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.model.ModelShape;
import dev.seance.api.model.ParameterCount;
import dev.seance.core.plan.BoundExtension;
import dev.seance.core.plan.Plan;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.plan.TrainingCost;
import dev.seance.core.run.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan as people read it: each step, why it is made or not, what it derives, what it costs. */
final class PlanText {

    private static final int LONGEST_VALUE = 72;

    private PlanText() {}

    static String of(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(plan.recipe().title());
        plan.backend()
                .ifPresent(backend -> lines.add("backend " + backend.extension().name() + options(backend)));
        for (PlannedStep step : plan.steps()) {
            lines.add("");
            lines.add(String.format(
                    "%-4s %s: %s %s%s",
                    step.cached() ? "HIT" : "MISS",
                    step.name(),
                    step.step().kind().key(),
                    step.extension().extension().name(),
                    from(step)));
            lines.add("     " + step.why());
            add(lines, step.extension());
            for (BoundExtension filter : step.filters()) {
                lines.add("     filter " + filter.extension().name() + options(filter));
            }
            step.cost().ifPresent(cost -> add(lines, cost));
        }
        if (!plan.obstacles().isEmpty()) {
            lines.add("");
            lines.add("Before it can run:");
            plan.obstacles().forEach(obstacle -> lines.add(obstacle.render()));
        }
        if (plan.usd().orElse(0) > 0) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT, "To be spent: about $%.2f.", plan.usd().getAsDouble()));
        }
        return String.join(System.lineSeparator(), lines);
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

    private static void add(List<String> lines, TrainingCost cost) {
        ModelShape shape = cost.shape();
        lines.add(line(
                "%s: %d layers, width %,d, %d heads of %d, context %,d, vocabulary %,d",
                shape.architecture().name().toLowerCase(Locale.ROOT),
                shape.layers(),
                shape.width(),
                shape.heads(),
                shape.headWidth(),
                shape.context(),
                shape.vocabulary()));
        ParameterCount count = shape.parameters();
        lines.add(line(
                "%,d parameters: matrices %,d, embeddings %,d, value embeddings %,d, head %,d, scalars %,d",
                count.total(),
                count.matrices(),
                count.embeddings(),
                count.valueEmbeddings(),
                count.head(),
                count.scalars()));
        String steps = cost.estimate().steps().isPresent()
                ? String.format(
                        Locale.ROOT, "%,d steps", cost.estimate().steps().getAsLong())
                : "as many steps as the data give";
        lines.add(line(
                "%s of %,d tokens, %.3g FLOPs a token", steps, cost.estimate().tokensPerStep(), shape.flopsPerToken()));
        cost.estimate().derived().forEach((name, reckoning) -> lines.add("     " + name + ": " + reckoning));
        if (cost.hours().isPresent()) {
            lines.add(line(
                    "%.3g FLOPs, about %s on %s%s",
                    cost.flops().getAsDouble(),
                    Durations.inWords(cost.hours().getAsDouble() * 3600),
                    cost.rate().orElseThrow().name(),
                    cost.usd().getAsDouble() > 0
                            ? String.format(Locale.ROOT, ", $%.2f", cost.usd().getAsDouble())
                            : ""));
        } else if (cost.flops().isPresent()) {
            lines.add(line(
                    "%.3g FLOPs; hours unknown until a training has been measured here (or: --device h100)",
                    cost.flops().getAsDouble()));
        }
    }

    private static String line(String format, Object... values) {
        return "     " + String.format(Locale.ROOT, format, values);
    }
}
