// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

/**
 * Something only the user can fix: a wrong path, an option that does not fit the data, a full disk.
 *
 * <p>The message is all the user sees, so it says where, what was asked, what was found and what to do, in plain words:
 * {@code [base] context 2048 is longer than any document (longest: 812 tokens); set base.model.context to 812 or less}.
 * The host adds the step's name when it is missing, prints no stack trace and exits with 2.
 */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
