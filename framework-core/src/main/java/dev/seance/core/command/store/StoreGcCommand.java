// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.command.Range;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.run.StoreUse;
import dev.seance.core.store.Json;
import dev.seance.core.store.StoreCleanup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes what nobody needs. */
@Command(
        name = "gc",
        description = "Delete artifacts that no run uses, and unfinished work that nobody has touched for days.")
final class StoreGcCommand extends SeanceCommand {

    private static final int MAX_DAYS = 36_500;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "14",
            description = "Keep unfinished work, and what was unpacked and not used yet, for N days (default:"
                    + " ${DEFAULT-VALUE}).")
    @Range(min = 0, max = MAX_DAYS)
    private int days;

    @Option(names = "--dry-run", description = "Say what would be deleted, and delete nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        List<StoreCleanup.Item> items = new StoreCleanup(
                        StoreCommand.existing(runs()),
                        new StoreUse(runs()),
                        Instant.now(),
                        Duration.ofDays(days),
                        dryRun)
                .run();
        long bytes = items.stream().mapToLong(StoreCleanup.Item::bytes).sum();
        if (json()) {
            printJson(json(items, bytes));
        } else {
            if (!quiet()) {
                items.forEach(item -> System.out.printf(
                        Locale.ROOT,
                        "%s (%s, %,d bytes)%n",
                        item.path(),
                        item.reason().words(),
                        item.bytes()));
            }
            System.out.printf(
                    Locale.ROOT,
                    items.isEmpty() ? "nothing to delete%n" : "%s %,d bytes%n",
                    dryRun ? "would free" : "freed",
                    bytes);
        }
        return 0;
    }

    private ObjectNode json(List<StoreCleanup.Item> items, long bytes) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("dryRun", dryRun);
        root.put("bytes", bytes);
        ArrayNode deleted = root.putArray("deleted");
        for (StoreCleanup.Item item : items) {
            deleted.addObject()
                    .put("path", item.path().toString())
                    .put("reason", item.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("bytes", item.bytes());
        }
        return root;
    }
}
