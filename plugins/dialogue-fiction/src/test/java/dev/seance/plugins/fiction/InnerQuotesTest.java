// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InnerQuotesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    I said to him, 'Come in, sir,' and he came.   | 'Come in, sir,'
                    I said to him, ‘Come in’ and he came.         | ‘Come in’
                    I said to him, "Come in," and he came.        | "Come in,"
                    I said to him, ?Come in,' and he came.        | ?Come in,'
                    I said to him,  Come in, and he came.         | ,  Come in, and he came.
                    I said to him, "Come in, and he came.         | "Come in, and he came.
                    _We come on Monday with the boat._            | _We come on Monday with the boat._
                    """)
    void areOtherPeoplesWords(String speech, String quoted) {
        assertThat(InnerQuotes.in(speech, 0, speech.length()))
                .extracting(place -> speech.substring(place.start(), place.end()))
                .containsExactly(quoted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You call me 'sir' again.",
                "The dogs' dinner and the cats' supper.",
                "I was doin' it for 'em, an' 'twas well.",
                "Is it? Come in.",
                "It isn't Tom's.",
                "I _never_ said so, _never_."
            })
    void areNotApostrophesNorSingleWords(String speech) {
        assertThat(InnerQuotes.in(speech, 0, speech.length())).isEmpty();
    }
}
