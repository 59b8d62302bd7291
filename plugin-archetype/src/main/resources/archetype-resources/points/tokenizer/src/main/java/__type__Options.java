package ${package};

import dev.seance.api.plugin.Option;

/** What a recipe may set. */
public record ${type}Options(
        @Option(doc = "Tokens, the 256 bytes and the four specials included.", defaultValue = "2048", min = 260, unit = "tokens")
        int size) {}
