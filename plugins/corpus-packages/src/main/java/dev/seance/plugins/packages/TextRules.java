// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.run.UserError;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which files of a package are texts, and what their names and the recipe tell of them. Immutable. */
final class TextRules {

    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    private final PackageOptions options;
    private final Pattern files;
    private final Set<String> groups;

    TextRules(PackageOptions options) {
        this.options = options;
        this.files = Pattern.compile(options.files());
        this.groups = groups(options.files());
    }

    /** The names that templates may use with that expression. */
    static Set<String> valuesOf(String files) {
        try {
            Pattern.compile(files);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "files '" + files + "' is not a regular expression: " + e.getDescription() + " at character "
                            + (e.getIndex() + 1),
                    e);
        }
        Set<String> names = groups(files);
        names.add("file");
        names.add("package");
        return names;
    }

    private static Set<String> groups(String files) {
        Set<String> names = new HashSet<>();
        GROUP.matcher(files).results().forEach(match -> names.add(match.group(1)));
        return names;
    }

    /** The id of the document in that file, if the file is a text. */
    Optional<String> id(String file) {
        return values(file).map(new TextTemplate(options.id())::fill);
    }

    /** The document in a file that {@link #id} accepted. */
    Document document(String file, String text) {
        Map<String, String> values = values(file).orElseThrow();
        Document.Builder document = Document.of(new TextTemplate(options.id()).fill(values), Tidy.text(text))
                .title(new TextTemplate(options.title()).fill(values))
                .author(new TextTemplate(options.author()).fill(values))
                .place(new TextTemplate(options.place()).fill(values))
                .language(options.language())
                .provenance(new Provenance(options.coordinates(), file, options.licence()));
        year(file, new TextTemplate(options.year()).fill(values)).ifPresent(document::year);
        return document.build();
    }

    private Optional<Integer> year(String file, String year) {
        if (year.isBlank()) {
            return Optional.empty();
        }
        if (!year.matches("-?\\d{1,4}")) {
            throw new UserError("package " + options.coordinates() + ", " + file + ": year template '" + options.year()
                    + "' gives '" + year + "', which is not a year; correct 'year' or the groups of 'files'");
        }
        return Optional.of(Integer.valueOf(year));
    }

    private Optional<Map<String, String>> values(String file) {
        Matcher matcher = files.matcher(file);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        String name = file.substring(file.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        values.put("file", dot > 0 ? name.substring(0, dot) : name);
        values.put("package", options.name().substring(options.name().indexOf('/') + 1));
        for (String group : groups) {
            values.put(group, Optional.ofNullable(matcher.group(group)).orElse(""));
        }
        return Optional.of(values);
    }
}
