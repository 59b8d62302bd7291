// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bench;

import dev.seance.core.command.Range;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelOptions;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.api.run.UserError;
import dev.seance.core.options.BoundOptions;
import dev.seance.core.options.OptionsBinder;
import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A model's shape on the command line, with the words of a recipe's {@code model:}. */
final class ShapeOptions {

    @Option(names = "--shape", paramLabel = "NAME", description = "The architecture (default: nanochat).")
    private Optional<String> shape = Optional.empty();

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "6",
            description = "Layers (default: ${DEFAULT-VALUE}).")
    private String depth;

    @Option(names = "--width", paramLabel = "N", description = "Width (default: as a recipe derives it from depth).")
    private Optional<String> width = Optional.empty();

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads (default: derived).")
    private Optional<String> heads = Optional.empty();

    @Option(names = "--kv-heads", paramLabel = "N", description = "Key and value heads (default: derived).")
    private Optional<String> kvHeads = Optional.empty();

    @Option(names = "--mlp-width", paramLabel = "N", description = "Inner width (default: derived).")
    private Optional<String> mlpWidth = Optional.empty();

    @Option(names = "--windows", paramLabel = "SSSL", description = "How far back layers look (default: derived).")
    private Optional<String> windows = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "N",
            defaultValue = "256",
            description = "Tokens in a row (default: ${DEFAULT-VALUE}).")
    private String context;

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            defaultValue = "8192",
            description = "Entries of the vocabulary (default: ${DEFAULT-VALUE}).")
    @Range(min = 1, max = 100_000_000)
    private int vocabulary;

    /** Binds them as a recipe's would be. */
    Optional<BoundOptions> bind(Problems problems) {
        Settings settings = OptionArguments.read("--shape", List.of(), problems);
        settings = with(settings, "shape", shape);
        settings = with(settings, "depth", Optional.of(depth));
        settings = with(settings, "width", width);
        settings = with(settings, "heads", heads);
        settings = with(settings, "kv-heads", kvHeads);
        settings = with(settings, "mlp-width", mlpWidth);
        settings = with(settings, "windows", windows);
        settings = with(settings, "context", Optional.of(context));
        return OptionsBinder.bind("the model", OptionsDescriptor.of(ModelOptions.class), settings, problems);
    }

    /**
     * The shape as a plan would have it.
     *
     * @throws UserError when the numbers do not fit each other, or the backend cannot build it
     */
    ModelConfig derive(String backend, BackendSupport support, BoundOptions bound) {
        ModelConfig asked;
        try {
            asked = bound.as(ModelOptions.class).derive(vocabulary);
        } catch (IllegalArgumentException e) {
            throw new UserError("the model: " + e.getMessage(), e);
        }
        if (!support.architectures().contains(asked.architecture())) {
            throw new UserError("backend '" + backend + "' cannot build the shape " + asked.architecture()
                    + " (it can: " + support.architectures() + ")");
        }
        return support.windows() ? asked : asked.withWindows(AttentionWindows.FULL);
    }

    /** These settings with one given as {@code --key value}, when it is. */
    static Settings with(Settings settings, String key, Optional<String> value) {
        return value.map(text -> OptionArguments.with(settings, "--" + key, key, text))
                .orElse(settings);
    }
}
