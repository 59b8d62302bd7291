package ${package};

import dev.seance.api.export.Exporter;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.ParameterRole;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.StepContext;
import dev.seance.kit.safetensors.Safetensors;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/** The tokens' vectors, as TensorBoard's embedding projector reads them: a line a token, in two files. */
@Extension
@ExtensionSpec(
        name = "${artifactId}",
        summary = "Writes the tokens' vectors for TensorBoard's projector.",
        options = ${type}Options.class)
public class ${type} implements Exporter {

    private static final Path VECTORS = Path.of("vectors.tsv");
    private static final Path TOKENS = Path.of("metadata.tsv");

    private final ${type}Options options;

    @Inject
    public ${type}(${type}Options options) {
        this.options = options;
    }

    @Override
    public List<Path> export(TrainedModel model, Path folder, StepContext context) throws IOException {
        int width = model.config().width();
        int count = Math.min(options.maxTokens(), model.config().vocabularySize());
        List<String> vectors = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        try (Safetensors weights = Safetensors.open(model.folder().resolve(TrainableModel.WEIGHTS))) {
            ByteBuffer numbers = weights.numbers(table(model).name(), 0, (long) count * width * Float.BYTES);
            for (int token = 0; token < count; token++) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < width; i++) {
                    line.append(i == 0 ? "" : "\t").append(numbers.getFloat());
                }
                vectors.add(line.toString());
                tokens.add(model.vocabulary().decode(token).replaceAll("\\s", "_"));
            }
        }
        Files.write(folder.resolve(VECTORS), vectors);
        Files.write(folder.resolve(TOKENS), tokens);
        return List.of(VECTORS, TOKENS);
    }

    private static ModelTensor table(TrainedModel model) {
        return model.config().tensors().stream()
                .filter(tensor -> tensor.role() == ParameterRole.EMBEDDING)
                .findFirst()
                .orElseThrow();
    }
}
