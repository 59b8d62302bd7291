// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${env:NAME}} and {@code ${env:NAME:-default}}. This happens last: what {@code --set} or a derived
 * recipe replaced asks the environment nothing. As in a shell, the default also stands in for an empty variable.
 */
final class EnvironmentValues {

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{env:([^}:]*)(:-([^}]*))?(}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Function<String, Optional<String>> environment;
    private final Problems problems;

    EnvironmentValues(Function<String, Optional<String>> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    Settings fillIn(Settings settings) {
        List<Setting> entries = new ArrayList<>();
        for (Setting entry : settings.entries()) {
            entries.add(new Setting(entry.key(), entry.position(), fillIn(entry.value())));
        }
        return new Settings(entries, settings.position());
    }

    private Value fillIn(Value value) {
        if (value instanceof Settings settings) {
            return fillIn(settings);
        }
        if (value instanceof Sequence sequence) {
            return new Sequence(sequence.items().stream().map(this::fillIn).toList(), sequence.position());
        }
        Scalar scalar = (Scalar) value;
        return scalar.text().contains("${env:") ? fillIn(scalar) : scalar;
    }

    private Scalar fillIn(Scalar scalar) {
        Matcher matcher = EXPRESSION.matcher(scalar.text());
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher, scalar.position())));
        }
        matcher.appendTail(filled);
        return new Scalar(filled.toString(), true, scalar.position(), Optional.of(scalar.text()));
    }

    private String value(Matcher expression, Position position) {
        String name = expression.group(1);
        if (!NAME.matcher(name).matches() || expression.group(4).isEmpty()) {
            problems.add(position, "'" + expression.group() + "' is not ${env:NAME} or ${env:NAME:-default}");
            return "";
        }
        Optional<String> value = environment.apply(name);
        String fallback = expression.group(3);
        if (fallback != null) {
            return value.filter(text -> !text.isEmpty()).orElse(fallback);
        }
        if (value.isEmpty()) {
            problems.addUnset(
                    position,
                    "environment variable " + name + " is not set; set it (export " + name
                            + "=...), or give a default: ${env:" + name + ":-default}");
        }
        return value.orElse("");
    }
}
