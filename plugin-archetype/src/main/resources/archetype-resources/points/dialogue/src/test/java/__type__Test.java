package ${package};

import dev.seance.api.corpus.Document;
import dev.seance.api.dialogue.DialogueExtractor;
import dev.seance.api.dialogue.DialogueExtractorContract;
import java.util.List;
import org.pf4j.ExtensionPoint;

class ${type}Test extends DialogueExtractorContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ${type}.class;
    }

    @Override
    protected DialogueExtractor extractor() {
        return new ${type}(new ${type}Options("Q.", "A."));
    }

    @Override
    protected List<Document> documents() {
        return List.of(
                Document.of("science", "Q. What is heat?\nA. That which warms us.\n\nQ. And cold?\n\nA. Its absence.\n")
                        .build(),
                Document.of("prose", "He asked what heat was, and nobody knew.").build());
    }
}
