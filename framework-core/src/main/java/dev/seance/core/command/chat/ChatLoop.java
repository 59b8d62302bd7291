// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.UserError;
import dev.seance.core.store.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Talks message by message: what is typed is said to the model, and what begins with a slash is about the conversation.
 * Ctrl-C stops a reply, which stays as far as it came. One thread.
 */
final class ChatLoop {

    private static final double MAX_TEMPERATURE = 10;

    /** What begins with a slash. */
    static final List<String> COMMANDS =
            List.of("/help", "/new", "/undo", "/regenerate", "/system", "/temperature", "/save", "/quit");

    private static final String HELP = """
            /new               start a new conversation (an empty line does so too)
            /undo              take the last message and its reply back
            /regenerate        have the last message replied to again
            /system TEXT       tell the model something before the conversation, "" for nothing; without TEXT, say what
                               it is told
            /temperature N     draw more freely or less, from 0 to 10
            /save FILE         write the conversation into a new file
            /quit              end (Ctrl-D does so too)
            A line that ends in a backslash goes on in the next. Ctrl-C stops a reply.""";

    private final Conversation conversation;
    private final ChatInput in;
    private final ChatOutput out;

    ChatLoop(Conversation conversation, ChatInput in, ChatOutput out) {
        this.conversation = conversation;
        this.in = in;
        this.out = out;
    }

    void run() throws IOException {
        while (true) {
            Optional<String> next = in.next();
            if (next.isEmpty() || next.get().strip().equals("/quit")) {
                return;
            }
            String line = next.get();
            try {
                if (line.isBlank()) {
                    startAnew();
                } else if (line.strip().startsWith("/")) {
                    command(line.strip());
                } else {
                    say(line);
                }
            } catch (UserError e) { // about this line alone
                out.refused(e.getMessage());
            }
        }
    }

    private void say(String message) {
        int dropped = conversation.dropped();
        out.reply(conversation.reply(message, out::piece, in::interrupted));
        if (conversation.dropped() > dropped) {
            aside("the model's context is full: it no longer reads the first " + conversation.dropped()
                    + " messages of this conversation");
        }
    }

    private void command(String line) {
        String[] words = line.split("\\s+", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
            case "/help" -> out.lines(HELP);
            case "/new" -> startAnew();
            case "/undo" ->
                aside(conversation.undo().map(said -> "taken back: " + said).orElse("nothing was said yet"));
            case "/regenerate" -> regenerate();
            case "/system" -> system(argument);
            case "/temperature" -> temperature(argument);
            case "/save" -> save(argument);
            default -> aside("there is no command " + words[0] + "; /help lists those there are");
        }
    }

    private void startAnew() {
        conversation.forget();
        aside("a new conversation");
    }

    private void regenerate() {
        Optional<String> said = conversation.undo();
        if (said.isEmpty()) {
            aside("nothing was said yet");
        } else {
            say(said.get());
        }
    }

    private void system(String text) {
        if (!text.isEmpty()) {
            conversation.setSystem(text.equals("\"\"") ? "" : text);
        }
        aside(
                conversation.system().isBlank()
                        ? "it is told nothing"
                        : "it is told: " + conversation.system().strip());
    }

    private void temperature(String text) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value >= 0 && value <= MAX_TEMPERATURE)) {
            throw new UserError("/temperature takes a number from 0 to 10, such as /temperature 0.7");
        }
        conversation.setSampling(conversation.sampling().withTemperature(value));
        aside(String.format(Locale.ROOT, "temperature %s", value));
    }

    private void save(String name) {
        if (name.isEmpty()) {
            throw new UserError("/save takes the name of a file, such as /save conversation.txt");
        }
        try {
            Path file = Path.of(name);
            if (Files.exists(file)) {
                throw new UserError(file + " is there already; give another name");
            }
            StringBuilder text = new StringBuilder();
            for (Turn turn : conversation.turns()) {
                text.append(turn.role().fileName())
                        .append(": ")
                        .append(turn.text())
                        .append("\n\n");
            }
            AtomicFiles.write(file, text.toString());
            aside("saved in " + file);
        } catch (InvalidPathException e) {
            throw new UserError("'" + name + "' is no name of a file: " + e.getReason(), e);
        } catch (NoSuchFileException e) {
            throw new UserError(name + ": there is no such folder", e);
        } catch (IOException e) {
            throw new UserError(name + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private void aside(String text) {
        out.aside(text);
    }
}
