// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.export.Importer;
import dev.seance.api.export.ImporterContract;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class NanochatImporterTest extends ImporterContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return NanochatImporter.class;
    }

    @Override
    protected Importer importer(Path source) {
        return new NanochatImporter(
                new ImportOptions(source, Optional.empty()), TestModels.FAMILIES, TestModels.ENVIRONMENT);
    }

    /** Made once, for all tests to copy. */
    @TempDir
    private static Path shared;

    private static TrainedModel made;

    @Override
    protected TrainedModel exported(Path target) throws IOException {
        Path once = shared.resolve("exported");
        if (made == null) {
            made = TestModels.nanochat(Files.createDirectories(shared.resolve("checkpoint")));
            new NanochatExporter(new NanochatOptions(70, TableType.FP32, ""))
                    .export(made, Files.createDirectories(once), context());
        }
        copy(once, target);
        return made;
    }

    @Override
    protected ModelFamilies families() {
        return TestModels.FAMILIES;
    }

    @Override
    protected Vocabulary vocabulary(Path folder) throws IOException {
        return TestModels.load(folder);
    }

    /** With tokenizer.json there, the pickle is not read. */
    @Override
    protected boolean importantTo(Path file) {
        return super.importantTo(file)
                && !file.getFileName().toString().equals("tokenizer.pkl")
                && !file.getFileName().toString().equals("token_bytes.pt");
    }

    /** As nanochat itself has it: no tokenizer.json, and the pickle in a folder of its own. */
    @Test
    void aPickledTokenizerGivesTheSameVocabulary() throws IOException {
        TrainedModel model = exported(directory("theirs"));
        Path apart = directory("tokenizer");
        Files.move(folder.resolve("theirs/tokenizer.pkl"), apart.resolve("tokenizer.pkl"));
        Files.delete(folder.resolve("theirs/tokenizer.json"));
        assertThatThrownBy(() -> takeWhole(folder.resolve("theirs")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("neither tokenizer.json nor tokenizer.pkl")
                .hasMessageContaining("option tokenizer");
        Path ours = directory("ours");
        new NanochatImporter(
                        new ImportOptions(folder.resolve("theirs/meta_000070.json"), Optional.of(apart)),
                        TestModels.FAMILIES,
                        TestModels.ENVIRONMENT)
                .write(ours, context());
        Vocabulary vocabulary = TestModels.load(ours);
        assertThat(vocabulary.size()).isEqualTo(model.vocabulary().size());
        for (int id = 0; id < vocabulary.size(); id++) {
            assertThat(vocabulary.bytes(id)).isEqualTo(model.vocabulary().bytes(id));
        }
        String text = "In the year 1851, the two friends met; it's true.";
        assertThat(vocabulary.encode(text)).isEqualTo(model.vocabulary().encode(text));
        assertThat(vocabulary.id(SpecialToken.DOCUMENT)).isZero();
        assertThat(vocabulary.id(SpecialToken.ASSISTANT)).isEqualTo(3);
    }

    @Test
    void whatTorchCompilePutsBeforeTheNamesIsTakenAway() throws Exception {
        exported(directory("theirs"));
        rewrite(tensor -> new TorchTensor("_orig_mod." + tensor.name(), tensor.type(), tensor.shape()));
        takeWhole(folder.resolve("theirs"));
    }

    @Test
    void aTensorOfAnotherShapeOrNameIsRefused() throws Exception {
        exported(directory("theirs"));
        rewrite(tensor -> tensor.name().equals("smear_gate.weight")
                ? new TorchTensor("smear.weight", tensor.type(), List.of(24L, 1L))
                : tensor.name().equals("transformer.h.0.attn.ve_gate.weight")
                        ? new TorchTensor(tensor.name(), tensor.type(), List.of(12L, 2L))
                        : tensor);
        assertThatThrownBy(() -> takeWhole(folder.resolve("theirs")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not those of nanochat of 31 March 2026")
                .hasMessageContaining("smear_gate.weight is missing")
                .hasMessageContaining("ve_gate.weight has the shape [12, 2], which should be [2, 12]")
                .hasMessageContaining("smear.weight is unknown");
    }

    @Test
    void claimsOfTenGigabytesAreRefusedBeforeMemoryIsTaken() throws IOException {
        exported(directory("theirs"));
        Path meta = folder.resolve("theirs/meta_000070.json");
        String text = Files.readString(meta);
        Files.writeString(meta, text.replace("\"vocab_size\" : 300", "\"vocab_size\" : 16000000"));
        assertThatThrownBy(() -> takeWhole(folder.resolve("theirs")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("transformer.wte.weight has the shape [320, 64], which should be [16000000, 64]");
        Files.writeString(meta, text.replace("\"n_layer\" : 3", "\"n_layer\" : 2000000000"));
        assertThatThrownBy(() -> takeWhole(folder.resolve("theirs")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("n_layer is 2000000000, not a number from 1 to 1024");
        Files.writeString(meta, text.replace("\"n_layer\" : 3", "\"n_layer\" : -3"));
        assertThatThrownBy(() -> takeWhole(folder.resolve("theirs"))).isInstanceOf(UserError.class);
    }

    @Test
    void picklesThatWantToRunCodeAreRefusedByName() {
        // What pickle writes of an object whose __reduce__ is (os.system, ("touch ...",)).
        assertRefused(pickle("cposix\nsystem\n(Vtouch pwned\ntR."), "the pickle asks for posix.system");
        assertRefused(pickle("cbuiltins\neval\n(X\u0001\0\0\0" + "1tR."), "the pickle asks for builtins.eval");
        assertRefused(pickle("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093."), "the pickle asks for os.system");
        assertRefused(pickle("ctorch\nload\n."), "the pickle asks for torch.load");
        assertRefused(pickle("ctorch._utils\n_rebuild_tensor_v2\n)R."), "in a way that no checkpoint does");
        assertRefused(
                pickle("ctiktoken.core\nEncoding\n(X\u0001\0\0\0atR."), "the pickle calls tiktoken.core.Encoding");
        assertRefused(
                pickle("ccollections\nOrderedDict\n(K\u0001K\u0002tR."), "the pickle calls collections.OrderedDict");
        assertRefused(pickle("(ios\nsystem\n."), "opcode 0x69");
        assertRefused(pickle("\u0082\u0001."), "opcode 0x82");
        assertRefused(pickle("X\u0009\0\0\0../../etcQ."), "no storage of a tensor");
    }

    @Test
    void damagedAndBoundlessPicklesAreRefused() {
        assertRefused(pickle(""), "damaged at byte 0");
        assertRefused(pickle("."), "damaged");
        assertRefused(pickle("R."), "damaged");
        assertRefused(pickle("K\u0001b."), "damaged");
        assertRefused(pickle("X\u00ff\u00ff\u00ff\u00ffabc."), "damaged");
        assertRefused(pickle("h\u0005."), "damaged");
        assertRefused(pickle("\u008a\u0009\1\2\3\4\5\6\7\0\1."), "a number of");
        assertRefused(pickle("}".repeat(3_000_000) + "."), "more than 2500000 values");
        assertRefused(pickle("}(]K\u0001u."), "keys are neither");
        assertRefused(pickle("\u0080\u0009."), "protocol 9");
    }

    private static void assertRefused(ByteBuffer pickle, String reason) {
        assertThatThrownBy(() -> Unpickler.read(pickle))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining(reason);
    }

    private static ByteBuffer pickle(String latin1) {
        return ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @FunctionalInterface
    private interface Change {
        TorchTensor of(TorchTensor tensor);
    }

    /** Writes the weights anew with other names or shapes, and the numbers as they were. */
    private void rewrite(Change change) throws Exception {
        Path file = folder.resolve("theirs/model_000070.pt");
        Path other = folder.resolve("other.pt");
        try (TorchReader reader = TorchReader.open(file)) {
            List<TorchTensor> tensors = reader.tensors();
            List<TorchTensor> changed = tensors.stream().map(change::of).toList();
            TorchWriter.dictionary(other, changed, (tensor, from, count) -> {
                try {
                    return reader.numbers(tensors.get(changed.indexOf(tensor)).name(), from, count);
                } catch (Unreadable e) {
                    throw new IOException(e);
                }
            });
        }
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
