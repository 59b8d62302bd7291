package ${package};

import dev.seance.api.plugin.Option;

/** What a recipe may set. */
public record ${type}Options(
        @Option(doc = "The fewest different words that the corpus must have, or the run fails.", defaultValue = "1", min = 1, unit = "words")
        int minWords) {}
