// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Collects the mistakes of a recipe, so that a user hears of all of them at once. One is filled by the reader, the
 * options binder and the planner in turn; it belongs to one thread.
 */
public final class Problems {

    private final SortedSet<Problem> found = new TreeSet<>();

    /** Notes a mistake; noting the same one twice counts once. */
    public void add(Position position, String message) {
        found.add(Problem.at(position, message));
    }

    /** Takes over mistakes found elsewhere. */
    public void addAll(Collection<Problem> others) {
        found.addAll(others);
    }

    /**
     * Whether a mistake was noted about that value. Whoever would judge it any further asks first: an unset
     * environment variable is not a wrong number as well.
     */
    public boolean concern(Scalar scalar) {
        Position position = scalar.position();
        return found.stream()
                .anyMatch(problem -> problem.line() == position.line()
                        && problem.column() == position.column()
                        && problem.file().equals(position.file()));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public int size() {
        return found.size();
    }

    /** All of them by file, line and column. */
    public List<Problem> all() {
        return List.copyOf(found);
    }

    /** All of them as a terminal shows them. */
    public String render() {
        return found.stream().map(Problem::render).collect(Collectors.joining("\n"));
    }

    /**
     * Ends the work when there is something to report.
     *
     * @throws InvalidRecipe carrying all of them
     */
    public void throwIfAny() {
        if (!isEmpty()) {
            throw new InvalidRecipe(all());
        }
    }
}
