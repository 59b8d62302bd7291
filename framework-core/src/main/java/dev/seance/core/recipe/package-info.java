// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * From YAML text to a {@link dev.seance.core.recipe.Recipe}: values that know where they were written, so that every
 * mistake, also one that only the planner can see, is reported as {@code file:line:column}.
 *
 * <p>SnakeYAML speaks YAML 1.1, which reads {@code no} as false, {@code 12:30} as 750 and {@code 1837-06-20} as a date.
 * So only its node tree is used, and each scalar keeps its text until someone knows the type it ought to have. Nothing
 * outside this package sees SnakeYAML.
 */
package dev.seance.core.recipe;
