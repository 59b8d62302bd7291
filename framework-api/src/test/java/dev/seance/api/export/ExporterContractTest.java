// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.TinyTraining;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyExporter;
import dev.seance.api.testing.ToyFamily;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

/** The contract passes a right exporter and notices each way of being wrong. */
class ExporterContractTest {

    @Nested
    class PassesARightOne extends ToyContract {

        PassesARightOne() {
            super(new ToyExporter());
        }
    }

    @TempDir
    private Path folder;

    @Test
    void noticesAFileThatIsNotNamed() {
        ToyContract wrong = contract((model, target, context) -> {
            Files.writeString(target.resolve("notes.txt"), "left behind");
            return new ToyExporter().export(model, target, context);
        });
        assertThatThrownBy(wrong::writesTheFilesItNames).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesAFileThatIsNamedAndNotWritten() {
        ToyContract wrong = contract((model, target, context) -> {
            new ToyExporter().export(model, target, context);
            return List.of(Path.of("weights.safetensors"), Path.of("config.json"));
        });
        assertThatThrownBy(wrong::writesTheFilesItNames).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesAnAbsolutePath() {
        ToyContract wrong = contract((model, target, context) -> new ToyExporter()
                .export(model, target, context).stream().map(target::resolve).toList());
        assertThatThrownBy(wrong::writesTheFilesItNames).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesAPathInsideTheFiles() {
        ToyContract wrong = contract((model, target, context) -> {
            Files.writeString(target.resolve("config.json"), "{\"folder\": \"" + target + "\"}");
            return List.of(Path.of("config.json"));
        });
        assertThatThrownBy(wrong::writesTheSameFilesAgainWhereverTheyGo).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesAFileBesideTheFolder() {
        ToyContract wrong = contract((model, target, context) -> {
            Files.writeString(model.folder().resolve("exported"), "yes");
            return new ToyExporter().export(model, target, context);
        });
        assertThatThrownBy(wrong::writesNothingBesideTheFolderItIsGiven).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesAnotherModelThanTheOneAskedFor() {
        ToyContract wrong = contract((model, target, context) -> {
            writeTensors(target.resolve("weights.safetensors"), 1);
            return List.of(Path.of("weights.safetensors"));
        });
        assertThatThrownBy(wrong::writesWhatItsReadersRead).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesAModelThatIsExportedThoughTheFormatCannotHoldIt() {
        ToyContract wrong = contract((model, target, context) -> List.of());
        assertThatThrownBy(wrong::saysWhyItsFormatCannotHoldAModel).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesFilesOfARefusedExport() {
        ToyContract wrong = contract((model, target, context) -> {
            Files.writeString(target.resolve("half.bin"), "half");
            return new ToyExporter().export(model, target, context);
        });
        assertThatThrownBy(wrong::saysWhyItsFormatCannotHoldAModel).isInstanceOf(AssertionError.class);
    }

    @Test
    void passesAnExporterOfAFormatThatHoldsEveryModel() {
        ToyContract any = new ToyContract(new ToyExporter()) {
            @Override
            protected Optional<TrainedModel> unsupportedModel(Path checkpoint) {
                return Optional.empty();
            }
        };
        any.folder = folder;
        assertThatCode(any::saysWhyItsFormatCannotHoldAModel).doesNotThrowAnyException();
    }

    private ToyContract contract(Exporter exporter) {
        ToyContract contract = new ToyContract(exporter);
        contract.folder = folder;
        return contract;
    }

    private static void writeTensors(Path file, int count) throws IOException {
        List<TensorEntry> entries = IntStream.range(0, count)
                .mapToObj(i -> TensorEntry.f32("tensor-" + i, List.of(1L)))
                .toList();
        Safetensors.write(file, Map.of(), entries, (entry, from, bytes) -> ByteBuffer.allocate(bytes));
    }

    /** The contract about some exporter of a toy model. */
    private static class ToyContract extends ExporterContract {

        private final Exporter exporter;

        ToyContract(Exporter exporter) {
            this.exporter = exporter;
        }

        @Override
        protected Class<? extends ExtensionPoint> extension() {
            return ToyExporter.class;
        }

        @Override
        protected Exporter exporter() {
            return exporter;
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
        protected Optional<TrainedModel> unsupportedModel(Path checkpoint) throws IOException {
            TrainedModel model = model(checkpoint);
            writeTensors(checkpoint.resolve(TrainableModel.WEIGHTS), ToyExporter.MAX_TENSORS + 1);
            return Optional.of(model);
        }

        @Override
        protected void assertHolds(Path exported, TrainedModel model) throws IOException {
            try (Safetensors found = Safetensors.open(exported.resolve("weights.safetensors"));
                    Safetensors asked = Safetensors.open(model.folder().resolve(TrainableModel.WEIGHTS))) {
                assertThat(found.tensors()).isEqualTo(asked.tensors());
                for (TensorEntry tensor : asked.tensors()) {
                    assertThat(found.numbers(tensor.name())).isEqualTo(asked.numbers(tensor.name()));
                }
            }
        }
    }
}
