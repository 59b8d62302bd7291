package ${package};

import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.TokenizerContract;
import org.pf4j.ExtensionPoint;

class ${type}Test extends TokenizerContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ${type}.class;
    }

    @Override
    protected Tokenizer tokenizer(int size) {
        return new ${type}(new ${type}Options(size));
    }
}
