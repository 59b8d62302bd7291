// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.regex;

import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.unicode.CharacterSet;
import dev.seance.plugins.bpe.unicode.UnicodeCategories;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads split patterns in the spelling that Hugging Face's tokenizers (Oniguruma) and tiktoken (Rust's fancy-regex)
 * share, and refuses what they understand differently, or what would make a piece depend on the text before it.
 *
 * <p>It takes characters and escapes ({@code \n \r \t \f \v}, codes with {@code x} or {@code u}, punctuation), {@code .}, classes with ranges,
 * negation, nesting and {@code &&}, {@code \s \d \w} and their opposites, <code>\p{..}</code> with a general category;
 * groups (those with a number or a name only group), {@code (?i:)}, {@code (?=)}, {@code (?!)}, {@code (?>)};
 * {@code * + ?} and intervals, lazy with {@code ?} and, except intervals, possessive with {@code +}; {@code \z}.
 *
 * <p>All properties come from the pinned Unicode tables, so the same text gives the same pieces on every JDK: {@code \s}
 * is White_Space, {@code \d} is Nd, {@code \w} is L, M, Nd and Pc.
 */
public final class RegexParser {

    /** Intervals are written out; one that counts further is a slip. */
    private static final int MAX_REPETITIONS = 1000;

    /** Groups and classes within each other; each takes room on the thread's stack. */
    private static final int MAX_DEPTH = 250;

    private static final String ESCAPED_CONTROLS = "nrtfv";

    private final String pattern;
    private int at;
    private int depth;

    private RegexParser(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws UserError naming the place, when there is a mistake, or when nothing but the empty text can match
     */
    public static Regex parse(String pattern) {
        RegexParser parser = new RegexParser(pattern);
        Regex regex = parser.choice(false);
        if (parser.at < pattern.length()) {
            throw parser.mistake("this ) has no (; write \\) for the character");
        }
        if (regex.maxLength() == 0) {
            parser.at = 0;
            throw parser.mistake("it matches nothing but empty text, so it cuts nothing; give it something to match");
        }
        return regex;
    }

    /** A pattern, or what is in a group. Only at its beginning does {@code (?i)} mean the same everywhere. */
    private Regex choice(boolean outerIgnoresCase) {
        boolean ignoreCase = take("(?i)") || outerIgnoresCase;
        List<Regex> branches = new ArrayList<>();
        branches.add(sequence(ignoreCase));
        while (take("|")) {
            branches.add(sequence(ignoreCase));
        }
        return branches.size() == 1 ? branches.get(0) : new Regex.Choice(branches);
    }

    private Regex sequence(boolean ignoreCase) {
        List<Regex> parts = new ArrayList<>();
        while (at < pattern.length() && !next("|") && !next(")")) {
            parts.add(quantified(atom(ignoreCase)));
        }
        return parts.size() == 1 ? parts.get(0) : new Regex.Sequence(parts);
    }

    private Regex quantified(Regex body) {
        int place = at;
        int from;
        int to;
        boolean interval = false;
        if (take("*")) {
            from = 0;
            to = Regex.UNLIMITED;
        } else if (take("+")) {
            from = 1;
            to = Regex.UNLIMITED;
        } else if (take("?")) {
            from = 0;
            to = 1;
        } else if (take("{")) {
            interval = true;
            from = number();
            to = take(",") ? (next("}") ? Regex.UNLIMITED : number()) : from;
            expect("}", "an interval is {2}, {2,} or {2,4}; write \\{ for the character");
            if (to < from) {
                throw mistake(place, "an interval counts upwards");
            }
        } else {
            return body;
        }
        if (to == Regex.UNLIMITED && body.minLength() == 0) {
            throw mistake(place, "what is repeated without limit may be empty; make it match a character");
        }
        if (interval && (next("+") || (next("?") && from == to))) {
            throw mistake("programs differ about " + pattern.charAt(at)
                    + " after an interval; write (?>...) or (?:...) around the interval");
        }
        Regex repeat = new Regex.Repeat(body, from, to, take("?"));
        if (take("+")) {
            repeat = new Regex.Atomic(repeat);
        }
        if (next("*") || next("+") || next("?") || next("{")) {
            throw mistake("this repeats a repetition; write (?:...) around the first");
        }
        return repeat;
    }

    private int number() {
        int place = at;
        while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
            at++;
        }
        if (at == place || at - place > 4 || Integer.parseInt(pattern, place, at, 10) > MAX_REPETITIONS) {
            throw mistake(
                    place,
                    "an interval takes a number up to " + MAX_REPETITIONS + " here; write \\{ for the character");
        }
        return Integer.parseInt(pattern, place, at, 10);
    }

