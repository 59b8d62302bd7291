// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.UnicodeSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CharacterClassesTest {

    private final CharacterClasses classes = CharacterClasses.load();

    /** For another Unicode version: raise ICU's, and write what this test expects into the resource. */
    @Test
    void tableIsWhatIcuSays() throws IOException {
        assertThat(UCharacter.getUnicodeVersion().getVersionString(2, 2)).isEqualTo("16.0");
        StringBuilder expected =
                new StringBuilder("# Unicode 16.0: general category L, general category N, White_Space."
                        + " Generated; see CharacterClassesTest.\n");
        append(expected, "L", "[:L:]");
        append(expected, "N", "[:N:]");
        append(expected, "S", "[:White_Space:]");
        try (InputStream table = CharacterClasses.class.getResourceAsStream(CharacterClasses.RESOURCE)) {
            assertThat(table).asString(StandardCharsets.US_ASCII).isEqualTo(expected.toString());
        }
    }

    private static void append(StringBuilder table, String name, String set) {
        for (UnicodeSet.EntryRange range : new UnicodeSet(set).ranges()) {
            table.append(String.format("%s %X-%X%n", name, range.codepoint, range.codepointEnd)
                    .replace(System.lineSeparator(), "\n"));
        }
    }

    @Test
    void everyCharacterHasTheClassIcuGivesIt() {
        UnicodeSet letters = new UnicodeSet("[:L:]");
        UnicodeSet numbers = new UnicodeSet("[:N:]");
        UnicodeSet spaces = new UnicodeSet("[:White_Space:]");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            byte expected = CharacterClasses.OTHER;
            if (letters.contains(c)) {
                expected = CharacterClasses.LETTER;
            } else if (numbers.contains(c)) {
                expected = CharacterClasses.NUMBER;
            } else if (c == '\r' || c == '\n') {
                expected = CharacterClasses.NEWLINE;
            } else if (spaces.contains(c)) {
                expected = CharacterClasses.SPACE;
            }
            assertThat(classes.of(c)).as("U+%04X", c).isEqualTo(expected);
        }
    }
}
