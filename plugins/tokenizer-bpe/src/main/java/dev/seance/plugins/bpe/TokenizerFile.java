// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The vocabulary's file: {@code tokenizer.json}, as Hugging Face's library has it. */
final class TokenizerFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TokenizerFile() {}

    /** Writes the file under another name, has the disk keep it, and gives it its name. */
    static void write(BpeVocabulary vocabulary, Path folder) throws IOException {
        Files.createDirectories(folder);
        byte[] content = JSON.writer(TokenizerLayout.printer()).writeValueAsBytes(TokenizerLayout.of(vocabulary));
        Path unfinished = folder.resolve(Vocabulary.FILE + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(unfinished, folder.resolve(Vocabulary.FILE), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Reads a vocabulary that {@link #write} wrote, or one of the same make.
     *
     * @throws UserError when there is none, or not all of one
     */
    static BpeVocabulary read(Path folder) throws IOException {
        Path file = folder.resolve(Vocabulary.FILE);
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new UserError("there is no vocabulary at " + file + "; correct the path, or train one first", e);
        } catch (JsonProcessingException e) {
            throw damaged(file, e.getOriginalMessage() + where(e), e);
        } catch (CharConversionException e) {
            throw damaged(file, e.getMessage(), e);
        }
        try {
            return TokenizerLayout.read(root);
        } catch (TokenizerLayout.Unfit e) {
            throw new UserError(
                    file + " is not a whole vocabulary of the bpe tokenizer: " + e.getMessage()
                            + "; give the folder of one that it trained",
                    e);
        }
    }

    private static UserError damaged(Path file, String reason, IOException cause) {
        return new UserError(
                file + " is damaged: " + reason + "; restore it from a copy, or train the vocabulary again", cause);
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
