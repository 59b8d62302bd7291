package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.export.Exporter;
import dev.seance.api.export.ExporterContract;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.TinyTraining;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

class ${type}Test extends ExporterContract {

    private static final int TOKENS = 50;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ${type}.class;
    }

    @Override
    protected Exporter exporter() {
        return new ${type}(new ${type}Options(TOKENS));
    }

    @Override
    protected TrainedModel model(Path checkpoint) throws IOException {
        ToyBackend backend = new ToyBackend();
        try (TrainableModel model = backend.create(ToyFamily.config(TinyTraining.dimensions()), 1)) {
            model.save(checkpoint, false);
            return new TrainedModel("base", checkpoint, model.config(), new ByteVocabulary(), backend);
        }
    }

    @Override
    protected Optional<TrainedModel> unsupportedModel(Path checkpoint) {
        return Optional.empty();
    }

    @Override
    protected void assertHolds(Path exported, TrainedModel model) throws IOException {
        assertThat(Files.readAllLines(exported.resolve("vectors.tsv")))
                .hasSize(TOKENS)
                .allSatisfy(line -> assertThat(line.split("\t")).hasSize(model.config().width()));
        assertThat(Files.readAllLines(exported.resolve("metadata.tsv"))).hasSize(TOKENS);
    }
}
