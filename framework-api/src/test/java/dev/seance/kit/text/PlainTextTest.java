// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void makesEveryLineEndTheSame() throws Exception {
        assertThat(decode("one\r\ntwo\rthree\n\r\nfour")).isEqualTo("one\ntwo\nthree\n\nfour");
    }

    @Test
    void dropsTheByteOrderMark() throws Exception {
        assertThat(decode("\uFEFFA ship.")).isEqualTo("A ship.");
    }

    @Test
    void decodesWhatTheEncodingAllows() throws Exception {
        assertThat(decode("café — 𝔄")).isEqualTo("café — 𝔄");
        assertThat(PlainText.decode(new byte[] {(byte) 0x93, 'A', (byte) 0x94}, Charset.forName("windows-1252")))
                .isEqualTo("“A”");
        assertThat(PlainText.decode(new byte[0], UTF_8)).isEmpty();
    }

    @Test
    void saysWhichByteIsWrong() {
        assertThatThrownBy(() -> PlainText.decode("a café".getBytes(ISO_8859_1), UTF_8))
                .isInstanceOf(PlainText.Undecodable.class)
                .hasMessage("byte 5 (0xE9) is not UTF-8");
    }

    @Test
    void decodesInPiecesAsInOne() throws Exception {
        String[] parts = {"\r", "\n", "\r\n", "a", "\u00e9", "\u2014", "\ud835\udd04", "\uFEFF"};
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("b".repeat(random.nextInt(3)));
            // Past the buffer, so that its edge falls between, and within, whatever is written there.
            text.append("a".repeat((1 << 16) - 40 + random.nextInt(20)));
            for (int i = 0; i < 40; i++) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            text.append("a".repeat(random.nextInt(1 << 16)));
            assertThat(decode(text.toString()))
                    .as("seed %d", seed)
                    .isEqualTo(text.toString().replace("\r\n", "\n").replace('\r', '\n'));
        }
    }

    @Test
    void saysWhichByteIsWrongFarIntoALongText() {
        byte[] bytes = ("a".repeat(200_000) + "caf\u00e9").getBytes(ISO_8859_1);
        assertThatThrownBy(() -> PlainText.decode(bytes, UTF_8)).hasMessage("byte 200003 (0xE9) is not UTF-8");
    }

    private static String decode(String text) throws PlainText.Undecodable {
        return PlainText.decode(text.getBytes(UTF_8), UTF_8);
    }
}
