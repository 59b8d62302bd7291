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
    private final SortedSet<Problem> unset = new TreeSet<>();
    private final SortedSet<Problem> missingSecrets = new TreeSet<>();

    /** Notes a mistake; noting the same one twice counts once. */
    public void add(Position position, String message) {
        found.add(Problem.at(position, message));
    }

    /** Notes that an environment variable is not set: a mistake, unless {@link #deferSecret} finds what it is for. */
    void addUnset(Position position, String message) {
        Problem problem = Problem.at(position, message);
        found.add(problem);
        unset.add(problem);
    }

    /**
     * Takes back that the variable of a secret value is not set: only work that uses the secret needs it.
     *
     * @return whether that was what is wrong with the value; it is among the {@link #takeMissingSecrets} then
     */
    public boolean deferSecret(Scalar scalar) {
        List<Problem> here = unset.stream()
                .filter(problem -> isAt(problem, scalar.position()))
                .toList();
        here.forEach(found::remove);
        missingSecrets.addAll(here);
        return !here.isEmpty();
    }

    /** The secrets that were deferred since this was last asked, each with the place where its value should be. */
    public List<Problem> takeMissingSecrets() {
        List<Problem> taken = List.copyOf(missingSecrets);
        missingSecrets.clear();
        return taken;
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
        return found.stream().anyMatch(problem -> isAt(problem, scalar.position()));
    }

    private static boolean isAt(Problem problem, Position position) {
        return problem.line() == position.line()
                && problem.column() == position.column()
                && problem.file().equals(position.file());
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
