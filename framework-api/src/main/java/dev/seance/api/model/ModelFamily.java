// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.List;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * An architecture: what a recipe's {@code model:} may set, the tensors that follow, how they are trained, and the programs
 * that compute it. The extension's name is what recipes write as {@code architecture}; the other keys of {@code model:} are
 * its options record.
 *
 * <p>Unlike those of other extensions, options are no parameter of the constructor but come with the call that needs them:
 * a checkpoint is loaded without a recipe. An instance has no state and is used by several threads. Every method is called
 * while planning, and gives equal results for equal arguments.
 *
 * @param <O> the options record the extension is described with
 */
public interface ModelFamily<O extends Record> extends ExtensionPoint {

    /**
     * The dimensions that the options give with a vocabulary of that size.
     *
     * @throws IllegalArgumentException when the options do not fit each other, in the recipe's words, such as {@code
     *     kv-heads 3 does not divide heads 4}
     */
    ModelDimensions dimensions(O options, int vocabularySize);

    /**
     * The parameters of a model, in the order of a checkpoint. Called with what {@link #dimensions} gave or what the header
     * of a checkpoint says, so this is where dimensions are checked.
     *
     * @throws IllegalArgumentException when the family has no such model, for instance because a setting is missing or
     *     unknown; see {@link ModelDimensions#requireSettings}
     */
    List<ModelTensor> tensors(ModelDimensions dimensions);

    /** The run on which the hyperparameters of the groups were tuned, for a model of these dimensions. */
    ReferenceRun reference(ModelDimensions dimensions);

    /** Its programs, at most one of a format. A recipe whose backend runs none of these formats is refused. */
    List<ProgramSource> programs();

    /**
     * What the program of a format saves for its backward pass. Without it, plans cannot say how much memory a training
     * takes.
     */
    default Optional<ActivationCount> activations(String format, ModelDimensions dimensions) {
        return Optional.empty();
    }
}
