// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the people, places and things a corpus talks of, by the words around them: a title or "said" before a name, "in"
 * or "at" before a place, "the" before and a small word after a thing. Crude, but a name that comes up often enough in
 * the right place is rarely wrong. Counts one document after the other; one thread.
 */
final class CorpusSurvey {

    private static final int MAX_NAMES = 80;
    private static final int MAX_THINGS = 150;
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}’'-]*");

    private static final Set<String> TITLES = words("Mr Mrs Miss Dr Captain Colonel Major Sir Lady Squire Uncle Aunt");
    private static final Set<String> SAID = words("said cried replied answered asked exclaimed whispered");
    private static final Set<String> IN = words("in at near");
    private static final Set<String> TOWARDS = words("from to through towards of");
    private static final Set<String> SMALL = words(
            "of was is are were had has and in that which to on at by for with from as but or who when would could will"
                    + " upon into through it he she they we you i");
    private static final Set<String> NO_PLACES = words(
            "God Heaven Christ Lord Scripture Scriptures Providence Nature Parliament English French Latin Greek Hebrew"
                    + " German Italian Spanish Christian Sunday Monday Tuesday Wednesday Thursday Friday Saturday January"
                    + " February March April May June July August September October November December Christmas Easter I He"
                    + " She It They We You The A My His Her That This Him Me Chapter Hell Satan Bible Testament Gospel House"
                    + " Court Church State Sir Madam Papa Mamma Mother Father Saint Mount Street Vanity England Britain Scotland Ireland Wales Europe Asia Africa"
                    + " America Spain France Germany Italy Russia Switzerland India China Greece Egypt Turkey Portugal Austria"
                    + " Holland Belgium Galicia Norway Sweden Denmark Prussia Poland Persia Australia Canada Mexico Japan Brazil"
                    + " Arabia Palestine Syria Christendom");
    private static final Set<String> NO_THINGS = words(
            "same other first last whole most more very best least next former latter present great good little old new"
                    + " young side end rest part parts moment time times day days night morning evening year years hour"
                    + " place places way name sake case matter point kind sort sense fact facts world people person persons"
                    + " thing things word words manner means course truth reason subject idea question number words top"
                    + " bottom middle midst front back right left other others poor rich dead living one ones two three"
                    + " four five second third north south east west use effect character nature power state order"
                    + " business following woman women girl girls wife lady ladies gentleman gentlemen husband mother father"
                    + " child children brother sister daughter son servant servants girl friend lover devil conversation"
                    + " better heart party body life thought spirit sound mind sight scene nation voice soul habit object"
                    + " passage future distance form love hope pleasure change will cause answer stranger occasion principle"
                    + " loss species purpose chance figure tone class period week while affair charge look worse prospect like"
                    + " want notion interest rule noise amount weight advantage service despair fear death sense wish aspect"
                    + " sort fate latter chief rush mere past rank force majority month favour glance manner effort tendency"
                    + " slave slaves negro savage jew widow doctor");

    private static final Pattern ABSTRACT =
            Pattern.compile("(?:[ts]ion|ness|ment|[ae]nce|ity|ing|ude|ism|dom|ery|tude|ulty|ledge|osphere)$");

    private final Map<String, Integer> people = new HashMap<>();
    private final Map<String, Integer> capitals = new HashMap<>();
    private final Map<String, Integer> in = new HashMap<>();
    private final Map<String, Integer> towards = new HashMap<>();
    private final Map<String, Integer> the = new HashMap<>();
    private final Map<String, Integer> theNoun = new HashMap<>();
    private final Map<String, Integer> some = new HashMap<>();
    private final Set<String> surnames = new HashSet<>();
    private long words;

    /** Words seen so far. */
    long words() {
        return words;
    }

    /** Counts one text. */
    void add(String text) {
        Matcher matcher = WORD.matcher(text);
        String before = "";
        String word = "";
        int end = 0;
        boolean begins = true;
        while (matcher.find()) {
            String gap = text.substring(end, matcher.start());
            if (!word.isEmpty()) {
                count(before, word, begins, gap, matcher.group());
            }
            begins = gap.isEmpty() || !gap.equals(" ");
            before = word;
            word = matcher.group();
            end = matcher.end();
            words++;
        }
    }

    /**
     * Counts a word.
     *
     * @param before the word before it
     * @param begins whether a mark stands between the two
     * @param gap what stands between it and the next word
     * @param after the next word
     */
    private void count(String before, String word, boolean begins, String gap, String after) {
        if (TITLES.contains(word) && isName(after) && (gap.equals(" ") || gap.equals(". "))) {
            people.merge(word + gap + after, 1, Integer::sum);
            surnames.add(after);
        } else if (isName(word) && !begins) {
            if (SAID.contains(before)) {
                surnames.add(word);
            }
            String name = gap.equals(" ") && isName(after) ? word + " " + after : word;
            capitals.merge(name, 1, Integer::sum);
            if (IN.contains(before)) {
                in.merge(name, 1, Integer::sum);
            } else if (TOWARDS.contains(before)) {
                towards.merge(name, 1, Integer::sum);
            }
        } else if (!begins && Character.isLowerCase(word.charAt(0))) {
            if (before.equalsIgnoreCase("the")) {
                the.merge(word, 1, Integer::sum);
                if (!gap.equals(" ") || SMALL.contains(after)) {
                    theNoun.merge(word, 1, Integer::sum);
                }
            } else if (before.equalsIgnoreCase("a") || before.equalsIgnoreCase("an")) {
                some.merge(word, 1, Integer::sum);
            }
        }
    }

    private static boolean isName(String word) {
        return word.length() > 2
                && Character.isUpperCase(word.charAt(0))
                && word.substring(1).equals(word.substring(1).toLowerCase(Locale.ROOT))
                && !word.contains("'")
                && !word.contains("’");
    }

    /** What was found, by slot, the commonest first. */
    Map<String, List<String>> found() {
        return Map.of(
                Setting.PERSON, commonest(people, MAX_NAMES, people::get, 3),
                Setting.PLACE, commonest(in, MAX_NAMES, this::place, 3),
                Setting.THING, commonest(the, MAX_THINGS, this::thing, 4));
    }

    /** How surely it is a place: 0 for a name that mostly stands elsewhere, or is somebody's. */
    private int place(String name) {
        int inside = in.get(name);
        int all = capitals.get(name);
        boolean mostly = 10 * (inside + towards.getOrDefault(name, 0)) >= 6 * all && 4 * inside >= all;
        boolean isOther = Arrays.stream(name.split(" "))
                .anyMatch(part -> NO_PLACES.contains(part) || TITLES.contains(part) || surnames.contains(part));
        return mostly && !isOther ? inside : 0;
    }

    /** How surely it is a thing one can ask about: a noun that is used with "a" and with "the". */
    private int thing(String word) {
        int count = the.get(word);
        int single = some.getOrDefault(word, 0);
        boolean noun = 10 * theNoun.getOrDefault(word, 0) >= 7 * count && 20 * single >= count && single >= 2;
        boolean fits = word.length() > 3
                && !word.contains("-")
                && !NO_THINGS.contains(word)
                && !ABSTRACT.matcher(word).find();
        return noun && fits ? Math.min(count, 4 * single) : 0;
    }

    private static List<String> commonest(Map<String, Integer> all, int max, ToIntFunction<String> score, int min) {
        return all.keySet().stream()
                .filter(name -> score.applyAsInt(name) >= min)
                .sorted(Comparator.comparingInt(score).reversed().thenComparing(Comparator.naturalOrder()))
                .limit(max)
                .toList();
    }

    private static Set<String> words(String list) {
        return Set.copyOf(new HashSet<>(Arrays.asList(list.split(" "))));
    }
}
