// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values a numeric option of the command line accepts; {@link OptionCheck} holds every command to it. Options that
 * belong to an extension or a recipe have their range in the descriptor of its options instead.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Range {

    /** The least value. */
    double min();

    /** The greatest value. */
    double max();
}
