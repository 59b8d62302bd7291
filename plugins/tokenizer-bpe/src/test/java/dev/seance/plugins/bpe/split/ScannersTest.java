// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.unicode.CharacterClasses;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scanners of blocks, scalar rules and the patterns' regular expressions find the same <em>boundaries</em>: ids may be
 * equal by luck where these are not. That our regular expressions are everyone's is for {@link RegexScannerTest}.
 */
class ScannersTest {

    private static final CharacterClasses CLASSES = CharacterClasses.load();

    /** Three ways to find the same pieces. */
    record Kind(String name, PieceScanner block, PieceScanner scalar, PieceScanner regex) {

        static Kind gpt4(int digits) {
            return new Kind(
                    "gpt4, " + digits,
                    new GptBlockScanner(CLASSES, digits, false),
                    new GptScanner(CLASSES, digits, false),
                    RegexScanner.of(SplitPattern.GPT4.regex(digits)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                Kind.gpt4(1),
                Kind.gpt4(2),
                Kind.gpt4(9),
                new Kind(
                        "llama3",
                        new GptBlockScanner(CLASSES, 3, false),
                        new GptScanner(CLASSES, 3, false),
                        RegexScanner.of(SplitPattern.LLAMA3.regex(3))),
                new Kind(
                        "cl100k",
                        new GptBlockScanner(CLASSES, 3, true),
                        new GptScanner(CLASSES, 3, true),
                        RegexScanner.of(
                                PublishedPatterns.CL100K.replace("}+", "}").replace("$", "\\z"))),
                new Kind(
                        "gpt2",
                        new Gpt2BlockScanner(CLASSES),
                        new Gpt2Scanner(CLASSES),
                        RegexScanner.of(PublishedPatterns.GPT2)),
                new Kind(
                        "whitespace",
                        new WhitespaceBlockScanner(CLASSES),
                        new WhitespaceScanner(CLASSES),
                        RegexScanner.of(PublishedPatterns.WHITESPACE)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void agreeOnAMegabyteOfTrouble(Kind kind) {
        agreeOnFuzz(kind, 1_000_000);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("full")
    void agreeOnFiftyMegabytesOfTrouble(Kind kind) {
        agreeOnFuzz(kind, 50_000_000);
    }

    private static void agreeOnFuzz(Kind kind, int bytes) {
        int left = bytes;
        for (long seed = 1; left > 0; seed++) {
            byte[] text = trouble(seed).getBytes(StandardCharsets.UTF_8);
            agree(kind, text, "seed " + seed);
            left -= text.length;
        }
    }

    /** Kilobytes of fragments, sometimes mostly of one kind, so that runs are longer than a block. */
    private static String trouble(long seed) {
        Random random = new Random(seed);
        RandomTexts texts = new RandomTexts(seed);
        String favourite = List.of("", "", "a", " ", "\n", "7", " \n", "é", "’", "'", "'s", "\u00a0", "٣", " the ")
                .get(random.nextInt(14));
        StringBuilder text = new StringBuilder();
        for (int parts = 1 + random.nextInt(40); parts > 0; parts--) {
            text.append(texts.next()).append(favourite.repeat(random.nextInt(random.nextBoolean() ? 4 : 150)));
        }
        return text.toString();
    }

    /** Compares the scanners on a text, for ends of the text and rooms for ends that fall anywhere. */
    private static void agree(Kind kind, byte[] utf8, String where) {
        // What is beyond the end must not matter: a space, a letter, or half a character.
        byte[] text = Arrays.copyOf(utf8, utf8.length + Utf8Text.SPARE);
        Arrays.fill(text, utf8.length, text.length, (byte) " aé\n’".getBytes(StandardCharsets.UTF_8)[utf8.length % 8]);
        int[] expected = new int[utf8.length];
        int pieces = 0;
        for (int at = 0; at < utf8.length; at = expected[pieces++]) {
            expected[pieces] = kind.scalar().next(text, at, utf8.length);
            assertThat(expected[pieces]).isGreaterThan(at).isLessThanOrEqualTo(utf8.length);
        }
        compare(kind.block(), text, utf8.length, expected, pieces, where + ", block");
        compare(kind.regex(), text, utf8.length, expected, pieces, where + ", regex");
    }

    private static void compare(PieceScanner scanner, byte[] text, int end, int[] expected, int pieces, String where) {
        int[] room = new int[1 + (end * 31 & 255)];
        int found = 0;
        for (int at = 0; at < end; ) {
            int count = scanner.scan(text, at, end, room);
            assertThat(count).as(where).isBetween(1, room.length);
            if (!Arrays.equals(room, 0, count, expected, found, Math.min(found + count, pieces))) {
                assertThat(Arrays.copyOf(room, count))
                        .as("%s, from byte %d", where, at)
                        .isEqualTo(Arrays.copyOfRange(expected, found, Math.min(found + count, pieces)));
            }
            at = room[count - 1];
            found += count;
        }
        assertThat(found).as(where).isEqualTo(pieces);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void agreeOnNovels(Kind kind) throws IOException {
        Path folder = Path.of(System.getProperty("seance.shared", "../../../shared"), "corpora", "victorian");
        assumeThat(folder).isDirectory();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> novels = files.filter(file -> file.toString().endsWith(".gz"))
                    .sorted()
                    .limit(20)
                    .toList();
            assertThat(novels).isNotEmpty();
            for (Path novel : novels) {
                try (InputStream content = new GZIPInputStream(Files.newInputStream(novel))) {
                    agree(kind, content.readNBytes(200_000), novel.toString());
                }
            }
        }
    }

    /** The law of {@link PieceScanner#lastCut}: both sides by themselves have the pieces of the whole. */
    @ParameterizedTest
    @MethodSource("kinds")
    void cutsChangeNoPiece(Kind kind) {
        int cuts = 0;
        for (long seed = 1; seed <= 1000; seed++) {
            byte[] utf8 = trouble(seed).getBytes(StandardCharsets.UTF_8);
            byte[] text = Arrays.copyOf(utf8, utf8.length + Utf8Text.SPARE);
            Random random = new Random(seed);
            int from = utf8.length == 0 ? 0 : random.nextInt(utf8.length);
            int cut = kind.block().lastCut(text, from, utf8.length);
            if (cut < 0) {
                continue;
            }
            cuts++;
            assertThat(cut).isGreaterThan(from).isLessThan(utf8.length);
            int[] whole = new int[utf8.length + BlockMasks.SIZE];
            int[] sides = new int[utf8.length + BlockMasks.SIZE];
            int count = kind.block().scan(text, 0, utf8.length, whole);
            int left = kind.block().scan(text, 0, cut, sides);
            int[] rest = new int[utf8.length + BlockMasks.SIZE];
            int right = kind.block().scan(text, cut, utf8.length, rest);
            System.arraycopy(rest, 0, sides, left, right);
            assertThat(Arrays.copyOf(sides, left + right))
                    .as("seed %d, cut at %d", seed, cut)
                    .isEqualTo(Arrays.copyOf(whole, count));
        }
        assertThat(cuts).isGreaterThan(500);
    }
}
