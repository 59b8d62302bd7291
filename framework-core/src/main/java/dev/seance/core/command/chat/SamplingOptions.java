// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.model.Sampling;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.core.command.CommandProblems;
import dev.seance.core.command.Range;
import dev.seance.core.options.BoundOptions;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How replies are drawn; defaults and ranges are those of {@link Sampling}, which recipes have too. */
final class SamplingOptions {

    /** What other programs take for "no limit", where ours is 0. */
    private static final String NO_LIMIT = "-1";

    @Option(
            names = "--temperature",
            paramLabel = "NUMBER",
            description = "Divides the logits, from 0 to 10; 0 always takes the likeliest token (default: 0.7).")
    private Optional<String> temperature = Optional.empty();

    @Option(
            names = "--top-k",
            paramLabel = "N",
            description = "Draw from so many of the likeliest tokens; 0 or -1 for all (default: 50).")
    private Optional<String> topK = Optional.empty();

    @Option(
            names = "--top-p",
            paramLabel = "NUMBER",
            description =
                    "Draw from the fewest likeliest tokens with this share of the probability, from 0 to 1; 1 draws"
                            + " from all (default: 1).")
    private Optional<String> topP = Optional.empty();

    @Option(
            names = "--min-p",
            paramLabel = "NUMBER",
            description =
                    "Draw from tokens at least so likely as this share of the likeliest, from 0 to 1; 0 draws from"
                            + " all (default: 0).")
    private Optional<String> minP = Optional.empty();

    @Option(
            names = "--repetition-penalty",
            paramLabel = "NUMBER",
            description = "Weakens tokens of the reply so far, from 1 to 10; 1 does nothing (default: 1.3).")
    private Optional<String> repetitionPenalty = Optional.empty();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "The longest reply in tokens, at least 1 (default: 256).")
    private Optional<String> maxTokens = Optional.empty();

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End the text where this would come, and leave it out; may be given several times.")
    private List<String> stop = new ArrayList<>();

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed gives the same text (default: ${DEFAULT-VALUE}).")
    @Range(min = Long.MIN_VALUE, max = Long.MAX_VALUE)
    private long seed;

    long seed() {
        return seed;
    }

    /**
     * The sampling they ask for.
     *
     * @throws dev.seance.api.run.UserError when one is out of its range
     */
    Sampling read() {
        Problems problems = new Problems();
        Settings settings = OptionArguments.read("--with", List.of(), problems);
        settings = with(settings, "temperature", temperature);
        settings = with(settings, "top-k", topK.map(text -> text.strip().equals(NO_LIMIT) ? "0" : text));
        settings = with(settings, "top-p", topP);
        settings = with(settings, "min-p", minP);
        settings = with(settings, "repetition-penalty", repetitionPenalty);
        settings = with(settings, "max-tokens", maxTokens);
        Optional<BoundOptions> bound =
                OptionsBinder.bind("chat", OptionsDescriptor.of(Sampling.class), settings, problems);
        CommandProblems mistakes = new CommandProblems();
        mistakes.addAll(problems);
        mistakes.throwIfAny();
        return bound.orElseThrow().as(Sampling.class).withStop(stop);
    }

    /** The same for a model of that context; says so when a longer reply was asked for than it has room for. */
    Sampling fitting(Sampling asked, int context) {
        Sampling fitting = asked.fitting(context);
        if (maxTokens.isPresent() && fitting.maxTokens() < asked.maxTokens()) {
            System.err.println("seance: --max-tokens " + asked.maxTokens() + ": the model's context is " + context
                    + " tokens, and half of it is for the question; a reply has at most " + fitting.maxTokens());
        }
        return fitting;
    }

    private static Settings with(Settings settings, String key, Optional<String> value) {
        return value.map(text -> OptionArguments.with(settings, "--" + key, key, text))
                .orElse(settings);
    }
}
