// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.plugins.ExtensionKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Turns tokens into text. */
@Command(
        name = "decode",
        description = "Turn token ids into text: exactly that, with nothing between documents and no line end behind."
                + " Special tokens stand for no text.")
final class TokenizerDecodeCommand extends SeanceCommand {

    /** A prefix of what cannot be an id; a whole line of something else helps nobody. */
    private static final int MAX_SHOWN = 30;

    @Mixin
    private VocabularyChoice choice = new VocabularyChoice();

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Token ids (default: standard input, blanks and line ends between them).")
    private List<String> words = List.of();

    private long unknown;
    private String firstUnknown = "";

    @Override
    public Integer call() throws IOException {
        try (CommandRuntime runtime = openRuntime(1, ExtensionKind.TOKENIZER)) {
            Vocabulary vocabulary = choice.open(runtime, runs());
            PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
            if (words.isEmpty()) {
                decodeInput(vocabulary, out);
            } else {
                out.print(vocabulary.decode(ids(String.join(" ", words), "", vocabulary)));
            }
            out.flush();
            if (unknown > 0) {
                System.err.printf(
                        "seance: %d of the ids are not in this vocabulary (0 to %d), first %s; U+FFFD stands in their"
                                + " place%n",
                        unknown, vocabulary.size() - 1, firstUnknown);
            }
        }
        return 0;
    }

    /** A line is a document, so no character goes on beyond its end. */
    private void decodeInput(Vocabulary vocabulary, PrintStream out) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            out.print(vocabulary.decode(
                    ids(line, String.format(Locale.ROOT, "standard input, line %d: ", number), vocabulary)));
        }
    }

    private int[] ids(String line, String place, Vocabulary vocabulary) {
        int[] ids = new int[line.length() / 2 + 1];
        int count = 0;
        for (int at = 0; at < line.length(); ) {
            int end = at;
            while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                end++;
            }
            if (end > at) {
                ids[count++] = id(line.substring(at, end), place, vocabulary);
            }
            at = end + 1;
        }
        return Arrays.copyOf(ids, count);
    }

    private int id(String word, String place, Vocabulary vocabulary) {
        if (!word.matches("-?[0-9]+")) {
            String shown = word.length() <= MAX_SHOWN ? word : word.substring(0, MAX_SHOWN) + "…";
            throw new UserError(place + "'" + shown + "' is no token id; ids are whole numbers, as 'seance tokenizer"
                    + " encode' prints them");
        }
        boolean known = word.length() < 10 && Integer.parseInt(word) >= 0 && Integer.parseInt(word) < vocabulary.size();
        if (!known && unknown++ == 0) {
            firstUnknown = word;
        }
        return known ? Integer.parseInt(word) : -1;
    }
}
