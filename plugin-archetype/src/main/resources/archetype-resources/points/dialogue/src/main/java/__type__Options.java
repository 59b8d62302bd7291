package ${package};

import dev.seance.api.plugin.Option;

/** What a recipe may set. */
public record ${type}Options(
        @Option(doc = "How a line with a question begins.", defaultValue = "Q.")
        String question,

        @Option(doc = "How the line with its answer begins.", defaultValue = "A.")
        String answer) {}
