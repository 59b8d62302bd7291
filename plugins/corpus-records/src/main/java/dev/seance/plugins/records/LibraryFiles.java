// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.Compression;
import dev.seance.kit.files.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which of the library's layouts lies in a folder, and what its files' names say. */
final class LibraryFiles {

    private static final Set<String> KINDS = Set.of(".tar", ".tgz", ".jsonl", ".ndjson", ".parquet");
    private static final String EXPECTED = ".tar.gz, .jsonl.gz or .parquet files of the British Library";

    /** {@code 1851_000000218}, and {@code UNKOWN_003360082}, which is how the library spells it. */
    private static final Pattern ITEM = Pattern.compile("(?:(\\d{4})|UNKN?OWN|None|nan|null)_(\\d{5,9})");

    private static final Pattern DECADE = Pattern.compile("(\\d{4})_(\\d{4})");

    private LibraryFiles() {}

    /** The files of the layout that is asked for, or of the only one there is. */
    static DataFiles list(Path path, Layout asked) throws IOException {
        DataFiles all = DataFiles.list(path, KINDS, EXPECTED);
        Map<Layout, List<TextFile>> layouts = new EnumMap<>(Layout.class);
        for (TextFile file : all.files()) {
            layouts.computeIfAbsent(layout(file.name()), layout -> new ArrayList<>())
                    .add(file);
        }
        if (asked == Layout.AUTO && layouts.size() > 1) {
            String found = layouts.entrySet().stream()
                    .map(entry -> entry.getValue().size() + " " + entry.getKey().words() + " ("
                            + entry.getValue().get(0).name() + (entry.getValue().size() > 1 ? ", ..." : "") + ")")
                    .collect(Collectors.joining(" and "));
            throw new UserError("'" + all.folder() + "' has " + found
                    + ", which may be the same items twice; set 'layout' to the one to read, or move the others");
        }
        Layout layout = asked == Layout.AUTO ? layouts.keySet().iterator().next() : asked;
        List<TextFile> files = layouts.getOrDefault(layout, List.of());
        if (files.isEmpty()) {
            throw new UserError("no " + layout.words() + " in '" + all.folder() + "', which 'layout: "
                    + layout.name().toLowerCase(Locale.ROOT) + "' asks for (found: "
                    + layouts.keySet().stream().map(Layout::words).collect(Collectors.joining(", "))
                    + "); leave 'layout' out, or correct the path");
        }
        List<Skipped> skipped = new ArrayList<>(all.skipped());
        all.files().stream()
                .filter(file -> layout(file.name()) != layout)
                .forEach(file -> skipped.add(new Skipped(file.name(), "not of the layout that is read")));
        return all.with(files, skipped);
    }

    static Layout layout(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".parquet")) {
            return Layout.PARQUET;
        }
        return lower.endsWith(".tgz") || Compression.uncompressed(lower).endsWith(".tar")
                ? Layout.ARCHIVES
                : Layout.FILES;
    }

    /** Whether a file or an archive's entry has pages, by its name. */
    static boolean isRows(String name) {
        String lower = Compression.uncompressed(name).toLowerCase(Locale.ROOT);
        return (lower.endsWith(".jsonl") || lower.endsWith(".ndjson") || lower.endsWith(".json"))
                && !last(lower).startsWith(".");
    }

    /** The item that a file is named for, where it is named for one. */
    static Optional<String> item(String name) {
        Matcher matcher = ITEM.matcher(stem(name));
        return matcher.matches() ? Optional.of(PageRow.recordId(matcher.group(2))) : Optional.empty();
    }

    /** The first and the last year that a file's name, or else its folders' names, tell of. */
    static Optional<int[]> years(String name) {
        Matcher item = ITEM.matcher(stem(name));
        if (item.matches() && item.group(1) != null) {
            int year = Integer.parseInt(item.group(1));
            return Optional.of(new int[] {year, year});
        }
        Matcher decade = DECADE.matcher(name);
        return decade.find()
                ? Optional.of(new int[] {Integer.parseInt(decade.group(1)), Integer.parseInt(decade.group(2))})
                : Optional.empty();
    }

    private static String stem(String name) {
        String last = last(Compression.uncompressed(name));
        int dot = last.lastIndexOf('.');
        return dot < 0 ? last : last.substring(0, dot);
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
