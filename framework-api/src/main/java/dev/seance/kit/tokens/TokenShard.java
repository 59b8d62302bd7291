// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import dev.seance.api.tokenizer.TokenBuffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The tokens of one shard of a corpus, memory-mapped. Two files: {@code NAME.bin} holds the ids one after the other,
 * little-endian, unsigned, two bytes each (four when the vocabulary is larger than 65,536), every document beginning with
 * the document marker and the tokens of its tags, where it has any; {@code NAME.tsv} is the index:
 *
 * <pre>{@code
 * seance-tokens <TAB> 2 <TAB> uint16 <TAB> 32768           format, version, type, size of the vocabulary
 * 0             <TAB> 6 <TAB> 000000037                    first token, tokens of the tags, and id of each document
 * 148203        <TAB> 6 <TAB> 000000216
 * end           <TAB> 2 <TAB> 391020                       documents, tokens
 * }</pre>
 *
 * <p>The index is written last, so a shard with an index is whole. Safe for use by several threads.
 */
public final class TokenShard {

    static final String FORMAT = "seance-tokens\t2";

    /** Bytes mapped at once: a buffer cannot hold 2 GiB, and a power of two keeps tokens unbroken. */
    private static final int SEGMENT = 1 << 30;

    private final Path index;
    private final int tokenBytes;
    private final ByteBuffer[] segments;
    private final Index documents;

    private TokenShard(Path index, int tokenBytes, ByteBuffer[] segments, Index documents) {
        this.index = index;
        this.tokenBytes = tokenBytes;
        this.segments = segments;
        this.documents = documents;
    }

    static Path tokens(Path folder, String name) {
        return folder.resolve(name + ".bin");
    }

    static Path index(Path folder, String name) {
        return folder.resolve(name + ".tsv");
    }

    static String header(int vocabulary) {
        return FORMAT + "\tuint" + 8 * TokenBuffer.widthFor(vocabulary) + "\t" + vocabulary;
    }

    /**
     * Opens a shard; empty when it is not there, or not whole, or of another vocabulary: then it is to be encoded anew.
     */
    public static Optional<TokenShard> find(Path folder, String name, int vocabulary) throws IOException {
        Path index = index(folder, name);
        Path tokens = tokens(folder, name);
        if (!Files.exists(index) || !Files.exists(tokens)) {
            return Optional.empty();
        }
        Optional<Index> documents = readIndex(index, vocabulary);
        int tokenBytes = TokenBuffer.widthFor(vocabulary);
        if (documents.isEmpty() || Files.size(tokens) != documents.get().tokens() * tokenBytes) {
            return Optional.empty();
        }
        return Optional.of(new TokenShard(index, tokenBytes, map(tokens), documents.get()));
    }

    /**
     * What the index says.
     *
     * @param starts where each document starts, and after them where the last one ends
     * @param prefixes how many tokens the tags of each document have
     */
    private record Index(long[] starts, int[] prefixes) {

        long tokens() {
            return starts[starts.length - 1];
        }
    }

    private static Optional<Index> readIndex(Path index, int vocabulary) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(index, StandardCharsets.UTF_8)) {
            if (!header(vocabulary).equals(lines.readLine())) {
                return Optional.empty();
            }
            long[] starts = new long[1024];
            int[] prefixes = new int[1024];
            int documents = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", 3);
                if (fields[0].equals("end")) {
                    starts = Arrays.copyOf(starts, documents + 1);
                    starts[documents] = Long.parseLong(fields[2]);
                    return Integer.parseInt(fields[1]) == documents
                            ? Optional.of(new Index(starts, Arrays.copyOf(prefixes, documents)))
                            : Optional.empty();
                }
                if (documents == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * documents);
                    prefixes = Arrays.copyOf(prefixes, 2 * documents);
                }
                prefixes[documents] = Integer.parseInt(fields[1]);
                starts[documents++] = Long.parseLong(fields[0]);
            }
            return Optional.empty();
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static ByteBuffer[] map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer[] segments = new ByteBuffer[(int) ((size + SEGMENT - 1) / SEGMENT)];
            for (int i = 0; i < segments.length; i++) {
                long from = (long) i * SEGMENT;
                segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(SEGMENT, size - from))
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
            return segments;
        }
    }

    public int documents() {
        return documents.prefixes.length;
    }

    public long tokens() {
        return documents.tokens();
    }

    /** Tokens of a document, its marker and its tags included. */
    public int length(int document) {
        return Math.toIntExact(documents.starts[document + 1] - documents.starts[document]);
    }

    /** Tokens of a document's tags, which stand between its marker and its text; 0 where it has none. */
    public int prefixLength(int document) {
        return documents.prefixes[document];
    }

    /** Copies tokens of a document, from an offset within it. */
    public void read(int document, int offset, int count, int[] into, int at) {
        long place = (documents.starts[document] + offset) * tokenBytes;
        int end = at + count;
        for (int next = at; next < end; ) {
            ByteBuffer segment = segments[(int) (place / SEGMENT)];
            int from = (int) (place % SEGMENT);
            int here = Math.min(end - next, (segment.limit() - from) / tokenBytes);
            copy(segment, from, here, into, next);
            next += here;
            place += (long) here * tokenBytes;
        }
    }

    private void copy(ByteBuffer segment, int from, int count, int[] into, int at) {
        if (tokenBytes == 2) {
            for (int i = 0; i < count; i++) {
                into[at + i] = segment.getShort(from + 2 * i) & 0xFFFF;
            }
        } else {
            for (int i = 0; i < count; i++) {
                into[at + i] = segment.getInt(from + 4 * i);
            }
        }
    }

    /** Adds every token to a digest, as it is stored. */
    void addTokensTo(MessageDigest digest) {
        for (ByteBuffer segment : segments) {
            digest.update(segment.duplicate());
        }
    }

    /** The id of a document; reads the index, as only error messages ask for it. */
    public String id(int document) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(index, StandardCharsets.UTF_8)) {
            return lines.lines().skip(1L + document).findFirst().orElseThrow().split("\t", 3)[2];
        }
    }
}
