// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The date of a work as catalogues write it, made into years: {@code 1851}, {@code 1851.0}, {@code [1852?]}, {@code
 * c1853}, {@code 1850-1860}, {@code 1850-60}, {@code 185-}, {@code 1850s}, {@code
 * 18uu}, {@code 1851 [i.e. 1852]}, {@code MDCCCLI},
 * {@code 12 May 1851}, {@code 1851-05-12T00:00:00}, and the seconds or milliseconds since 1970 that programs make of
 * dates. Years before our era are negative.
 *
 * @param from the first year the work may be of
 * @param to the last one; the same when the catalogue knows the year
 * @param approximate whether the catalogue itself doubts it, or has several years that it does not relate to each other
 */
public record CatalogueDate(int from, int to, boolean approximate) {

    /** Later years, such as the 9999 of a work that is still going on, are no dates of anything. */
    private static final int LATEST = 2100;

    private static final int EARLIEST = -3000;

    private static final Pattern NUMBER = Pattern.compile("(\\d{3,4}|-\\d{2,4})(?:\\.0*)?");
    private static final Pattern ISO = Pattern.compile("(\\d{4})[-/](\\d\\d)[-/](\\d\\d)(?:[t ].*)?");
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)");
    private static final Pattern MONTH = Pattern.compile("(\\d{4})-(\\d\\d)");
    private static final Pattern EPOCH = Pattern.compile("(-?\\d{10,19})(?:\\.0*)?");
    private static final Pattern CORRECTED = Pattern.compile("\\bi\\. ?e\\.|\\brecte\\b");
    private static final Pattern DOUBT = Pattern.compile(
            "\\?|\\bc(?:a|irca)?\\b\\.?|\\bc(?=\\d)|\\bca(?=\\d)|\\b(?:about|around|approx|approximately|probably|perhaps"
                    + "|possibly|or|between|before|after|early|late|not|since|until|um|vers|verso)\\b");

    /** A year, a decade or a century; one with a short end to a range, which is never a month's or a day's. */
    private static final Pattern YEARS = Pattern.compile("(?<!\\d)(?<!\\d\\.)"
            + "(?:(\\d{4})|(\\d{3})(?:[-ux_?]|0'?s)|(\\d{2})(?:--|uu|xx|__|\\?\\?))(?![\\d\\p{L}_]|'s)"
            + "(?:[\\])}?]* ?(?:-|/|\\bor\\b) ?[\\[({]*(\\d{1,2})(?![\\d\\p{L}/.-]))?");

    private static final Pattern JOINED = Pattern.compile(
            "[\\s\\[\\](){}<>.,;:?&/-]|\\b(?:c|ca|circa|to|and|or|between|cop|anno|a\\.? ?d)\\b|c(?=#)|#|©");
    private static final Pattern OPEN = Pattern.compile("\\[?\\d{4}\\]? ?-\\]?\\.?");
    private static final Pattern AROUND_NUMERALS = Pattern.compile("\\b(?:anno|domini|a\\. ?d\\.)|[\\s.\\[\\](){}?]");
    private static final Pattern NUMERALS =
            Pattern.compile("m{1,2}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})");

    public CatalogueDate {
        if (from > to) {
            throw new IllegalArgumentException("a date from " + from + " to " + to + " ends before it begins");
        }
    }

    /** A date that is one year, known for certain. */
    public static CatalogueDate of(int year) {
        return new CatalogueDate(year, year, false);
    }

    /** Reads what a catalogue has; empty when that names no year, or one that no work can be of. */
    public static Optional<CatalogueDate> parse(String catalogue) {
        String text = tidied(catalogue);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return year(Integer.parseInt(number.group(1)));
        }
        return day(text)
                .or(() -> month(text))
                .or(() -> epoch(text))
                .or(() -> numerals(text))
                .or(() -> words(text));
    }

    /** The year to file the work under: the mean, as libraries have it, the later of two in the middle. */
    public int year() {
        return Math.floorDiv(from + to + 1, 2);
    }

    private static String tidied(String catalogue) {
        return catalogue
                .replaceAll("\\p{Pd}|\u2212", "-")
                .replaceAll("[\\s\\p{Z}\\p{C}]+", " ")
                .replace('\uFF1F', '?')
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static Optional<CatalogueDate> year(int year) {
        return possible(year) ? Optional.of(of(year)) : Optional.empty();
    }

    private static boolean possible(int year) {
        return year >= EARLIEST && year <= LATEST && year != 0;
    }

    private static Optional<CatalogueDate> day(String text) {
        for (Pattern pattern : new Pattern[] {ISO, COMPACT}) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.matches() && isMonth(matcher.group(2)) && Integer.parseInt(matcher.group(3)) <= 31) {
                return year(Integer.parseInt(matcher.group(1)));
            }
        }
        return Optional.empty();
    }

    /** {@code 1851-05} is a month, and {@code 1851-57} and {@code 1901-02} are ranges: a short end comes after the start. */
    private static Optional<CatalogueDate> month(String text) {
        Matcher matcher = MONTH.matcher(text);
        if (!matcher.matches() || !isMonth(matcher.group(2))) {
            return Optional.empty();
        }
        int year = Integer.parseInt(matcher.group(1));
        return Integer.parseInt(matcher.group(2)) > year % 100 ? Optional.empty() : year(year);
    }

    private static boolean isMonth(String digits) {
        int month = Integer.parseInt(digits);
        return month >= 1 && month <= 12;
    }

    /** Time since 1970; in seconds the years of print have at most eleven digits, in milliseconds at most fourteen. */
    private static Optional<CatalogueDate> epoch(String text) {
        Matcher matcher = EPOCH.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            long time = Long.parseLong(matcher.group(1));
            long unit = 1;
            while (Math.abs(time / unit) >= 100_000_000_000L) {
                unit *= 1000;
            }
            return year(Instant.ofEpochSecond(Math.floorDiv(time, unit))
                    .atOffset(ZoneOffset.UTC)
                    .getYear());
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<CatalogueDate> numerals(String text) {
        String letters = AROUND_NUMERALS.matcher(text).replaceAll("").replace('j', 'i');
        if (!NUMERALS.matcher(letters).matches()) {
            return Optional.empty();
        }
        int sum = 0;
        int next = 0;
        for (int i = letters.length() - 1; i >= 0; i--) {
            int value = numeral(letters.charAt(i));
            sum += value < next ? -value : value;
            next = value;
        }
        return possible(sum) ? Optional.of(new CatalogueDate(sum, sum, text.contains("?"))) : Optional.empty();
    }

    private static int numeral(char letter) {
        return switch (letter) {
            case 'm' -> 1000;
            case 'd' -> 500;
            case 'c' -> 100;
            case 'l' -> 50;
            case 'x' -> 10;
            case 'v' -> 5;
            default -> 1;
        };
    }

    private static Optional<CatalogueDate> words(String whole) {
        Matcher correction = CORRECTED.matcher(whole);
        String text = correction.find() ? whole.substring(correction.end()) : whole;
        int from = Integer.MAX_VALUE;
        int to = Integer.MIN_VALUE;
        int count = 0;
        boolean absurd = false;
        Matcher years = YEARS.matcher(text);
        while (years.find()) {
            int first = first(years);
            int last = last(years, first);
            count++;
            if (possible(first) && possible(last)) {
                from = Math.min(from, first);
                to = Math.max(to, last);
            } else {
                absurd = true;
            }
        }
        if (from > to) {
            return Optional.empty();
        }
        String rest = JOINED.matcher(years.reset().replaceAll("#")).replaceAll("");
        boolean unrelated = count > 1 && from < to && !rest.isEmpty();
        boolean doubted = DOUBT.matcher(text).find() || OPEN.matcher(text).matches();
        return Optional.of(new CatalogueDate(from, to, doubted || unrelated || absurd));
    }

    private static int first(Matcher years) {
        if (years.group(1) != null) {
            return Integer.parseInt(years.group(1));
        }
        return years.group(2) != null ? Integer.parseInt(years.group(2)) * 10 : Integer.parseInt(years.group(3)) * 100;
    }

    private static int last(Matcher years, int first) {
        if (years.group(1) == null) {
            return first + (years.group(2) != null ? 9 : 99);
        }
        if (years.group(4) == null) {
            return first;
        }
        int unit = years.group(4).length() == 1 ? 10 : 100;
        int end = first - first % unit + Integer.parseInt(years.group(4));
        return Math.max(first, end);
    }
}
