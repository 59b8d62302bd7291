// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.kit.text.CatalogueDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The year in a book's front matter: what stands behind "first published", or else the first date of a title page or the
 * first copyright, whichever is earlier. A date of a title page is a line of its own, or the end of a line that is not a
 * sentence and sets it off: {@code London: Smith, Elder and Co., 1851}.
 *
 * @param year the year
 * @param source where it stands
 */
record FrontMatterYear(int year, YearSource source) {

    private static final String NUMBER = "(1[4-9]\\d\\d|20\\d\\d)";
    private static final Pattern YEAR = Pattern.compile("\\b" + NUMBER + "\\b");
    private static final Pattern AT_END =
            Pattern.compile("(?:(?:^|.*[,.:;)\\]\u2014-]\\s*)|[\\p{L}.]+ )[\\[(]?" + NUMBER + "[\\])]?[.,]?");
    private static final Pattern NUMERALS = Pattern.compile("(?:.*[,.:;]\\s*)?(M[DCLXVI.]{3,}|M[DCLXVI. ]{5,})[.,]?");
    private static final Pattern CAPITALISED = Pattern.compile("[^\\p{L}]*\\p{Lu}.*");

    /** Front matter ends after so many paragraphs, or when the book has begun: with the second long one. */
    private static final int PARAGRAPHS = 40;

    private static final int LONG = 400;
    private static final int LONGEST_LINE = 75;
    private static final int AFTER = 40;

    static Optional<FrontMatterYear> of(List<Paragraph> text, GutenbergWords words) {
        Optional<FrontMatterYear> title = Optional.empty();
        Optional<FrontMatterYear> copyright = Optional.empty();
        int prose = 0;
        for (int i = 0; i < Math.min(PARAGRAPHS, text.size()) && prose < 2; i++) {
            String paragraph = text.get(i).joined();
            prose += paragraph.length() > LONG ? 1 : 0;
            Optional<Integer> first = after(words.first(), paragraph);
            if (first.isPresent()) {
                return Optional.of(new FrontMatterYear(first.get(), YearSource.FIRST_EDITION));
            }
            Optional<Integer> owned = after(words.copyright(), paragraph);
            if (owned.isPresent()) {
                copyright = copyright.or(() -> Optional.of(new FrontMatterYear(owned.get(), YearSource.COPYRIGHT)));
            } else if (title.isEmpty()) {
                title = title(text.get(i)).map(year -> new FrontMatterYear(year, YearSource.TITLE_PAGE));
            }
        }
        if (title.isPresent() && copyright.isPresent()) {
            return copyright.get().year() < title.get().year() ? copyright : title;
        }
        return title.isPresent() ? title : copyright;
    }

    private static Optional<Integer> after(Pattern words, String paragraph) {
        for (Matcher found = words.matcher(paragraph); found.find(); ) {
            Matcher year =
                    YEAR.matcher(paragraph).region(found.end(), Math.min(paragraph.length(), found.end() + AFTER));
            if (year.find()) {
                return Optional.of(Integer.parseInt(year.group(1)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> title(Paragraph paragraph) {
        for (String line : paragraph.lines()) {
            String words = line.replace("_", "").strip();
            if (words.length() <= LONGEST_LINE && isDisplay(words)) {
                Matcher end = AT_END.matcher(words);
                if (end.matches()) {
                    return Optional.of(Integer.parseInt(end.group(1)));
                }
                Matcher numerals = NUMERALS.matcher(words);
                if (numerals.matches()) {
                    return CatalogueDate.parse(numerals.group(1)).map(CatalogueDate::year);
                }
            }
        }
        return Optional.empty();
    }

    /** Names, places and titles have capitals; at least half of the words. */
    private static boolean isDisplay(String line) {
        String[] words = line.replaceAll("[\\d\\[\\]().,:;&]+", " ").strip().split("\\s+");
        int capitals = 0;
        for (String word : words) {
            capitals += word.isEmpty() || CAPITALISED.matcher(word).matches() ? 1 : 0;
        }
        return capitals * 2 >= words.length;
    }
}
