// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
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

    private static String decode(String text) throws PlainText.Undecodable {
        return PlainText.decode(text.getBytes(UTF_8), UTF_8);
    }
}
