// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionContract;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.model.Checkpoints;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every {@link Importer}: what was exported without loss comes back as it was, tensor by tensor; the
 * revision follows the content and not the place; and files that are cut off, changed or not there are refused with a
 * reason, never half read and never with a stack trace. A plugin's test extends it, exports a model, and adds what strangers
 * could put into its format.
 */
public abstract class ImporterContract extends ExtensionContract {

    @TempDir
    protected Path folder;

    /** A new importer of the files in a folder at each call. */
    protected abstract Importer importer(Path source) throws IOException;

    /** Exports a small model without loss into an empty folder, and returns it. */
    protected abstract TrainedModel exported(Path target) throws IOException;

    protected abstract ModelFamilies families();

    /** Loads a vocabulary as the host would. */
    protected abstract Vocabulary vocabulary(Path folder) throws IOException;

    @Test
    void whatWasExportedComesBackAsItWas() throws IOException {
        TrainedModel model = exported(directory("theirs"));
        Importer importer = importer(folder.resolve("theirs"));
        assertThat(importer.recognizes()).isTrue();
        assertThat(importer.config()).isEqualTo(model.config());
        Path ours = directory("ours");
        importer(folder.resolve("theirs")).write(ours, context());
        ModelConfig written = Checkpoints.config(ours, families());
        assertThat(written).isEqualTo(model.config());
        try (Safetensors found = Safetensors.open(ours.resolve(TrainableModel.WEIGHTS));
                Safetensors asked = Safetensors.open(model.folder().resolve(TrainableModel.WEIGHTS))) {
            assertThat(found.tensors()).isEqualTo(asked.tensors());
            for (TensorEntry tensor : asked.tensors()) {
                assertThat(found.numbers(tensor.name())).as(tensor.name()).isEqualTo(asked.numbers(tensor.name()));
            }
        }
        Vocabulary vocabulary = vocabulary(ours);
        String text = "The year 1851, \u00e9 \ud83d\ude42\n  and so on; <|endoftext|> is text here.";
        assertThat(vocabulary.size()).isEqualTo(model.vocabulary().size());
        assertThat(vocabulary.encode(text)).isEqualTo(model.vocabulary().encode(text));
    }

    @Test
    void theRevisionNamesTheContentAndNotThePlace() throws IOException {
        exported(directory("theirs"));
        String revision = importer(folder.resolve("theirs")).revision();
        Path moved = folder.resolve("moved \u00e9");
        copy(folder.resolve("theirs"), moved);
        assertThat(importer(moved).revision()).isEqualTo(revision);
        Path weights = largest(moved);
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int before = file.read();
            file.seek(file.length() / 2);
            file.write(before + 1);
        }
        assertThat(importer(moved).revision()).isNotEqualTo(revision);
    }

    @Test
    void nothingIsNotRecognizedAndRefusedWithAReason() throws IOException {
        Path empty = directory("empty");
        assertThat(importer(empty).recognizes()).isFalse();
        assertThatThrownBy(() -> importer(empty).config())
                .isInstanceOf(UserError.class)
                .hasMessageContaining(empty.toString());
    }

    /** Wherever a file ends: the reason is said, and whatever is written is no model. */
    @Test
    void filesThatEndTooEarlyAreRefused() throws IOException {
        exported(directory("theirs"));
        for (Path file : files(folder.resolve("theirs"))) {
            if (importantTo(file)) {
                long size = Files.size(file);
                for (long end : new long[] {0, 1, 30, size / 3, size / 2, size - 2}) {
                    assertRefusedWithout(file, end);
                }
            }
        }
    }

    private void assertRefusedWithout(Path file, long end) throws IOException {
        Path cut = folder.resolve("cut");
        copy(folder.resolve("theirs"), cut);
        try (RandomAccessFile shorter =
                new RandomAccessFile(cut.resolve(file.getFileName()).toFile(), "rw")) {
            shorter.setLength(Math.min(end, shorter.length()));
        }
        assertThatThrownBy(() -> takeWhole(cut))
                .as("%s of %d bytes", file.getFileName(), end)
                .isInstanceOf(UserError.class)
                .message()
                .isNotBlank();
    }

    /** Bytes are changed at random where the format describes itself: what comes is a reason or a model, never a bug. */
    @Test
    void changedBytesAreAReasonOrAModelAndNeverABug() throws IOException {
        exported(directory("theirs"));
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            List<Path> all = files(folder.resolve("theirs")).stream()
                    .filter(this::importantTo)
                    .toList();
            Path cut = folder.resolve("cut");
            copy(folder.resolve("theirs"), cut);
            Path file = cut.resolve(all.get(random.nextInt(all.size())).getFileName());
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < 4; i++) {
                boolean front = random.nextBoolean();
                int at = random.nextInt(Math.min(bytes.length, 4000));
                bytes[front ? at : bytes.length - 1 - at] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                takeWhole(cut);
            } catch (UserError e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", " + file.getFileName(), e);
            }
        }
    }

    /** As the host does it. */
    protected final void takeWhole(Path source) throws IOException {
        Importer importer = importer(source);
        importer.config();
        importer.revision();
        Path ours = folder.resolve("ours");
        delete(ours);
        importer.write(Files.createDirectories(ours), context());
        vocabulary(ours);
    }

    /** Whether an import depends on that file. */
    protected boolean importantTo(Path file) {
        return !file.getFileName().toString().equals("README.md");
    }

    protected final TestContext context() throws IOException {
        return new TestContext(directory("workspace"), 1);
    }

    protected final Path directory(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Path largest(Path folder) throws IOException {
        Path largest = null;
        for (Path file : files(folder)) {
            if (largest == null || Files.size(file) > Files.size(largest)) {
                largest = file;
            }
        }
        return largest;
    }

    protected static void copy(Path from, Path to) throws IOException {
        delete(to);
        Files.createDirectories(to);
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
        }
    }
}
