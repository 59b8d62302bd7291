// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the host needs to know of an extension before any of its code runs: its name in recipes, one sentence for
 * {@code plugins list}, the record that holds its options, and the artifacts it takes.
 *
 * <p>Put it beside PF4J's {@code @Extension}. The host reads it without making an instance, so listing loads no natives.
 * How many instances there are, the extension point says; they share nothing but static fields, and each has its options
 * and services injected when it is made. The class itself needs one public constructor marked {@code jakarta.inject.Inject} (or a
 * public one without parameters). Its parameters may be the options record, {@link dev.seance.api.run.Environment},
 * {@link dev.seance.api.synthesis.LlmGateway}, {@link dev.seance.api.model.ModelFamilies} and {@link java.time.Clock}; not the
 * options for a {@link dev.seance.api.model.ModelFamily}, which gets them with the call that needs them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExtensionSpec {

    /** The name in recipes: lower-case words joined by hyphens, unique among the extensions of its point. */
    String name();

    /** One sentence, for {@code plugins list} and the reference pages. */
    String summary();

    /** The options record; every component carries an {@link Option}. */
    Class<? extends Record> options() default NoOptions.class;

    /**
     * The artifacts the step's {@code from} must name; kinds not listed are refused at plan time. Read for trainers,
     * synthetic generators and evaluators; what the others take, their methods say.
     */
    Input[] inputs() default {};

    /** The programs of the machine that it calls, as they are found on the {@code PATH}; {@code doctor} looks for them. */
    String[] programs() default {};

    /**
     * Whether this corpus source reads a folder of anybody's own texts. A recipe whose own source reads no folder is
     * pointed at such texts by {@code --set STEP.path=DIR}: this source then takes its place. Its one required option is
     * {@code path}. One bundled source says so.
     */
    boolean readsOwnTexts() default false;
}
