// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineEndFilterTest {

    @Test
    void givesTheSameInSlicesAsInOne() {
        String[] parts = {"\r", "\n", "\r\n", "a", "longer than eight bytes", "\u00e9\u008d"};
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            LineEndFilter filter = new LineEndFilter();
            StringBuilder found = new StringBuilder();
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(20));
                int left = filter.apply(bytes, at, length);
                found.append(new String(bytes, at, left, StandardCharsets.ISO_8859_1));
                at += length;
            }
            String expected = text.toString().replace("\r\n", "\n").replace('\r', '\n');
            assertThat(found.toString().getBytes(StandardCharsets.ISO_8859_1))
                    .as("seed %d", seed)
                    .isEqualTo(expected.getBytes(StandardCharsets.UTF_8));
        }
    }
}
