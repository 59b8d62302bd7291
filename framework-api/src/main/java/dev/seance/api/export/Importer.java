// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.export;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import org.pf4j.ExtensionPoint;

/**
 * Makes a model of ours from the files of another program. Its options name the files, one of them {@value #PATH}, of the
 * type {@link Path}; options that say no more than where something lies are marked {@code excludedFromKey}. The host makes
 * instances as it needs them, from the same options: to ask what is there while planning, and to read it. Called from one
 * thread.
 *
 * <p>Files come from strangers. Nothing of them is ever run; names in them lead to no other folder; what they claim to hold
 * is checked against what is there before memory is taken for it, so that memory grows with no claim; and what is not
 * understood exactly is refused with the reason, because nearly the right model is worse than none.
 */
public interface Importer extends ExtensionPoint {

    /** The option that names a folder, or a file in it. */
    String PATH = "path";

    /** Whether what lies there looks like this format, by names and a few bytes; false also when nothing lies there. */
    boolean recognizes() throws IOException;

    /**
     * What model it is, by what describes it and not by its weights; quick. Called while planning.
     *
     * @throws dev.seance.api.run.UserError when nothing is there, or no model that can be built here, with what is unlike
     */
    ModelConfig config() throws IOException;

    /**
     * Names the content of all files that it reads: a digest of them, equal wherever they lie. It is part of the step's
     * key. May take long the first time; {@code dev.seance.kit.files.DigestCache} makes the second time quick.
     *
     * @throws dev.seance.api.run.UserError when something is not there
     */
    String revision() throws IOException;

    /**
     * Writes the weights as a checkpoint, see {@code dev.seance.kit.model.Checkpoints}, and the vocabulary as {@link
     * dev.seance.api.tokenizer.Vocabulary#FILE}, with what other files a tokenizer finds useful beside it. The host then
     * loads the vocabulary with a tokenizer that takes it as it is, or refuses it.
     *
     * @param folder an existing, empty folder
     * @throws dev.seance.api.run.UserError when the files are damaged, or are not what {@link #config} says
     */
    void write(Path folder, StepContext context) throws IOException;
}
