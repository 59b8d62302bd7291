// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

import dev.seance.api.run.ArtifactKind;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How many artifacts of one kind a step of this extension takes in its {@code from}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Input {

    /** The kind of artifact. */
    ArtifactKind kind();

    /** The fewest accepted; 0 makes the input optional. */
    int min() default 1;

    /** The most accepted. */
    int max() default 1;
}
