// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.kit.files.TextFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where in files of rows each item ends. Read from the rows' first keys, which is quicker than reading the pages; what is
 * damaged ends early here, without a word, because reading the pages reports it.
 */
final class RowIndex {

    private static final Logger log = LoggerFactory.getLogger(RowIndex.class);

    /** Where an item was seen last. */
    private record End(int file, long line) {}

    private final Map<String, End> ends;

    private RowIndex(Map<String, End> ends) {
        this.ends = ends;
    }

    static RowIndex of(List<TextFile> files) {
        Map<String, End> ends = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            int file = i;
            scan(files.get(i), (record, line) -> ends.put(record, new End(file, line)));
        }
        return new RowIndex(ends);
    }

    boolean endsAt(String record, int file, long line) {
        return new End(file, line).equals(ends.get(record));
    }

    /** The files in groups that share no item, each group and the groups in the files' order. */
    static List<List<TextFile>> groups(List<TextFile> files) {
        int[] group = new int[files.size()];
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            group[i] = i;
            int file = i;
            scan(files.get(i), (record, line) -> {
                int other = firsts.computeIfAbsent(record, ignored -> file);
                join(group, other, file);
            });
        }
        Map<Integer, List<TextFile>> groups = new TreeMap<>(Comparator.naturalOrder());
        for (int i = 0; i < files.size(); i++) {
            groups.computeIfAbsent(root(group, i), ignored -> new ArrayList<>()).add(files.get(i));
        }
        return List.copyOf(groups.values());
    }

    private static void join(int[] group, int one, int other) {
        int a = root(group, one);
        int b = root(group, other);
        group[Math.max(a, b)] = Math.min(a, b);
    }

    private static int root(int[] group, int member) {
        int root = member;
        while (group[root] != root) {
            root = group[root];
        }
        return root;
    }

    private interface Rows {
        void row(String record, long line);
    }

    private static void scan(TextFile file, Rows rows) {
        try (ByteLines lines = new ByteLines(file.decompressed(), PageLines.LONGEST)) {
            while (lines.next()) {
                String record = lines.tooLong() || lines.blank() ? "" : PageJson.recordId(lines);
                if (!record.isEmpty()) {
                    rows.row(record, lines.number());
                }
            }
        } catch (IOException e) {
            log.debug("{} is damaged", file.path(), e);
        }
    }
}
