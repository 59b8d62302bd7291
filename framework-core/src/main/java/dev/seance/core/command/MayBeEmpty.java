// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of an option or a parameter for which an empty text means something; see {@link OptionCheck}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface MayBeEmpty {}
