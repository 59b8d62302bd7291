// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.model.BpeModel;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The vocabulary's files: {@code tokenizer.json}, as Hugging Face's library has it, and beside it what other programs
 * want. {@code tokenizer.json} alone is enough to be loaded; it is written last, so where it is the others are.
 */
public final class TokenizerFile {

    private TokenizerFile() {}

    public static void write(BpeModel vocabulary, Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve(ConfigLayout.FILE), JsonText.of(ConfigLayout.of(vocabulary)));
        if (RankLines.canHold(vocabulary)) {
            write(folder.resolve(RankLines.FILE), RankLines.of(vocabulary));
        } else {
            Files.deleteIfExists(folder.resolve(RankLines.FILE));
        }
        write(folder.resolve(Vocabulary.FILE), JsonText.of(TokenizerLayout.of(vocabulary)));
    }

    /** Writes a file under another name, has the disk keep it, and gives it its name. */
    private static void write(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
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
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Reads a vocabulary that {@link #write} wrote, or a byte-level BPE vocabulary made elsewhere.
     *
     * @throws UserError when there is none, not all of one, or one of another kind
     */
    public static BpeModel read(Path folder) throws IOException {
        Path file = folder.resolve(Vocabulary.FILE);
        Map<SpecialToken, String> named = roles(folder.resolve(ConfigLayout.FILE));
        try (Reader reader = Files.newBufferedReader(file)) {
            return TokenizerReader.read(reader, named);
        } catch (NoSuchFileException e) {
            throw new UserError("there is no vocabulary at " + file + "; correct the path, or train one first", e);
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw damaged(file, e);
        } catch (Unfit e) {
            throw new UserError(file + " cannot be used: " + e.getMessage() + "; " + e.advice(), e);
        }
    }

    private static Map<SpecialToken, String> roles(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                JsonParser parser = Json.FACTORY.createParser(reader)) {
            return parser.nextToken() == null ? Map.of() : ConfigLayout.roles(Json.read(parser));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (JsonProcessingException | CharacterCodingException e) {
            throw damaged(file, e);
        }
    }

    /** Jackson's words without the name it gives to a source and the place where the object began. */
    private static String withoutItsBeginning(JsonProcessingException e) {
        return e.getOriginalMessage().replaceFirst(" \\((for|start marker at) .*\\[Source.*", "");
    }

    private static UserError damaged(Path file, IOException cause) {
        String reason = "it is not UTF-8";
        if (cause instanceof JsonProcessingException json) {
            reason = json instanceof JsonEOFException ? "it ends too early" : withoutItsBeginning(json);
            if (json.getLocation() != null) {
                reason += " (line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr() + ")";
            }
        }
        return new UserError(
                file + " is damaged: " + reason + "; restore it from a copy, or train the vocabulary again", cause);
    }
}
