// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.corpus.Document;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Turn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the dialogues of a folder of novels, to be scored against novels whose speakers somebody annotated: a small
 * program.
 *
 * <pre>DialogueTable FOLDER OUT.jsonl [MIN-QUALITY]</pre>
 *
 * <p>It reads {@code FOLDER/NOVEL/novel_text.txt}, as the Project Dialogism Novel Corpus lays them out (a public
 * repository, {@code Priya22/project-dialogism-novel-corpus}), and names each document as its folder.
 */
final class DialogueTable {

    private DialogueTable() {}

    public static void main(String[] args) throws IOException {
        FictionOptions defaults = FictionOptions.DEFAULT;
        FictionExtractor extractor = new FictionExtractor(new FictionOptions(
                defaults.minWords(),
                defaults.maxWords(),
                defaults.maxGap(),
                defaults.maxTurns(),
                args.length > 2 ? Double.parseDouble(args[2]) : defaults.minQuality()));
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[1]))) {
            for (Path novel : novels(Path.of(args[0]))) {
                Document document = Document.of(
                                novel.getFileName().toString(), Files.readString(novel.resolve("novel_text.txt")))
                        .build();
                long start = System.nanoTime();
                List<Dialogue> dialogues = extractor.extract(document).toList();
                System.out.printf(
                        Locale.ROOT,
                        "%-32s %6d dialogues in %5d ms%n",
                        document.id(),
                        dialogues.size(),
                        (System.nanoTime() - start) / 1_000_000);
                for (Dialogue dialogue : dialogues) {
                    out.write(json(dialogue));
                    out.newLine();
                }
            }
        }
    }

    private static List<Path> novels(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(novel -> Files.exists(novel.resolve("novel_text.txt")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(Dialogue dialogue) {
        return dialogue.turns().stream()
                .map(DialogueTable::json)
                .collect(Collectors.joining(
                        ", ",
                        "{\"messages\": [",
                        "], \"origin\": {\"document\": "
                                + quoted(dialogue.origin().document()) + ", \"place\": "
                                + quoted(dialogue.origin().place()) + ", \"detail\": "
                                + quoted(dialogue.origin().detail()) + "}}"));
    }

    private static String json(Turn turn) {
        return "{\"role\": " + quoted(turn.role().name().toLowerCase(Locale.ROOT)) + ", \"content\": "
                + quoted(turn.text()) + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\' || c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
