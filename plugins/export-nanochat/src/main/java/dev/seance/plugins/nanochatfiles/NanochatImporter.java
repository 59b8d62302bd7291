// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import dev.seance.api.export.Importer;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.files.DigestCache;
import dev.seance.kit.model.CheckpointParts;
import dev.seance.kit.safetensors.TensorNumbers;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pf4j.Extension;

/**
 * Makes a model of the architecture {@code nanochat} of a checkpoint of nanochat as of 31 March 2026: the pickle in it is
 * read by a list of what it may name, and nothing of it is run. A tensor too many, too few or of another shape is refused.
 */
@Extension
@ExtensionSpec(
        name = "nanochat",
        summary = "Takes a checkpoint of nanochat: model_NNNNNN.pt, meta_NNNNNN.json, tokenizer.",
        options = ImportOptions.class)
public final class NanochatImporter implements Importer {

    private static final long MAX_TOKENIZER = 200 << 20;
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

    private final ImportOptions options;
    private final ModelFamilies families;
    private final DigestCache digests;

    @Inject
    public NanochatImporter(ImportOptions options, ModelFamilies families, Environment environment) {
        this.options = options;
        this.families = families;
        this.digests = DigestCache.of(environment);
    }

    @Override
    public boolean recognizes() throws IOException {
        return Checkpoint.find(options.path()).isPresent();
    }

    @Override
    public ModelConfig config() throws IOException {
        return checkpoint().config(families);
    }

    @Override
    public String revision() throws IOException {
        Checkpoint checkpoint = checkpoint();
        SortedMap<String, Path> files = new TreeMap<>();
        files.put("model.pt", checkpoint.weights());
        files.put("meta.json", checkpoint.meta());
        Path tokenizer = tokenizer(checkpoint);
        files.put(tokenizer.getFileName().toString(), tokenizer);
        Path purposes = tokenizer.resolveSibling(TOKENIZER_CONFIG);
        if (Files.isRegularFile(purposes)) {
            files.put(TOKENIZER_CONFIG, purposes);
        }
        return digests.sha256(files);
    }

    @Override
    public void write(Path target, StepContext context) throws IOException {
        Checkpoint checkpoint = checkpoint();
        ModelConfig config = checkpoint.config(families);
        Path tokenizer = tokenizer(checkpoint);
        writeVocabulary(tokenizer, target);
        try (TorchReader theirs = TorchReader.open(checkpoint.weights())) {
            write(theirs, checkpoint.weights(), config, target, context);
        } catch (Unreadable e) {
            throw new UserError(checkpoint.weights() + " cannot be imported: " + e.getMessage(), e);
        }
    }

    private Checkpoint checkpoint() throws IOException {
        return Checkpoint.find(options.path())
                .orElseThrow(() -> new UserError(options.path()
                        + " has no model_NNNNNN.pt with the meta_NNNNNN.json of the same number; give the folder of a"
                        + " checkpoint of nanochat"));
    }

    private Path tokenizer(Checkpoint checkpoint) {
        Path folder = options.tokenizer().orElse(checkpoint.folder());
        for (String name : List.of(Vocabulary.FILE, VocabularyFiles.PICKLE)) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw new UserError(folder + " has neither " + Vocabulary.FILE + " nor " + VocabularyFiles.PICKLE
                + "; name the folder that has with the option tokenizer");
    }

    private static void writeVocabulary(Path tokenizer, Path target) throws IOException {
        if (Files.size(tokenizer) > MAX_TOKENIZER) {
            throw new UserError(tokenizer + " has " + Files.size(tokenizer) + " bytes; no vocabulary's is as large");
        }
        if (tokenizer.endsWith(Vocabulary.FILE)) {
            Files.write(target.resolve(Vocabulary.FILE), Files.readAllBytes(tokenizer));
            Path purposes = tokenizer.resolveSibling(TOKENIZER_CONFIG);
            if (Files.isRegularFile(purposes) && Files.size(purposes) <= MAX_TOKENIZER) {
                Files.write(target.resolve(TOKENIZER_CONFIG), Files.readAllBytes(purposes));
            }
            return;
        }
        try {
            Files.writeString(
                    target.resolve(Vocabulary.FILE),
                    TiktokenEncoding.read(tokenizer).toTokenizerJson());
        } catch (Unreadable e) {
            throw new UserError(tokenizer + " cannot be imported: " + e.getMessage(), e);
        }
    }

    private static void write(TorchReader theirs, Path file, ModelConfig config, Path target, StepContext context)
            throws IOException, Unreadable {
        List<NanochatWeights.Slice> slices = NanochatWeights.of(config, TorchType.FLOAT32);
        require(theirs, slices);
        List<CheckpointParts.Part> parts = new ArrayList<>();
        Map<String, TorchType> types = new HashMap<>();
        for (NanochatWeights.Slice slice : slices) {
            String name = slice.tensor().name();
            parts.add(new CheckpointParts.Part(name, slice.source(), slice.from(), slice.elements()));
            types.put(name, theirs.tensor(name).type());
        }
        context.progress().begin("reading weights", parts.size(), "tensors");
        CheckpointParts.write(target, config, parts, (part, first, count) -> {
            if (first == 0) {
                context.progress().advance(1);
            }
            return fp32(theirs, file, part.name(), types.get(part.name()), first, count);
        });
    }

    private static ByteBuffer fp32(TorchReader theirs, Path file, String name, TorchType type, long first, int count)
            throws IOException {
        try {
            ByteBuffer numbers = theirs.numbers(name, first * type.bytes(), (long) count * type.bytes());
            return TensorNumbers.toFp32(numbers, type.type());
        } catch (Unreadable e) {
            throw new UserError(file + " cannot be imported: " + e.getMessage(), e);
        }
    }

    /** Just the tensors that nanochat's strict loading takes. */
    private static void require(TorchReader theirs, List<NanochatWeights.Slice> slices) throws Unreadable {
        List<String> wrong = new ArrayList<>();
        TreeSet<String> left = new TreeSet<>();
        theirs.tensors().forEach(tensor -> left.add(tensor.name()));
        for (NanochatWeights.Slice slice : slices) {
            TorchTensor expected = slice.tensor();
            TorchTensor found = theirs.tensor(expected.name());
            left.remove(expected.name());
            if (found == null) {
                wrong.add(expected.name() + " is missing");
            } else if (!found.shape().equals(expected.shape())) {
                wrong.add(
                        expected.name() + " has the shape " + found.shape() + ", which should be " + expected.shape());
            } else if (!TensorNumbers.isReal(found.type().type())) {
                wrong.add(expected.name() + " is of the type " + found.type());
            }
        }
        left.forEach(name -> wrong.add(name + " is unknown"));
        if (!wrong.isEmpty()) {
            throw new Unreadable("its tensors are not those of nanochat of 31 March 2026 with these dimensions: "
                    + String.join("; ", wrong.subList(0, Math.min(4, wrong.size())))
                    + (wrong.size() > 4 ? "; and " + (wrong.size() - 4) + " more" : ""));
        }
    }
}
