package ${package};

import dev.seance.api.plugin.Option;
import java.util.List;

/** What a recipe may set. */
public record ${type}Options(
        @Option(doc = "The program and its arguments. It gets the conversation on standard input and the model's name in SEANCE_MODEL, and writes the answer to standard output.")
        List<String> command) {}
