package ${package};

import dev.seance.api.plugin.Option;
import java.nio.file.Path;

/** What a recipe may set. */
public record ${type}Options(
        @Option(
                doc = "The folder of .txt files, each of them several texts.",
                // What lies there is in the step's key, by the revision; where it lies is not.
                excludedFromKey = Option.ANY)
        Path path,

        @Option(doc = "The line that stands between two texts.", defaultValue = "* * *")
        String separator,

        @Option(doc = "The year of the texts.", defaultValue = "1850")
        int year) {}
