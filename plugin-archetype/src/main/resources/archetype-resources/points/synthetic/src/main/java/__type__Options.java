package ${package};

import dev.seance.api.plugin.Option;

/** What a recipe may set. */
public record ${type}Options(
        @Option(doc = "The most texts that are asked about.", defaultValue = "1000", min = 1, unit = "documents")
        int maxDocuments) {}
