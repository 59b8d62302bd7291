package ${package};

import dev.seance.api.plugin.Option;

/** What a recipe may set. */
public record ${type}Options(
        @Option(doc = "The most tokens that are written, from the first on.", defaultValue = "10000", min = 1, unit = "tokens")
        int maxTokens) {}
