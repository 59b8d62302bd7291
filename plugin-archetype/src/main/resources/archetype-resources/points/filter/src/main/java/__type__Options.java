package ${package};

import dev.seance.api.plugin.Option;

/** What a recipe may set. */
public record ${type}Options(
        @Option(doc = "The share of digits among letters and digits above which a text is dropped.", defaultValue = "0.2", min = 0, max = 1)
        double maxShare) {}
