// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.plugin.OptionType;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.RawText;
import dev.seance.core.recipe.Scalar;
import dev.seance.core.text.NearestName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Binds a single value by the type its option declares, from its raw text. */
final class ScalarBinder {

    private static final BigInteger LEAST_INT = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger MAX_INT = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger LEAST_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private final OptionDescriptor option;
    private final String name;
    private final Problems problems;

    /**
     * A binder for one option.
     *
     * @param name the option as messages call it
     */
    ScalarBinder(OptionDescriptor option, String name, Problems problems) {
        this.option = option;
        this.name = name;
        this.problems = problems;
    }

    Optional<Bound> bind(OptionType type, Scalar scalar) {
        return switch (type.kind()) {
            case TEXT -> Optional.of(text(scalar.text()));
            case WHOLE -> whole(type, scalar);
            case REAL -> real(scalar);
            case FLAG -> flag(scalar);
            case PATH -> path(scalar);
            case CHOICE -> choice(type, scalar);
            case LIST, MAP, GROUP -> throw new IllegalArgumentException(type.kind() + " is no single value");
        };
    }

    private static Bound text(String text) {
        return Bound.of(text, text);
    }

    private Optional<Bound> whole(OptionType type, Scalar scalar) {
        Optional<BigInteger> number = RawText.whole(scalar.text());
        if (number.isEmpty()) {
            Optional<BigDecimal> real = RawText.real(scalar.text())
                    .filter(value -> value.stripTrailingZeros().scale() <= 0);
            String advice = real.isPresent() && scalar.written().isEmpty() && !option.secret()
                    ? "; write " + real.get().toBigInteger()
                    : "";
            return wrong(scalar, "is not a whole number" + advice);
        }
        boolean isInt = type.raw() == int.class || type.raw() == Integer.class;
        if (!inRange(scalar, new BigDecimal(number.get()))) {
            return Optional.empty();
        }
        BigInteger least = isInt ? LEAST_INT : LEAST_LONG;
        BigInteger most = isInt ? MAX_INT : MAX_LONG;
        if (number.get().compareTo(least) < 0 || number.get().compareTo(most) > 0) {
            return wrong(scalar, "is not in " + least + ".." + most);
        }
        Object value =
                isInt ? (Object) number.get().intValue() : (Object) number.get().longValue();
        return Optional.of(Bound.of(value, number.get().toString()));
    }

    private Optional<Bound> real(Scalar scalar) {
        Optional<BigDecimal> number = RawText.real(scalar.text());
        if (number.isEmpty()) {
            return wrong(scalar, "is not a number");
        }
        if (!inRange(scalar, number.get())) {
            return Optional.empty();
        }
        return Optional.of(Bound.of(number.get().doubleValue(), RawText.canonical(number.get())));
    }

    /** Whether a number is within the option's bounds; notes it when not. */
    private boolean inRange(Scalar scalar, BigDecimal number) {
        OptionalDouble min = option.min();
        OptionalDouble max = option.max();
        String bound = "";
        if (min.isPresent() && number.compareTo(BigDecimal.valueOf(min.getAsDouble())) < 0) {
            bound = "below " + RawText.canonical(BigDecimal.valueOf(min.getAsDouble()));
        } else if (max.isPresent() && number.compareTo(BigDecimal.valueOf(max.getAsDouble())) > 0) {
            bound = "above " + RawText.canonical(BigDecimal.valueOf(max.getAsDouble()));
        }
        if (bound.isEmpty()) {
            return true;
        }
        String unit = option.unit().isEmpty() ? "" : " (" + option.unit() + ")";
        String found = option.secret() || scalar.written().isPresent()
                ? name + " (" + shown(scalar) + ")"
                : name + " " + scalar.text();
        problems.add(scalar.position(), found + " is " + bound + unit);
        return false;
    }

    private Optional<Bound> flag(Scalar scalar) {
        Optional<Boolean> flag = RawText.flag(scalar.text());
        if (flag.isEmpty()) {
            String advice =
                    switch (scalar.text().toLowerCase(Locale.ROOT)) {
                        case "yes", "on", "y", "true" -> "; write true";
                        case "no", "off", "n", "false" -> "; write false";
                        default -> "";
                    };
            return wrong(scalar, "is not true or false" + advice);
        }
        return flag.map(value -> Bound.of(value, value.toString()));
    }

    private Optional<Bound> path(Scalar scalar) {
        String text = scalar.text();
        if (text.isEmpty()) {
            return wrong(scalar, "is not a path");
        }
        if (text.equals("~") || text.startsWith("~/")) {
            text = System.getenv().getOrDefault("HOME", System.getProperty("user.home")) + text.substring(1);
        }
        try {
            Path path = Path.of(text);
            return Optional.of(Bound.of(path, path.toString()));
        } catch (InvalidPathException e) {
            return wrong(scalar, "is not a path");
        }
    }

    private Optional<Bound> choice(OptionType type, Scalar scalar) {
        List<String> choices = type.choices();
        if (!choices.contains(scalar.text())) {
            String hint = option.secret() || scalar.written().isPresent()
                    ? " (have: " + String.join(", ", choices) + ")"
                    : NearestName.hint(scalar.text(), choices);
            return wrong(scalar, "is not one of the choices" + hint);
        }
        Object chosen = Arrays.stream(type.raw().getEnumConstants())
                .filter(constant -> OptionType.choiceName((Enum<?>) constant).equals(scalar.text()))
                .findFirst()
                .orElseThrow();
        return Optional.of(Bound.of(chosen, scalar.text()));
    }

    private Optional<Bound> wrong(Scalar scalar, String complaint) {
        problems.add(scalar.position(), name + ": " + shown(scalar) + " " + complaint);
        return Optional.empty();
    }

    private String shown(Scalar scalar) {
        return option.secret() ? "the value" : scalar.inWords();
    }
}
