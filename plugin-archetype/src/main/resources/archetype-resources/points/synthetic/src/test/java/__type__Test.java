package ${package};

import dev.seance.api.corpus.Document;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.synthesis.SyntheticGeneratorContract;
import dev.seance.api.testing.MemoryCorpus;
import java.util.List;
import org.pf4j.ExtensionPoint;

class ${type}Test extends SyntheticGeneratorContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ${type}.class;
    }

    @Override
    protected SyntheticGenerator generator() {
        return new ${type}(new ${type}Options(10));
    }

    @Override
    protected StepInputs inputs() {
        List<Document> books = List.of(
                Document.of("1", "Call me Ishmael. Some years ago.").title("The Whale").build(),
                Document.of("2", "It was a dark night.").title("A Tale").build());
        return new StepInputs(List.of(new MemoryCorpus("books", books, List.of())), List.of(), List.of(), List.of());
    }
}
