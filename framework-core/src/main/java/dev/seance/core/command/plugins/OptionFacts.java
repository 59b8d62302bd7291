// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.plugins;

import dev.seance.api.plugin.Option;
import dev.seance.api.plugin.OptionDescriptor;

/** What is to be known of an option beside its type and its documentation: unit, range, default. */
final class OptionFacts {

    private OptionFacts() {}

    /** The facts, each after a comma: {@code , in tokens, at least 1, default 256}. */
    static String of(OptionDescriptor option) {
        StringBuilder facts = new StringBuilder();
        if (!option.unit().isEmpty()) {
            facts.append(", in ").append(option.unit());
        }
        option.min().ifPresent(min -> facts.append(", at least ").append(number(min)));
        option.max().ifPresent(max -> facts.append(", at most ").append(number(max)));
        option.defaultValue()
                .ifPresentOrElse(
                        value -> facts.append(", default ").append(value.isEmpty() ? "empty" : value),
                        () -> facts.append(option.required() ? ", required" : ", optional"));
        if (option.shorthand()) {
            facts.append(", may be written in place of the group");
        }
        if (option.isExcludedFromKey(Option.ANY)) {
            facts.append(", changes nothing in what is made");
        } else if (!option.excludedFromKey().isEmpty()) {
            facts.append(", as ")
                    .append(String.join(" and ", option.excludedFromKey()))
                    .append(" changes nothing in what is made");
        }
        return facts.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
