// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.run.UserError;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a run may spend, and has. Each request sets aside the most that it can cost before it is sent, so that the budget is
 * never exceeded, not by the last answer either. Safe for use by several threads.
 */
final class Spending {

    private static final long LOOK_MILLIS = 100;

    private final OptionalDouble budget;
    private final Waiting waiting;
    private double spent;
    private double setAside;

    /** @param budget the most it may spend, in US dollars; empty for no limit */
    Spending(OptionalDouble budget, Waiting waiting) {
        this.budget = budget;
        this.waiting = waiting;
    }

    /** Counts what was spent before: by an execution of the same step that was stopped. */
    synchronized void add(double usd) {
        spent += usd;
    }

    /** Of what counts as spent, so much is the most that a request can cost which may get its answer yet. */
    synchronized void setAsideOfSpent(double most) {
        spent -= most;
        setAside += most;
    }

    /** What was spent so far. */
    synchronized double spent() {
        return spent;
    }

    /**
     * Sets money aside for a request. Where it would not be enough while others are under way, waits for what they leave.
     *
     * @param most the most that the request can cost
     * @throws UserError when it could exceed the budget
     */
    synchronized void setAside(double most) {
        while (budget.isPresent() && most > 0 && spent + setAside + most > budget.getAsDouble()) {
            if (setAside <= 0) {
                throw new UserError(String.format(
                        Locale.ROOT,
                        "the budget of $%.2f does not reach for the next request to a language model: $%.4f are spent, and"
                                + " it may cost up to $%.4f; all answers are kept: raise budget.usd and run the same"
                                + " command again",
                        budget.getAsDouble(),
                        spent,
                        most));
            }
            waiting.check();
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                throw waiting.interrupted();
            }
        }
        setAside += most;
    }

    /**
     * A request has ended.
     *
     * @param most what was set aside for it
     * @param usd what it cost
     */
    synchronized void settle(double most, double usd) {
        // No rest of rounding may keep others waiting.
        setAside = setAside - most < 1e-12 ? 0 : setAside - most;
        spent += usd;
        notifyAll();
    }
}
