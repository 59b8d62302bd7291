// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.kit.text.ListFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is sent to a language model, with {@code {names}} for what differs from request to request: a file with a part
 * {@code [system]} and a part {@code [user]}. Immutable.
 *
 * @param system the system prompt
 * @param user what the person says
 */
record Prompt(String system, String user) {

    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)\\}");
    private static final List<String> PARTS = List.of("[system]", "[user]");
    private static final int DIGEST_CHARACTERS = 8;

    /**
     * Reads a prompt.
     *
     * @param folder the user's own prompts; where it has no file of that name, and where there is none, the bundled one
     * @param names what may stand in braces
     * @throws UserError when the file is no prompt, or something else stands in braces
     */
    static Prompt read(Optional<Path> folder, String file, Set<String> names) {
        Optional<Path> own = folder.map(path -> path.resolve(file));
        if (folder.isPresent() && !Files.isDirectory(folder.get())) {
            throw new UserError("prompts: " + folder.get() + " is no folder; give one that has " + file);
        }
        Map<String, StringBuilder> parts = new LinkedHashMap<>();
        StringBuilder part = null;
        String expected = "a prompt with the lines [system] and [user], each followed by its text";
        for (ListFile.Line line : Texts.lines(own.filter(Files::exists), file, expected)) {
            String text = line.text().strip();
            if (PARTS.contains(text)) {
                part = new StringBuilder();
                parts.put(text, part);
                continue;
            }
            if (part == null) {
                throw new UserError(line.where() + ": '" + text + "' stands before [system]; give " + expected);
            }
            checkNames(line, names);
            part.append(part.isEmpty() ? "" : "\n").append(text);
        }
        if (!parts.keySet().equals(Set.copyOf(PARTS))) {
            throw new UserError(own.orElseThrow() + " has not both parts; give " + expected);
        }
        return new Prompt(
                parts.get(PARTS.get(0)).toString(), parts.get(PARTS.get(1)).toString());
    }

    private static void checkNames(ListFile.Line line, Set<String> names) {
        Matcher found = NAME.matcher(line.text());
        while (found.find()) {
            if (!names.contains(found.group(1))) {
                throw new UserError(line.where() + ": nothing is known by the name {" + found.group(1) + "} (have: "
                        + String.join(", ", new TreeSet<>(names)) + ")");
            }
        }
    }

    /** The request with the names filled in. */
    LlmRequest request(Map<String, String> values, double temperature, int maxTokens, long sample) {
        return new LlmRequest(
                filled(system, values),
                List.of(new Turn(Role.USER, filled(user, values))),
                temperature,
                maxTokens,
                sample);
    }

    private static String filled(String text, Map<String, String> values) {
        // Once through: what is filled in may have braces of its own.
        return NAME.matcher(text).replaceAll(name -> Matcher.quoteReplacement(values.get(name.group(1))));
    }

    /** A few characters by which prompts are told apart. */
    String digest() {
        try {
            byte[] bytes = (system + "\n" + user).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
