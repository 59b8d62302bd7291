// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.tokens.EncodedCorpus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of what a checkpoint must agree with, in hexadecimal. */
final class ContentDigest {

    private static final int BUFFER = 1 << 20;

    private final MessageDigest digest;

    private ContentDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String of(Path file) throws IOException {
        ContentDigest digest = new ContentDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.digest.update(buffer, 0, count);
            }
        }
        return digest.hex();
    }

    static String of(String text) {
        ContentDigest digest = new ContentDigest();
        digest.digest.update(text.getBytes(StandardCharsets.UTF_8));
        return digest.hex();
    }

    /** Of the bytes of every token and the names of the special ones. */
    static String of(Vocabulary vocabulary) {
        ContentDigest digest = new ContentDigest();
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] bytes = vocabulary.bytes(id);
            digest.add(bytes.length);
            digest.digest.update(bytes);
        }
        digest.digest.update(vocabulary.specials().toString().getBytes(StandardCharsets.UTF_8));
        return digest.hex();
    }

    /** Of every token of every document. */
    static String of(EncodedCorpus corpus) {
        ContentDigest digest = new ContentDigest();
        corpus.addTo(digest.digest);
        return digest.hex();
    }

    /** Of every token of every dialogue and of the loss masks. */
    static String of(List<TokenizedDialogue> dialogues) {
        ContentDigest digest = new ContentDigest();
        for (TokenizedDialogue dialogue : dialogues) {
            digest.add(dialogue.length());
            for (int i = 0; i < dialogue.length(); i++) {
                digest.add(dialogue.tokens().tokens()[i]);
                digest.add(dialogue.tokens().lossMask()[i] ? 1 : 0);
            }
        }
        return digest.hex();
    }

    private void add(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
    }

    private String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
