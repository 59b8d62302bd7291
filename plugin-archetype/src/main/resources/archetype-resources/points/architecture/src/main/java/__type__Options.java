package ${package};

import dev.seance.api.plugin.Option;

/** What a recipe's {@code model:} may set beside {@code architecture}. */
public record ${type}Options(
        @Option(doc = "Layers.", defaultValue = "1", min = 1, max = 64, unit = "layers")
        int depth,

        @Option(doc = "Numbers a token.", defaultValue = "32", min = 8)
        int width,

        @Option(doc = "The longest sequence.", defaultValue = "64", min = 8, unit = "tokens")
        int context) {}
