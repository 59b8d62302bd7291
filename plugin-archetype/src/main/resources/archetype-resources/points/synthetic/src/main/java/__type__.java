package ${package};

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Asks of each text of the corpus how it begins. */
@Extension
@ExtensionSpec(
        name = "${artifactId}",
        summary = "Asks how each text begins.",
        options = ${type}Options.class,
        inputs = @Input(kind = ArtifactKind.CORPUS))
public class ${type} implements SyntheticGenerator {

    private final ${type}Options options;

    @Inject
    public ${type}(${type}Options options) {
        this.options = options;
    }

    @Override
    public SynthesisSession open(StepInputs inputs, StepContext context) {
        // From title to first sentence, in the order of the corpus; of the training part alone.
        Map<String, String> beginnings = new LinkedHashMap<>();
        try (Stream<Document> documents = inputs.corpus().read(Subset.TRAIN)) {
            documents
                    .filter(document -> !document.title().isBlank())
                    .filter(document -> !document.text().isBlank())
                    .limit(options.maxDocuments())
                    .forEach(document -> beginnings.putIfAbsent(
                            document.title(), document.text().strip().split("(?<=[.!?])\\s")[0]));
        }
        return new SynthesisSession() {
            @Override
            public List<String> items() {
                return List.copyOf(beginnings.keySet());
            }

            @Override
            public Generated generate(String title) {
                List<Turn> turns = List.of(
                        new Turn(Role.USER, "How does \u201C" + title + "\u201D begin?"),
                        new Turn(Role.ASSISTANT, beginnings.get(title)));
                return Generated.of(List.of(new Dialogue(title, turns, new Origin("rules", "", "beginnings", ""))));
            }
        };
    }
}
