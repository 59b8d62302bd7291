// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ReaderTest {

    private static final long SEED = 1837;

    @TempDir
    Path folder;

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    private static Utf8Reader reader(byte[] bytes, InvalidUtf8 policy) {
        return Utf8Reader.of(new ByteArrayInputStream(bytes), "the text", policy);
    }

    /** Reads in pieces of at most that many bytes. */
    private static byte[] read(Utf8Reader reader, int most) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[most + 3];
        for (int read = reader.read(piece, 3, most); read >= 0; read = reader.read(piece, 3, most)) {
            assertThat(read).isBetween(1, most);
            all.write(piece, 3, read);
        }
        return all.toByteArray();
    }

    /** Gives its bytes in crumbs, as a pipe may. */
    private static InputStream crumbs(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1 + random.nextInt(5)));
            }
        };
    }

    /**
     * Letters, longer characters, and now and then a byte of any kind but ED: of half a surrogate Java makes one
     * replacement, where Unicode advises two.
     */
    private static byte[] noise(Random random, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < length) {
            switch (random.nextInt(6)) {
                case 0 -> bytes.write(random.nextInt(0xED));
                case 1 -> bytes.write(0x80 | random.nextInt(0x6D));
                case 2 ->
                    bytes.writeBytes(
                            Character.toString(random.nextInt(0x110000)).getBytes(StandardCharsets.UTF_8));
                default ->
                    bytes.writeBytes(
                            "plain letters ".substring(random.nextInt(14)).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void passesWellFormedTextAsItIs() throws IOException {
        byte[] text =
                "“Café”, naïve; 🎩\r\n\ttabs\u0000 and all\r".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        assertThat(reader(text, InvalidUtf8.FAIL).readAll(10)).isEqualTo(text);
        assertThat(read(reader(text, InvalidUtf8.FAIL), 1 << 20)).isEqualTo(text);
        assertThat(read(reader(text, InvalidUtf8.FAIL), 7)).isEqualTo(text);
    }

    @Test
    void replacesAsJavaDoesWhateverTheBytesAndHoweverTheyCome() throws IOException {
        Random random = new Random(SEED);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = noise(random, random.nextInt(200));
            String expected = new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
            Utf8Reader reader = Utf8Reader.of(crumbs(bytes, random), "the text", InvalidUtf8.REPLACE);
            byte[] read = read(reader, 1 + random.nextInt(40));
            assertThat(new String(read, StandardCharsets.UTF_8))
                    .as("seed %d, round %d: %s", SEED, round, HexFormat.of().formatHex(bytes))
                    .isEqualTo(expected);
        }
    }

    @Test
    void findsWrongBytesBehindManyRightOnes() throws IOException {
        Random random = new Random(SEED);
        for (int round = 0; round < 20; round++) {
            byte[] text = "x".repeat(300_000 + random.nextInt(600_000)).getBytes(StandardCharsets.UTF_8);
            int place = random.nextInt(text.length);
            text[place] = (byte) 0xC0;
            assertThatThrownBy(() -> reader(text, InvalidUtf8.FAIL).readAll(text.length))
                    .as("seed %d, round %d", SEED, round)
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("the text: byte " + place + " is not UTF-8 (C0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"C3", "C3 28", "80", "C0 80", "ED A0 80", "F5", "E2 82", "F0 9F 8E", "F4 90 80 80", "FE", "FF"})
    void failsAtWhatIsNoUtf8(String bytes) {
        assertThatThrownBy(() -> reader(hex("61 62 " + bytes), InvalidUtf8.FAIL).readAll(3))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("byte 2 is not UTF-8 (" + bytes.substring(0, 2));
    }

    @Test
    void replacesEachByteOfASurrogate() throws IOException {
        assertThat(new String(reader(hex("ED A0 80 61"), InvalidUtf8.REPLACE).readAll(4), StandardCharsets.UTF_8))
                .isEqualTo("\uFFFD\uFFFD\uFFFDa");
    }

    @Test
    void countsWhatItReplaced() throws IOException {
        Utf8Reader reader = reader(hex("EF BB BF 61 FF 62 E2 82 63 C3"), InvalidUtf8.REPLACE);
        assertThat(reader.replacements()).isEmpty();
        assertThat(new String(reader.readAll(0), StandardCharsets.UTF_8)).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
        assertThat(reader.replacements()).contains(new Replacements("the text", 3, 4));
    }

    @Test
    void leavesOutAByteOrderMarkAtTheBeginningOnly() throws IOException {
        byte[] text = "\uFEFFone\uFEFFtwo".getBytes(StandardCharsets.UTF_8);
        assertThat(new String(reader(text, InvalidUtf8.FAIL).readAll(4), StandardCharsets.UTF_8))
                .isEqualTo("one\uFEFFtwo");
        assertThat(reader(hex("EF BB BF"), InvalidUtf8.FAIL).readAll(4)).isEmpty();
        assertThat(reader(hex(""), InvalidUtf8.FAIL).readAll(4)).isEmpty();
    }

    @Nested
    class OfAFile {

        @Test
        void saysTheLine() throws IOException {
            Path file = folder.resolve("café.txt");
            Files.write(file, "one\ntwo\ncaf\u00E9 and more".getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> Utf8Reader.of(new TextFile("a.txt", file, 9), InvalidUtf8.FAIL, LineEnds.KEEP)
                            .readAll(9))
                    .isInstanceOf(UserError.class)
                    .hasMessage(file + ": byte 11 (line 3) is not UTF-8 (E9 20); convert it, as with 'iconv -f"
                            + " WINDOWS-1252 -t UTF-8', or give --invalid-utf8 replace");
        }

        @Test
        void knowsTheLooksOfUtf16() throws IOException {
            Path file = folder.resolve("wide.txt");
            Files.write(file, "wide".getBytes(StandardCharsets.UTF_16));
            assertThatThrownBy(() -> Utf8Reader.of(new TextFile("a.txt", file, 9), InvalidUtf8.FAIL, LineEnds.KEEP)
                            .readAll(9))
                    .hasMessageContaining("begins as UTF-16 does");
        }
    }
}
