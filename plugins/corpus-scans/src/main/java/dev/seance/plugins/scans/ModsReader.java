// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the first MODS record of a file. Of titles, the first that is the work's own and not an abbreviation or a
 * translation; of names, the first that is an author, or else the first; of dates, the one that the record marks as the key
 * date, or else the first. Works that are only related do not count.
 */
final class ModsReader implements Xml.Visitor {

    private static final Pattern AUTHOR = Pattern.compile("(?i)(?:.*\\|)?(?:aut|author|cre|creator)(?:\\|.*)?");

    private final Deque<String> path = new ArrayDeque<>();
    private final Map<String, String> values = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    /** How deep in the file the record is; 0 before it and after it. */
    private int depth;

    private boolean done;
    private String type = "";
    private boolean keyDate;
    private String titleType = "";
    private String title = "";
    private final Map<String, String> nameParts = new HashMap<>();
    private String role = "";

    @Override
    public void start(String name, XMLStreamReader reader) {
        path.push(name);
        if (name.equals("mods") && !done && depth == 0) {
            depth = path.size();
        }
        text.setLength(0);
        type = Xml.attribute(reader, "type");
        keyDate = Xml.attribute(reader, "keyDate").equals("yes");
        switch (name) {
            case "titleInfo" -> {
                titleType = type;
                title = "";
            }
            case "name" -> {
                nameParts.clear();
                role = "";
            }
            default -> {}
        }
    }

    @Override
    public void text(String some) {
        text.append(some);
    }

    @Override
    public void end(String name) {
        String value = text.toString().replaceAll("[\\s\\uFEFF]+", " ").strip();
        if (depth > 0 && !path.contains("relatedItem")) {
            read(name, value);
        }
        text.setLength(0);
        path.pop();
        if (depth > path.size()) {
            depth = 0;
            done = true;
        }
    }

    private void read(String name, String value) {
        String parent = path.stream().skip(1).findFirst().orElse("");
        switch (name) {
            case "nonSort" -> title = value;
            case "title" -> title = title.isEmpty() || title.endsWith("'") ? title + value : title + " " + value;
            case "subTitle" -> title = title.isEmpty() ? value : title + ": " + value;
            case "titleInfo" -> {
                if (titleType.isEmpty() && parent.equals("mods")) {
                    set("title", title);
                }
            }
            case "namePart" -> nameParts.merge(type, value, (first, second) -> first + ", " + second);
            case "roleTerm" -> role = role.isEmpty() ? value : role + "|" + value;
            case "name" -> name(parent);
            case "dateIssued", "dateCreated", "copyrightDate" -> date(value);
            case "placeTerm" -> {
                // A code such as "enk" is the country's.
                if (!type.equals("code")) {
                    set("place", value);
                }
            }
            case "publisher" -> set("publisher", value);
            case "languageTerm" -> {
                // The record's own language is also said.
                if (!path.contains("recordInfo")) {
                    set("language", value);
                }
            }
            case "recordIdentifier" -> set("record", value);
            case "accessCondition" -> set("licence", value);
            default -> {}
        }
    }

    private void name(String parent) {
        String whole = nameParts.getOrDefault("", "");
        if (whole.isEmpty()) {
            String family = nameParts.getOrDefault("family", "");
            String given = nameParts.getOrDefault("given", "");
            whole = family.isEmpty() || given.isEmpty() ? family + given : family + ", " + given;
        }
        if (parent.equals("mods") && !whole.isEmpty()) {
            set(AUTHOR.matcher(role).matches() ? "author" : role.isEmpty() ? "unnamed" : "other", whole);
        }
    }

    private void date(String value) {
        if (keyDate) {
            values.put("date", value);
        } else {
            set("date", value);
        }
    }

    private void set(String field, String value) {
        if (!value.isEmpty()) {
            values.putIfAbsent(field, value);
        }
    }

    private String value(String field) {
        return values.getOrDefault(field, "");
    }

    /** What was read. */
    Catalogue catalogue() {
        String author = value("author").isEmpty() ? value("unnamed") : value("author");
        return new Catalogue(
                value("record"),
                value("title"),
                author.isEmpty() ? value("other") : author,
                value("date"),
                value("place"),
                value("publisher"),
                value("language"),
                value("licence"));
    }
}
