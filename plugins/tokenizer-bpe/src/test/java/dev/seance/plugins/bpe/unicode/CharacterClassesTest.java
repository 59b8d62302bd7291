// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.unicode;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.UnicodeSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CharacterClassesTest {

    private final CharacterClasses classes = CharacterClasses.load();

    @Test
    void tablesAreWhatTheirProgramWrites() throws IOException {
        assertThat(UnicodeTables.tables()).containsOnlyKeys(CharacterClasses.RESOURCE, UnicodeCategories.RESOURCE);
        for (Map.Entry<String, String> table : UnicodeTables.tables().entrySet()) {
            try (InputStream committed = CharacterClasses.class.getResourceAsStream(table.getKey())) {
                assertThat(committed).asString(StandardCharsets.US_ASCII).isEqualTo(table.getValue());
            }
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
