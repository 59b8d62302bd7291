// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A terminal with editing, a history that outlives the program, and pasted texts of several lines. Lines that are pasted, or
 * broken by Alt-Enter or a backslash, are one message. Ctrl-C drops what is being typed; twice on an empty line it ends, as
 * Ctrl-D does.
 */
final class TerminalInput implements ChatInput {

    private static final String PROMPT = "> ";
    private static final String CONTINUED = ". ";
    private static final int HISTORY_LINES = 1000;

    // Held, or its level would be forgotten. What the library has to say about terminals is no business of a chat.
    private static final Logger LIBRARY_LOG = Logger.getLogger("org.jline");

    private final Terminal terminal;
    private final LineReader reader;
    private boolean hinted;
    private volatile boolean interrupted;

    private TerminalInput(Terminal terminal, LineReader reader) {
        this.terminal = terminal;
        this.reader = reader;
        // From now on and not only while a reply is written: in between, Ctrl-C would end the program. The reader has a
        // handler of its own while it reads.
        terminal.handle(Terminal.Signal.INT, signal -> interrupted = true);
    }

    /**
     * Opens the terminal that the program was started from.
     *
     * @param history the file of what was typed before; where it cannot be written there is none
     * @param commands what the tabulator completes
     * @return empty when there is none, or one that cannot move its cursor
     */
    static Optional<TerminalInput> open(Path history, List<String> commands) {
        String type = System.getenv("TERM");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        if (!windows && (type == null || type.isBlank() || type.equals("dumb"))) {
            return Optional.empty();
        }
        LIBRARY_LOG.setLevel(Level.OFF);
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build();
            if (terminal.getWidth() <= 0) { // nobody told it, as over a serial line
                terminal.setSize(new Size(80, 24));
            }
            LineReaderBuilder builder = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .parser(new MessageParser())
                    .completer((reader, line, candidates) -> {
                        if (line.wordIndex() == 0 && line.line().startsWith("/")) {
                            commands.forEach(command -> candidates.add(new Candidate(command)));
                        }
                    })
                    // An exclamation mark is one, and no word of a shell.
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED)
                    .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
                    .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES);
            if (isWritable(history)) {
                builder.variable(LineReader.HISTORY_FILE, history);
            }
            return Optional.of(new TerminalInput(terminal, builder.build()));
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Makes it when it is not there, for its owner alone: it has what a person said. */
    private static boolean isWritable(Path history) {
        try {
            Files.createDirectories(history.getParent());
            if (history.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        history, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(history);
            }
        } catch (FileAlreadyExistsException e) {
            return Files.isRegularFile(history) && Files.isWritable(history);
        } catch (IOException | SecurityException e) {
            return false;
        }
        return true;
    }

    @Override
    public Optional<String> next() {
        while (true) {
            try {
                String line = reader.readLine(PROMPT);
                hinted = false;
                interrupted = false;
                return Optional.of(MessageParser.message(line));
            } catch (EndOfFileException e) {
                return Optional.empty();
            } catch (UserInterruptException e) {
                boolean nothingTyped = e.getPartialLine().isBlank();
                if (nothingTyped && hinted) {
                    return Optional.empty();
                }
                hinted = nothingTyped;
                if (nothingTyped) {
                    terminal.writer().println("(Ctrl-C again or Ctrl-D ends)");
                    terminal.flush();
                }
            }
        }
    }

    @Override
    public boolean interrupted() {
        return interrupted;
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }

    /** A message is not cut into words, quotes and escapes, as a shell's line is; only its last backslash counts. */
    private static final class MessageParser implements Parser {

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && ChatInput.continues(line)) {
                throw new EOFError(-1, -1, "the line goes on", CONTINUED);
            }
            return new OneWord(line, cursor);
        }

        /** What the lines say: without the backslashes that joined them. */
        static String message(String lines) {
            return lines.replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\\n", "$1\n");
        }
    }

    /** A line as one word, for the completion. */
    private record OneWord(String line, int cursor) implements ParsedLine {

        @Override
        public String word() {
            return line;
        }

        @Override
        public int wordCursor() {
            return cursor;
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(line);
        }
    }
}
