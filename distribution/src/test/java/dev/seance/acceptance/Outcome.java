// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What became of a command.
 *
 * @param command the arguments, for messages
 * @param exit its exit code
 * @param out what it answered
 * @param err what it said on the way
 * @param seconds how long it took
 */
record Outcome(String command, int exit, String out, String err, double seconds) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Fails the test, with everything that was printed, unless the exit code is this one. */
    Outcome exits(int expected) {
        assertThat(exit).as(this::toString).isEqualTo(expected);
        return this;
    }

    /** The user's mistake, told as one: exit code 2, no trace, nothing in the answer. */
    Outcome isTheUsersMistake() {
        exits(2);
        assertThat(err).as(this::toString).doesNotContain("\tat ").doesNotContain("Exception");
        return this;
    }

    JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + this, e);
        }
    }

    @Override
    public String toString() {
        return "seance " + command + "\nexit " + exit + " after " + seconds + " s\n--- out\n" + out + "\n--- err\n"
                + err;
    }
}
