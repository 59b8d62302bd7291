// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import dev.seance.api.run.UserError;
import java.util.List;
import java.util.stream.Collectors;

/** A recipe that cannot be run as it stands, with every reason. The message is all reasons as a terminal shows them. */
public final class InvalidRecipe extends UserError {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidRecipe(List<Problem> problems) {
        super(problems.stream().map(Problem::render).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The reasons by file, line and column. */
    public List<Problem> problems() {
        return problems;
    }
}