    private Regex atom(boolean ignoreCase) {
        int place = at;
        if (take("(")) {
            return group(place, ignoreCase);
        }
        if (take("[")) {
            return one(set(place, ignoreCase), place);
        }
        if (take(".")) {
            return new Regex.One(CharacterSet.range('\n', '\n').not());
        }
        if (take("\\z")) {
            return new Regex.End();
        }
        if (next("*") || next("+") || next("?") || next("{")) {
            throw mistake(
                    "there is nothing to repeat before this; write \\" + pattern.charAt(at) + " for the character");
        }
        if (next("^")) {
            throw looksBehind("^");
        }
        if (next("$")) {
            throw mistake(
                    "programs differ about what $ is; write \\z for the end of the text, (?=\\n|\\z) for the end of"
                            + " a line, or \\$ for the character");
        }
        if (next("\\")) {
            return one(escape(ignoreCase), place);
        }
        int c = character();
        return one(literal(c, ignoreCase), place);
    }

    private Regex one(CharacterSet set, int place) {
        if (set.isEmpty()) {
            throw mistake(place, "no character is in this class");
        }
        return new Regex.One(set);
    }

    private void enter(int place) {
        if (++depth > MAX_DEPTH) {
            throw mistake(
                    place, "groups and classes are nested more than " + MAX_DEPTH + " deep; write it more simply");
        }
    }

    private Regex group(int place, boolean ignoreCase) {
        enter(place);
        Regex regex;
        if (take("?=")) {
            regex = new Regex.Ahead(choice(ignoreCase), false);
        } else if (take("?!")) {
            regex = new Regex.Ahead(choice(ignoreCase), true);
        } else if (take("?>")) {
            regex = new Regex.Atomic(choice(ignoreCase));
        } else if (take("?i:")) {
            regex = choice(true);
        } else if (take("?-i:")) {
            regex = choice(false);
        } else if (next("?<=") || next("?<!")) {
            throw looksBehind("(" + pattern.substring(at, at + 3));
        } else {
            if (take("?P<") || take("?<")) {
                at = pattern.indexOf('>', at) + 1;
                if (at == 0) {
                    throw mistake(place, "this group's name has no end; close it with >");
                }
            } else if (next("?") && !take("?:")) {
                throw mistake(
                        place,
                        "this kind of group is not known here; (?:..), (?i:..), (?=..), (?!..) and (?>..)" + " are");
            }
            regex = choice(ignoreCase);
        }
        if (!take(")")) {
            throw mistake(place, "this ( has no )");
        }
        depth--;
        return regex;
    }

    /** A class, from after its bracket. */
    private CharacterSet set(int place, boolean ignoreCase) {
        enter(place);
        boolean negative = take("^");
        if (next("]")) {
            throw mistake("a class begins with a character; write \\] for this one");
        }
        CharacterSet result = null;
        CharacterSet items = CharacterSet.NONE;
        while (!take("]")) {
            if (at >= pattern.length()) {
                throw mistake(place, "this [ has no ]");
            }
            if (take("&&")) {
                result = result == null ? items : result.and(items);
                items = CharacterSet.NONE;
            } else if (next("[:") || next("--") || next("~~")) {
                throw mistake("programs differ about " + pattern.substring(at, at + 2)
                        + " in a class; write properties such as \\p{L}, or \\ before the character");
            } else {
                items = items.or(item(ignoreCase));
            }
        }
        result = result == null ? items : result.and(items);
        depth--;
        return negative ? result.not() : result;
    }

    /** A nested class, a property, a character or a range. */
    private CharacterSet item(boolean ignoreCase) {
        int place = at;
        if (take("[")) {
            return set(place, ignoreCase);
        }
        if (next("\\") && property(at + 1)) {
            return escape(ignoreCase);
        }
        int first = setCharacter();
        if (!next("-") || next("-]")) {
            return literal(first, ignoreCase);
        }
        at++;
        if (at >= pattern.length() || next("[") || (next("\\") && property(at + 1))) {
            throw mistake(place, "this range has no last character; write \\- for the character");
        }
        int last = setCharacter();
        if (last < first) {
            throw mistake(place, "a range counts upwards");
        }
        CharacterSet range = CharacterSet.range(first, last);
        return ignoreCase ? range.ignoringCase() : range;
    }

