package ${package};

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import java.util.List;
import org.pf4j.ExtensionPoint;

class ${type}Test extends CorpusFilterContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ${type}.class;
    }

    @Override
    protected CorpusFilter filter() {
        return new ${type}(new ${type}Options(0.2));
    }

    @Override
    protected List<Document> documents() {
        return List.of(
                Document.of("prose", "It was the year 1851, and the fog lay upon the river.").build(),
                Document.of("table", "1851 17 4 22 9 1852 18 5 21 8 total").build(),
                Document.of("nothing", "").build());
    }
}
