// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.TokenBatch;
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
final class Digest {

    private static final int BUFFER = 1 << 20;

    /** Enough to tell one text from another of the same length, without reading all of a corpus. */
    private static final int DOCUMENTS = 1024;

    private static final int TOKENS = 64;

    private final MessageDigest digest;

    private Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String of(Path file) throws IOException {
        Digest digest = new Digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.digest.update(buffer, 0, count);
            }
        }
        return digest.end();
    }

    static String of(String text) {
        Digest digest = new Digest();
        digest.digest.update(text.getBytes(StandardCharsets.UTF_8));
        return digest.end();
    }

    /** Of the bytes of every token and the names of the special ones. */
    static String of(Vocabulary vocabulary) {
        Digest digest = new Digest();
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] bytes = vocabulary.bytes(id);
            digest.add(bytes.length);
            digest.digest.update(bytes);
        }
        digest.digest.update(vocabulary.specials().toString().getBytes(StandardCharsets.UTF_8));
        return digest.end();
    }

    /** Of the length of every document, and of the beginning of a thousand of them. */
    static String of(EncodedCorpus corpus) {
        Digest digest = new Digest();
        int[] beginning = new int[TOKENS];
        int apart = Math.max(1, corpus.documents() / DOCUMENTS);
        for (int document = 0; document < corpus.documents(); document++) {
            int length = corpus.length(document);
            digest.add(length);
            if (document % apart == 0) {
                int count = Math.min(TOKENS, length);
                corpus.read(document, 0, count, beginning, 0);
                for (int i = 0; i < count; i++) {
                    digest.add(beginning[i]);
                }
            }
        }
        return digest.end();
    }

    /** Of every token, and whether it is learnt. */
    static String of(List<Conversation> conversations) {
        Digest digest = new Digest();
        for (Conversation conversation : conversations) {
            digest.add(conversation.length());
            for (int i = 0; i < conversation.length(); i++) {
                digest.add(conversation.tokens().tokens()[i]);
                digest.add(conversation.tokens().lossMask()[i] ? 1 : TokenBatch.IGNORED);
            }
        }
        return digest.end();
    }

    private void add(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
    }

    private String end() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
