// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bench;

import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.run.UserError;
import dev.seance.core.command.Range;
import dev.seance.core.plan.BackendOffer;
import dev.seance.core.plan.BoundExtension;
import dev.seance.core.plan.ModelSettings;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.OptionArguments;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A model on the command line, with the words of a recipe's {@code model:}. */
final class ModelArguments {

    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            description = "The model family; seance plugins list shows those there are (default: the only one).")
    private Optional<String> architecture = Optional.empty();

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
            description = "The longest sequence, in tokens (default: ${DEFAULT-VALUE}).")
    private String context;

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            defaultValue = "8192",
            description = "Entries of the vocabulary (default: ${DEFAULT-VALUE}).")
    @Range(min = 1, max = 100_000_000)
    private int vocabulary;

    @Option(
            names = "--model",
            paramLabel = "KEY=VALUE",
            description = "Any other option of the model family; may be repeated.")
    private List<String> others = List.of();

    /** Binds them as a recipe's would be. */
    Optional<BoundExtension> bind(PluginHost host, Problems problems) {
        Settings settings = OptionArguments.read("--architecture", List.of(), problems);
        for (Setting other : OptionArguments.read("--model", others, problems).entries()) {
            settings = settings.with(other);
        }
        List<String> names = host.families().names();
        settings = with(
                settings,
                ModelSettings.ARCHITECTURE,
                architecture.or(() -> names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty()));
        settings = with(settings, "depth", Optional.of(depth));
        settings = with(settings, "width", width);
        settings = with(settings, "heads", heads);
        settings = with(settings, "kv-heads", kvHeads);
        settings = with(settings, "mlp-width", mlpWidth);
        settings = with(settings, "windows", windows);
        settings = with(settings, "context", Optional.of(context));
        return new ModelSettings(host, problems).bind("the model", settings);
    }

    /**
     * The model as a plan would have it.
     *
     * @throws UserError when the numbers do not fit each other, or the backend cannot build it
     */
    ModelConfig derive(PluginHost host, String backend, BackendSupport support, BoundExtension bound) {
        ModelConfig asked;
        try {
            asked = new ModelSettings(host, new Problems()).config(bound, vocabulary);
        } catch (IllegalArgumentException e) {
            throw new UserError("the model: " + e.getMessage(), e);
        }
        List<ProgramSource> programs =
                host.families().family(asked.architecture()).programs();
        if (!support.builds(asked.architecture(), programs)) {
            throw new UserError("backend '" + backend + "' cannot build architecture '" + asked.architecture() + "': "
                    + BackendOffer.against(support, programs));
        }
        return support.windows() ? asked : asked.withWindows(AttentionWindows.FULL);
    }

    /** These settings with one given as {@code --key value}, when it is. */
    static Settings with(Settings settings, String key, Optional<String> value) {
        return value.map(text -> OptionArguments.with(settings, "--" + key, key, text))
                .orElse(settings);
    }
}
