// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionContract;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every {@link Exporter}: it writes the files it says, all of them into the folder it is given, the same
 * files each time; and a model that its format cannot hold is refused with the reason. A plugin's test extends it, gives
 * a model to export, and reads the result as the other program would.
 */
public abstract class ExporterContract extends ExtensionContract {

    private static final long SEED = 1837;

    @TempDir
    protected Path folder;

    /** A new exporter with the same options at each call. */
    protected abstract Exporter exporter() throws IOException;

    /**
     * A small model that the format can hold, the same at each call.
     *
     * @param checkpoint an existing folder for its files, empty or as an earlier call left it
     */
    protected abstract TrainedModel model(Path checkpoint) throws IOException;

    /**
     * A model that the format cannot hold; empty for a format that holds every model.
     *
     * @param checkpoint as for {@link #model}
     */
    protected abstract Optional<TrainedModel> unsupportedModel(Path checkpoint) throws IOException;

    /** Reads what was exported as the program it is meant for would, and fails when it is not the model. */
    protected abstract void assertHolds(Path exported, TrainedModel model) throws IOException;

    @Test
    void writesTheFilesItNames() throws IOException {
        Path target = directory("exported");
        List<Path> files = exporter().export(model(directory("checkpoint")), target, context());
        assertThat(files).isNotEmpty().doesNotHaveDuplicates().allSatisfy(file -> {
            assertThat(file).isRelative().isEqualTo(file.normalize());
            assertThat(file.startsWith(".."))
                    .as("%s leads out of the folder", file)
                    .isFalse();
            assertThat(target.resolve(file)).exists();
        });
        assertThat(files.stream().map(Path::toString))
                .as("files named and files written")
                .containsExactlyInAnyOrderElementsOf(digests(target).keySet());
    }

    @Test
    void writesWhatItsReadersRead() throws IOException {
        Path target = directory("exported");
        TrainedModel model = model(directory("checkpoint"));
        exporter().export(model, target, context());
        assertHolds(target, model);
    }

    @Test
    void writesTheSameFilesAgainWhereverTheyGo() throws IOException {
        Path one = directory("exported");
        Path other = directory("other place");
        exporter().export(model(directory("checkpoint")), one, context());
        exporter().export(model(directory("checkpoint")), other, context());
        assertThat(digests(other)).isEqualTo(digests(one));
    }

    @Test
    void writesNothingBesideTheFolderItIsGiven() throws IOException {
        Path checkpoint = directory("checkpoint");
        TrainedModel model = model(checkpoint);
        Map<String, String> before = digests(folder);
        Path target = directory("exported");
        exporter().export(model, target, context());
        Map<String, String> after = digests(folder);
        after.keySet()
                .removeIf(file ->
                        Path.of(file).startsWith("exported") || Path.of(file).startsWith("workspace"));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void saysWhyItsFormatCannotHoldAModel() throws IOException {
        Optional<TrainedModel> unsupported = unsupportedModel(directory("unsupported"));
        if (unsupported.isPresent()) {
            Path target = directory("exported");
            assertThatThrownBy(() -> exporter().export(unsupported.get(), target, context()))
                    .isInstanceOf(UserError.class)
                    .message()
                    .isNotBlank();
            assertThat(digests(target)).as("files of a refused export").isEmpty();
        }
    }

    private TestContext context() throws IOException {
        return new TestContext(directory("workspace"), SEED);
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(folder.relativize(file).toString(), sha256(file));
            }
        }
        return digests;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)))
                    .toString(16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