    private int setCharacter() {
        return take("\\") ? escapedCharacter() : character();
    }

    private boolean property(int place) {
        return place < pattern.length() && "pPsSdDwW".indexOf(pattern.charAt(place)) >= 0;
    }

    /** From the backslash on. */
    private CharacterSet escape(boolean ignoreCase) {
        int place = at;
        at++;
        if (!property(at)) {
            return literal(escapedCharacter(), ignoreCase);
        }
        char kind = pattern.charAt(at++);
        CharacterSet set =
                switch (Character.toLowerCase(kind)) {
                    case 's' -> UnicodeCategories.load().whiteSpace();
                    case 'd' -> category("Nd", place);
                    case 'w' ->
                        category("L", place)
                                .or(category("M", place))
                                .or(category("Nd", place))
                                .or(category("Pc", place));
                    default -> named(place);
                };
        return Character.isUpperCase(kind) ? set.not() : set;
    }

    /** The braces of a property. */
    private CharacterSet named(int place) {
        String name;
        boolean negative = false;
        if (take("{")) {
            negative = take("^");
            int end = pattern.indexOf('}', at);
            if (end < 0) {
                throw mistake(place, "this property has no }");
            }
            name = pattern.substring(at, end);
            at = end + 1;
        } else if (at < pattern.length()) {
            name = String.valueOf(pattern.charAt(at++));
        } else {
            throw mistake(place, "this property has no name; write \\p{L}, for instance");
        }
        CharacterSet set = category(name, place);
        return negative ? set.not() : set;
    }

    private CharacterSet category(String name, int place) {
        UnicodeCategories categories = UnicodeCategories.load();
        return categories
                .find(name)
                .orElseThrow(() -> mistake(
                        place,
                        "property '" + name + "' is not known here (have: " + String.join(" ", categories.names())
                                + "); write the characters as ranges, such as [\\u4E00-\\u9FFF]"));
    }

    /** From after the backslash on. */
    private int escapedCharacter() {
        int place = at - 1;
        if (at >= pattern.length()) {
            throw mistake(place, "this \\ has nothing after it; write \\\\ for the character");
        }
        int c = character();
        int control = ESCAPED_CONTROLS.indexOf(c);
        if (control >= 0) {
            return "\n\r\t\f\u000B".charAt(control);
        }
        if (c == 'x' || c == 'u') {
            return hexadecimal(place, c == 'x' ? 2 : 4);
        }
        boolean letter = c < 128 && Character.isLetterOrDigit(c);
        if (letter && "bBAG".indexOf(c) >= 0) {
            throw mistake(place, behind("\\" + (char) c));
        }
        if (letter) {
            throw mistake(place, "\\" + (char) c + " is not known here");
        }
        return c;
    }

    private int hexadecimal(int place, int digits) {
        int from = at;
        int to = at + digits;
        if (take("{")) {
            from = at;
            to = Math.max(from, pattern.indexOf('}', from));
            at = to + 1;
        } else {
            at = to;
        }
        String code = to <= pattern.length() ? pattern.substring(from, to) : "";
        if (!code.matches("[0-9A-Fa-f]{1,6}") || Integer.parseInt(code, 16) > Character.MAX_CODE_POINT) {
            throw mistake(place, "this is no character's code; write \\x41, \\u0041 or \\x{41}");
        }
        return Integer.parseInt(code, 16);
    }

    private static CharacterSet literal(int c, boolean ignoreCase) {
        CharacterSet set = CharacterSet.range(c, c);
        return ignoreCase ? set.ignoringCase() : set;
    }

    private int character() {
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private boolean next(String text) {
        return pattern.startsWith(text, at);
    }

    private boolean take(String text) {
        boolean found = next(text);
        at += found ? text.length() : 0;
        return found;
    }

    private void expect(String text, String otherwise) {
        if (!take(text)) {
            throw mistake(otherwise);
        }
    }

    private UserError looksBehind(String what) {
        return mistake(behind(what));
    }

    private static String behind(String what) {
        return what + " looks at the text before a piece, and pieces are found without it; write what the piece itself"
                + " begins with";
    }

    private UserError mistake(String what) {
        return mistake(at, what);
    }

    private UserError mistake(int place, String what) {
        int from = Math.min(place, pattern.length());
        String rest = pattern.substring(from, Math.min(from + 20, pattern.length()));
        return new UserError("split pattern, character " + (from + 1)
                + (rest.isEmpty() ? ", at the end" : ", at '" + rest + "'") + ": " + what);
    }
}
