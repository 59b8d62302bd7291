// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A {@code tiktoken.Encoding} as nanochat pickles it, read without running anything, and its rule of encoding, written from
 * its definition and for its sake alone: text is cut by a pattern, a piece that is a token is that token, and of any other
 * the two neighbours whose union has the lowest rank become one until none has any. Slow.
 *
 * @param pattern what cuts text into pieces
 * @param ranks of bytes, which are ids too
 * @param specials spelling to id
 */
record TiktokenEncoding(String pattern, Map<ByteBuffer, Integer> ranks, Map<String, Integer> specials) {

    private static final long MAX_FILE = 64 << 20;

    /** Merging takes the square of it; the longest of published vocabularies, of blanks, have 128. */
    private static final int MAX_TOKEN = 1024;

    /** Reads {@code tokenizer.pkl}. */
    static TiktokenEncoding read(Path file) throws IOException, Unreadable {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r");
                FileChannel channel = bytes.getChannel()) {
            if (channel.size() > MAX_FILE) {
                throw new Unreadable("it has " + channel.size() + " bytes; no tokenizer is as large");
            }
            return of(Unpickler.read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())));
        }
    }

    private static TiktokenEncoding of(Object value) throws Unreadable {
        if (!(value instanceof Unpickler.Instance instance)
                || !instance.type().equals(Unpickler.ENCODING)
                || instance.state().size() != 1) {
            throw new Unreadable("it holds no tiktoken.Encoding");
        }
        if (instance.state().get(0) instanceof String name) {
            throw new Unreadable("it names the published encoding '" + name + "' and does not hold it");
        }
        if (!(instance.state().get(0) instanceof Map<?, ?> fields)
                || !(fields.get("pat_str") instanceof String pattern)
                || !(fields.get("mergeable_ranks") instanceof Map<?, ?> tokens)
                || !(fields.get("special_tokens") instanceof Map<?, ?> markers)) {
            throw new Unreadable("its tiktoken.Encoding lacks pat_str, mergeable_ranks or special_tokens");
        }
        Map<ByteBuffer, Integer> ranks = new LinkedHashMap<>();
        for (Map.Entry<?, ?> token : tokens.entrySet()) {
            if (!(token.getKey() instanceof Unpickler.Bytes bytes)) {
                throw new Unreadable("its mergeable_ranks have a token that is no bytes");
            }
            ranks.put(bytes.bytes(), id(token.getValue()));
        }
        Map<String, Integer> specials = new LinkedHashMap<>();
        for (Map.Entry<?, ?> marker : markers.entrySet()) {
            specials.put(String.valueOf(marker.getKey()), id(marker.getValue()));
        }
        return new TiktokenEncoding(pattern, ranks, specials);
    }

    private static int id(Object value) throws Unreadable {
        if (value instanceof Long id && id >= 0 && id < 1 << 24) {
            return id.intValue();
        }
        throw new Unreadable("it has a token with the id " + value);
    }

    /** The ids of a text without special tokens. */
    int[] encode(String text) throws Unreadable {
        List<Integer> ids = new ArrayList<>();
        try {
            Matcher pieces = Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE)
                    .matcher(text);
            while (pieces.find()) {
                encode(pieces.group().getBytes(StandardCharsets.UTF_8), ids);
            }
        } catch (PatternSyntaxException e) {
            throw new Unreadable("its pattern is no regular expression: " + e.getDescription());
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private void encode(byte[] piece, List<Integer> ids) {
        Integer whole = ranks.get(ByteBuffer.wrap(piece));
        if (whole != null) {
            ids.add(whole);
            return;
        }
        for (ByteBuffer part : merged(piece, Integer.MAX_VALUE)) {
            ids.add(ranks.getOrDefault(part, -1));
        }
    }

    /**
     * The same vocabulary as Hugging Face's library has it. Ranks say which tokens there are, and not what each was merged
     * from: that is what it comes to by the merges before it.
     */
    String toTokenizerJson() throws Unreadable {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        new TreeMap<>(spellings()).forEach((id, spelling) -> added.addObject()
                .put("id", id)
                .put("content", spelling)
                .put("special", true)
                .put("normalized", false));
        ObjectNode cut = root.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode steps = cut.putArray("pretokenizers");
        steps.addObject()
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false)
                .putObject("pattern")
                .put("Regex", pattern);
        steps.addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("use_regex", false);
        root.putObject("decoder").put("type", "ByteLevel");
        ObjectNode model = root.putObject("model").put("type", "BPE").put("ignore_merges", true);
        ObjectNode vocabulary = model.putObject("vocab");
        ArrayNode merges = model.putArray("merges");
        List<Map.Entry<ByteBuffer, Integer>> ascending = new ArrayList<>(ranks.entrySet());
        ascending.sort(Map.Entry.comparingByValue());
        for (Map.Entry<ByteBuffer, Integer> token : ascending) {
            byte[] bytes = array(token.getKey());
            vocabulary.put(ByteLevelText.of(bytes), token.getValue());
            if (bytes.length > MAX_TOKEN) {
                throw new Unreadable("it has a token of " + bytes.length + " bytes");
            }
            List<ByteBuffer> parts = bytes.length < 2 ? List.of() : merged(bytes, token.getValue());
            if (parts.size() == 2) {
                ArrayNode pair = merges.addArray();
                parts.forEach(part -> pair.add(ByteLevelText.of(array(part))));
            } else if (bytes.length > 1) {
                throw new Unreadable("token " + token.getValue() + " comes of no two tokens before it");
            }
        }
        return root.toString();
    }

    /** One spelling an id: where several stand for one, that which the vocabulary was trained with comes first. */
    private Map<Integer, String> spellings() {
        Map<Integer, String> spellings = new HashMap<>();
        specials.forEach((spelling, id) -> spellings.putIfAbsent(id, spelling));
        return spellings;
    }

    private static byte[] array(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        return bytes;
    }

    /** What a piece comes to by the merges of tokens whose rank is below the limit. */
    private List<ByteBuffer> merged(byte[] piece, int limit) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (int i = 0; i < piece.length; i++) {
            parts.add(ByteBuffer.wrap(piece, i, 1).slice());
        }
        while (true) {
            int best = -1;
            int lowest = limit;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int rank = ranks.getOrDefault(joined(parts.get(i), parts.get(i + 1)), Integer.MAX_VALUE);
                if (rank < lowest) {
                    best = i;
                    lowest = rank;
                }
            }
            if (best < 0) {
                return parts;
            }
            parts.set(best, joined(parts.get(best), parts.remove(best + 1)));
        }
    }

    private static ByteBuffer joined(ByteBuffer left, ByteBuffer right) {
        return ByteBuffer.allocate(left.remaining() + right.remaining())
                .put(left.duplicate())
                .put(right.duplicate())
                .flip();
    }
}
