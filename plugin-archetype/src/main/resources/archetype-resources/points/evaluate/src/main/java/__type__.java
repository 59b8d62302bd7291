package ${package};

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** How rich the words of a corpus are: how many different ones, and how many of them stand there only once. */
@Extension
@ExtensionSpec(
        name = "${artifactId}",
        summary = "Counts the different words of a corpus.",
        options = ${type}Options.class,
        inputs = @Input(kind = ArtifactKind.CORPUS))
public class ${type} implements Evaluator {

    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private final ${type}Options options;

    @Inject
    public ${type}(${type}Options options) {
        this.options = options;
    }

    @Override
    public Evaluation evaluate(StepInputs inputs, StepContext context) {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Document> documents = inputs.corpus().read(Subset.TRAIN)) {
            documents.forEach(document -> WORD.matcher(document.text().toLowerCase(Locale.ROOT))
                    .results()
                    .forEach(word -> counts.merge(word.group(), 1L, Long::sum)));
        }
        double once = counts.values().stream().filter(count -> count == 1).count();
        return new Evaluation(
                Map.of("differentWords", (double) counts.size(), "wordsUsedOnce", once),
                List.of(new ReportBlock.Paragraph(
                        counts.size() + " different words, of which " + (long) once + " stand there only once.")),
                counts.size() >= options.minWords()
                        ? List.of()
                        : List.of("differentWords " + counts.size() + " is below min-words " + options.minWords()));
    }
}
