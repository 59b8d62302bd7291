// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.run.UserError;
import dev.seance.core.recipe.Problem;
import dev.seance.core.recipe.Problems;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a command's arguments, so that a user hears of all of it at once. */
public final class CommandProblems {

    private final List<String> lines = new ArrayList<>();

    /** Where to add a line for each mistake. */
    public List<String> lines() {
        return lines;
    }

    public void add(String line) {
        lines.add(line);
    }

    public void addAll(Problems problems) {
        problems.all().stream().map(Problem::render).forEach(lines::add);
    }

    /**
     * Ends the work when there is something to report.
     *
     * @throws UserError with all of it
     */
    public void throwIfAny() {
        if (lines.size() == 1) {
            throw new UserError(lines.get(0));
        }
        if (!lines.isEmpty()) {
            throw new UserError(lines.size() + " mistakes; nothing was done\n  " + String.join("\n  ", lines));
        }
    }
}
