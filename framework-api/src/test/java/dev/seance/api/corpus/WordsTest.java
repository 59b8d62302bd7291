// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void areRunsOfAnythingButWhiteSpace() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String letters = "ab \t\n\r\u000B\u001C\u0000\u007F\u0080\u00A0\u2003\u2028\u3000\u00E9\u2014\uD83D\uDE00";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            long words = 0;
            for (int i = 0; i < text.length(); i++) {
                boolean before = i > 0 && !Character.isWhitespace(text.charAt(i - 1));
                words += !before && !Character.isWhitespace(text.charAt(i)) ? 1 : 0;
            }
            assertThat(Words.count(text)).as("seed %d", seed).isEqualTo(words);
            assertThat(Words.count(text.toString())).as("seed %d", seed).isEqualTo(words);
        }
    }
}
