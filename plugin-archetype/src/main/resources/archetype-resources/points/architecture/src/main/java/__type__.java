package ${package};

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.ParameterRole;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.model.ReferenceRun;
import dev.seance.api.plugin.ExtensionSpec;
import java.util.List;
import org.pf4j.Extension;

/**
 * A bigram model: what comes next by the last token alone, through layers that have no attention. The least that is a
 * language model, to grow from. The model itself is model.py.
 */
@Extension
@ExtensionSpec(
        name = "${artifactId}",
        summary = "The next token from the last one alone.",
        options = ${type}Options.class)
public class ${type} implements ModelFamily<${type}Options> {

    private static final ParameterGroup TABLES =
            ParameterGroup.of("tables", "Embedding and output matrix.", new AdamW(0.02, 0.9, 0.95, 1e-8, 0));
    private static final ParameterGroup MATRICES = ParameterGroup.of(
                    "matrices", "The layers' matrices.", new AdamW(0.002, 0.9, 0.95, 1e-8, 0.1))
            .withMuon(new Muon(0.02, 0.95, 0.9, 0.1));

    @Override
    public ModelDimensions dimensions(${type}Options options, int vocabularySize) {
        int width = options.width();
        return new ModelDimensions(options.depth(), width, 1, 1, 4 * width, options.context(), vocabularySize);
    }

    @Override
    public List<ModelTensor> tensors(ModelDimensions dimensions) {
        dimensions.requireSettings();
        long vocabulary = dimensions.vocabularySize();
        long layers = dimensions.layers();
        long width = dimensions.width();
        long inner = dimensions.mlpWidth();
        return List.of(
                ModelTensor.of("embedding", ParameterRole.EMBEDDING, TABLES, vocabulary, width),
                ModelTensor.of("head", ParameterRole.HEAD, TABLES, vocabulary, width),
                ModelTensor.of("mlp_in", ParameterRole.MATRIX, MATRICES, layers, inner, width),
                ModelTensor.of("mlp_out", ParameterRole.MATRIX, MATRICES, layers, width, inner));
    }

    @Override
    public ReferenceRun reference(ModelDimensions dimensions) {
        return new ReferenceRun(32, 1024, 40_000);
    }

    @Override
    public List<ProgramSource> programs() {
        return List.of(ProgramSource.of("torchscript", "${type}", ${type}.class, "model.py"));
    }
}
