// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.report.TextTable;
import dev.seance.core.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Prints how many tokens documents have, and all of them together. */
final class TokenCounts implements TokenOutput {

    private record Count(String name, long bytes, long tokens) {

        double bytesPerToken() {
            return tokens == 0 ? 0 : (double) bytes / tokens;
        }

        ObjectNode addTo(ObjectNode node) {
            return node.put("bytes", bytes).put("tokens", tokens).put("bytesPerToken", bytesPerToken());
        }

        List<String> row() {
            return List.of(
                    String.format(Locale.ROOT, "%,d", tokens),
                    String.format(Locale.ROOT, "%,d", bytes),
                    String.format(Locale.ROOT, "%.3f", bytesPerToken()),
                    name);
        }
    }

    private final boolean json;
    private final List<Count> counts = new ArrayList<>();

    TokenCounts(boolean json) {
        this.json = json;
    }

    @Override
    public void document(String name, long bytes, TokenBuffer tokens) {
        counts.add(new Count(name, bytes, tokens.size()));
    }

    @Override
    public void finish() {
        Count all = new Count(
                "all",
                counts.stream().mapToLong(Count::bytes).sum(),
                counts.stream().mapToLong(Count::tokens).sum());
        if (json) {
            ObjectNode root = all.addTo(Json.mapper().createObjectNode());
            ArrayNode documents = root.putArray("documents");
            counts.forEach(count -> count.addTo(documents.addObject().put("name", count.name())));
            SeanceCommand.printJson(root);
            return;
        }
        TextTable table = new TextTable(List.of("TOKENS", "BYTES", "BYTES/TOKEN", "TEXT"), Set.of(0, 1, 2));
        counts.forEach(count -> table.row(count.row()));
        if (counts.size() > 1) {
            table.row(all.row());
        }
        table.lines().forEach(System.out::println);
    }
}
