// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.kit.files.TextMemory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Items whose pages are not all read, in the order of their first pages. Together they fit into memory. One thread. */
final class OpenItems {

    private final Map<String, LibraryItem> items = new LinkedHashMap<>();
    private final TextMemory memory;
    private final String where;
    private long bytes;

    /** @param where the file and entry, for messages and provenance */
    OpenItems(String where, TextMemory memory) {
        this.where = where;
        this.memory = memory;
    }

    /** Adds a page to its item. */
    void add(PageRow page) throws BadRow {
        LibraryItem item = items.computeIfAbsent(page.record(), record -> new LibraryItem(record, where, memory));
        long before = item.bytes();
        item.add(page);
        bytes += item.bytes() - before;
        memory.check(where + ", items whose pages lie scattered in it,", bytes);
    }

    /** Takes an item out; null when none of its pages could be read. */
    LibraryItem take(String record) {
        LibraryItem item = items.remove(record);
        bytes -= item == null ? 0 : item.bytes();
        return item == null || item.isEmpty() ? null : item;
    }

    /** All of them. */
    Collection<LibraryItem> all() {
        return items.values().stream().filter(item -> !item.isEmpty()).toList();
    }
}
