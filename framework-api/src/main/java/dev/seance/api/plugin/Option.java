// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one option: a component of an options record. The recipe spells the component's name in lower-case words
 * joined by hyphens ({@code bookMin} is {@code book-min}).
 *
 * <p>Binding, range checks, {@code plugins info}, the JSON Schema for editors, the reference page, the plan's table and
 * the step's key all come from this one place.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {

    /** Marks an option without a default: the recipe must give it, unless its type is {@code Optional}. */
    String REQUIRED = "\0required";

    /** In {@link #excludedFromKey()}: every value. */
    String ANY = "*";

    /** What it does and why its default is what it is; sentences. */
    String doc();

    /**
     * The default as a recipe would spell it; a list's default is a flow sequence such as {@code [a, b]}. What the
     * recipe's era says is {@code ${era.from}}, {@code ${era.to}} and {@code ${era.language}}.
     */
    String defaultValue() default REQUIRED;

    /** The smallest value accepted, for numbers; NaN for no bound. */
    double min() default Double.NaN;

    /** The largest value accepted, for numbers; NaN for no bound. */
    double max() default Double.NaN;

    /** The unit of a number, in words: {@code tokens}, {@code seconds}, {@code documents}. */
    String unit() default "";

    /** Whether the value is a secret: never printed, logged, stored, or part of a key. */
    boolean secret() default false;

    /**
     * The values that give the same artifact as the default, bit for bit: of an option for logging, or for how to resume.
     * {@link #ANY} for every value. Such a value is no part of the step's key: an artifact that was made with another one
     * is reused, and unfinished work that was started with another one is resumed.
     */
    String[] excludedFromKey() default {};

    /**
     * Whether, inside a group, this component may be written in place of the whole mapping: with {@code count} so marked,
     * {@code steps: 250} is {@code steps: {count: 250}}. At most one component of a group, a single value, while all
     * others may be left out.
     */
    boolean shorthand() default false;

    /**
     * Whether the value names one of the recipe's {@code llms}: one that it does not have is a mistake of the recipe, and
     * what that language model is goes into the step's key.
     */
    boolean llm() default false;

    /** For an option kept only for old recipes: the name of the option to use instead. */
    String replacedBy() default "";
}
