// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import dev.seance.core.text.NearestName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the fixed keys of one mapping of a recipe by their types, noting what does not fit. */
final class Fields {

    private static final String RESERVED = "con|prn|aux|nul|com[0-9]|lpt[0-9]";
    private static final int MAX_NAME = 64;

    private final Settings settings;
    private final String owner;
    private final Problems problems;

    /**
     * Fields of a mapping.
     *
     * @param owner what the mapping is, for messages: {@code step 'books'}
     */
    Fields(Settings settings, String owner, Problems problems) {
        this.settings = settings;
        this.owner = owner;
        this.problems = problems;
    }

    /** Notes every key that is none of these. */
    void allowOnly(Collection<String> keys) {
        for (Setting entry : settings.entries()) {
            if (!keys.contains(entry.key())) {
                problems.add(
                        entry.position(),
                        "unknown key '" + entry.key() + "' in " + owner + NearestName.hint(entry.key(), keys));
            }
        }
    }

    Optional<Value> value(String key) {
        return settings.value(key).filter(value -> !(value instanceof Scalar scalar && problems.concern(scalar)));
    }

    /** A scalar; notes that it is missing. */
    Optional<Scalar> required(String key, String example) {
        if (settings.value(key).isEmpty()) {
            problems.add(settings.position(), owner + " needs '" + key + "'; add '" + key + ": " + example + "'");
        }
        return scalar(key);
    }

    Optional<Scalar> scalar(String key) {
        Optional<Value> value = value(key);
        if (value.isPresent() && !(value.get() instanceof Scalar)) {
            wrong(key, value.get(), "a single value");
            return Optional.empty();
        }
        return value.map(Scalar.class::cast);
    }

    /** A scalar that names something of the recipe's own. */
    Optional<Scalar> name(String key, String example) {
        return required(key, example).filter(scalar -> isName(scalar.text(), scalar.position(), problems));
    }

    Optional<String> text(String key) {
        return scalar(key).map(Scalar::text);
    }

    Optional<BigInteger> whole(String key) {
        Optional<Scalar> scalar = scalar(key);
        Optional<BigInteger> number = scalar.flatMap(found -> RawText.whole(found.text()));
        if (scalar.isPresent() && number.isEmpty()) {
            wrong(key, scalar.get(), "a whole number");
        }
        return number;
    }

    /** A whole number of things, at least so many. */
    OptionalInt count(String key, int least) {
        Optional<BigInteger> number = whole(key);
        if (number.isPresent()
                && (number.get().bitLength() >= Integer.SIZE || number.get().intValue() < least)) {
            wrong(key, value(key).orElseThrow(), "a whole number from " + least + " to " + Integer.MAX_VALUE);
            return OptionalInt.empty();
        }
        return number.map(found -> OptionalInt.of(found.intValue())).orElse(OptionalInt.empty());
    }

    Optional<BigDecimal> real(String key) {
        Optional<Scalar> scalar = scalar(key);
        Optional<BigDecimal> number = scalar.flatMap(found -> RawText.real(found.text()));
        if (scalar.isPresent() && number.isEmpty()) {
            wrong(key, scalar.get(), "a number");
        }
        return number;
    }

    Optional<Boolean> flag(String key) {
        Optional<Scalar> scalar = scalar(key);
        Optional<Boolean> flag = scalar.flatMap(found -> RawText.flag(found.text()));
        if (scalar.isPresent() && flag.isEmpty()) {
            wrong(key, scalar.get(), "true or false");
        }
        return flag;
    }

    Optional<Settings> group(String key) {
        Optional<Value> value = value(key);
        if (value.isPresent() && !(value.get() instanceof Settings)) {
            wrong(key, value.get(), "a mapping");
            return Optional.empty();
        }
        return value.map(Settings.class::cast);
    }

    void wrong(String key, Value value, String wanted) {
        problems.add(value.position(), "'" + key + "' of " + owner + " takes " + wanted + ", not " + value.inWords());
    }

    /** Whether a text can be a name; notes it when not. */
    static boolean isName(String text, Position position, Problems problems) {
        if (!text.matches(Recipe.NAME_PATTERN)) {
            problems.add(
                    position,
                    "'" + text + "' is not a name; use lower-case letters, digits and hyphens, a letter first");
            return false;
        }
        // Folders are named for recipes and steps, on Windows too.
        if (text.matches(RESERVED)) {
            problems.add(position, "'" + text + "' cannot be a name: Windows reserves it; choose another");
            return false;
        }
        if (text.length() > MAX_NAME) {
            problems.add(
                    position,
                    "a name of " + text.length() + " characters is too long for folders; use at most " + MAX_NAME);
            return false;
        }
        return true;
    }

    /** The key {@code seed}, of a recipe or of a step. */
    Optional<Long> seed() {
        Optional<BigInteger> seed = whole("seed");
        if (seed.isPresent() && seed.get().bitLength() > 63) {
            wrong("seed", value("seed").orElseThrow(), "a whole number of at most 18 digits");
            return Optional.empty();
        }
        return seed.map(BigInteger::longValue);
    }
}
