// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.kit.files.Compression;
import dev.seance.kit.files.FileNames;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextFolder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Reads conversations that somebody has: one's own, or a published collection in a form that fine-tuning programs take.
 * Nothing is made up. All of them are held in memory, as the fine-tuning will hold them.
 */
@Extension
@ExtensionSpec(
        name = "dialogues",
        summary = "Reads conversations of your own: JSON lines of messages, ShareGPT or Alpaca.",
        options = DialogueFilesOptions.class)
public final class DialogueFiles implements SyntheticGenerator {

    private static final Set<String> KINDS = Set.of(".jsonl", ".json");
    private static final String EXPECTED = ".jsonl or .json file";

    private final DialogueFilesOptions options;

    @Inject
    public DialogueFiles(DialogueFilesOptions options) {
        this.options = options;
    }

    @Override
    public SynthesisSession open(StepInputs inputs, StepContext context) throws IOException {
        Map<String, Dialogue> dialogues = read(context);
        List<String> items = List.copyOf(dialogues.keySet());
        return new SynthesisSession() {
            @Override
            public List<String> items() {
                return items;
            }

            @Override
            public Generated generate(String item) {
                return Generated.of(List.of(dialogues.get(item)));
            }
        };
    }

    /** All conversations by their ids: the file's name and the place in it. */
    private Map<String, Dialogue> read(StepContext context) throws IOException {
        RowReader reader = new RowReader(options.format(), options.system().orElse(""));
        Map<String, Dialogue> dialogues = new LinkedHashMap<>();
        BadRows bad = new BadRows();
        for (TextFile file : files(context)) {
            RowFile.read(file, new RowFile.Rows() {
                @Override
                public void row(JsonNode row, String place) {
                    if (context.stopRequested()) {
                        throw new StopException("this step starts again");
                    }
                    String id = file.name() + " " + place;
                    try {
                        dialogues.put(id, reader.read(row, id, file.name(), place));
                    } catch (BadRow e) {
                        unreadable(e.getMessage(), place);
                    }
                }

                @Override
                public void unreadable(String reason, String place) {
                    bad.add(file.where() + ", " + place + ": " + reason);
                }
            });
        }
        report(bad, dialogues.size(), context);
        return dialogues;
    }

    private void report(BadRows bad, int good, StepContext context) {
        long all = good + bad.count();
        if (bad.count() > 0 && options.onBad() == OnBad.FAIL) {
            throw new UserError("[" + context.step() + "] " + bad.count() + " of " + all + " rows are no conversations:"
                    + bad.named() + "\nmend them, or set on-bad: skip to leave such rows out");
        }
        if (good == 0) {
            throw new UserError("[" + context.step() + "] no conversation in "
                    + options.path().toAbsolutePath()
                    + (bad.count() == 0 ? ": it has no rows; correct the path" : ":" + bad.named()));
        }
        if (bad.count() > 0) {
            context.progress().note(bad.count() + " of " + all + " rows were left out:" + bad.named());
        }
    }

    private List<TextFile> files(StepContext context) throws IOException {
        Path path = options.path().toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new UserError("[" + context.step() + "] path '" + path + "' does not exist; give a " + EXPECTED
                    + ", or a folder of them");
        }
        if (!Files.isDirectory(path)) {
            TextFile file = new TextFile(FileNames.last(path), path, Files.size(path));
            String name = Compression.uncompressed(file.name()).toLowerCase(Locale.ROOT);
            if (KINDS.stream().noneMatch(name::endsWith)) {
                throw new UserError(
                        "[" + context.step() + "] '" + path + "' is no " + EXPECTED + "; name it as what it is");
            }
            return List.of(file);
        }
        TextFolder listing = TextFolder.list(path, KINDS, Set.of(), "not a " + EXPECTED);
        if (listing.texts().isEmpty()) {
            throw new UserError("[" + context.step() + "] no " + EXPECTED + " in '" + path + "' (found: "
                    + listing.foundInstead() + "); correct the path");
        }
        if (!listing.skipped().isEmpty()) {
            context.progress().note("not read: " + Skipped.inWords(listing.skipped()));
        }
        return listing.texts();
    }
}
