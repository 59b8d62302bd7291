// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "Yes," said he, "I will."              | Yes, I will.
                    "Yes," said he. "Go on."               | Yes. Go on.
                    "Yes," said Mr. Hart, "my dear."       | Yes, my dear.
                    "Yes," said I; "by all means."         | Yes; by all means.
                    "If," said he, "you will."             | If you will.
                    "Yes," he said, and rose. "come."      | Yes. come.
                    "No," said he; and then, "There it is."| No. There it is.
                    "never mind," said she.                | Never mind.
                    "I never--" she began.                 | I never—
                    "A  _very_  fine day !" said he.       | A very fine day!
                    "Well—" said he, "perhaps."            | Well— perhaps.
                    "Ah, (turning to Tom,) is it you?"     | Ah, is it you?
                    "Yes, (with a sigh) it is."            | Yes, it is.
                    "I am (I think) the last."             | I am (I think) the last.
                    "Tom (considering his age) was well."  | Tom (considering his age) was well.
                    "I knocked, but "                      | I knocked, but—
                    """)
    void joinsWhatNarrationInterrupts(String page, String expected) {
        assertThat(said(page)).isEqualTo(expected);
    }

    @Test
    void joinsSpeechOfSeveralParagraphs() {
        assertThat(said("\"It was late.\n\n\"It was dark.\" That was all.")).isEqualTo("It was late. It was dark.");
    }

    @Test
    void keepsWhatIsQuotedWithinSpeechInTheSameMarks() {
        assertThat(said("\"I never said \"no\" to him,\" said she. \"I said \"yes.\"\""))
                .isEqualTo("I never said \"no\" to him. I said \"yes.\"");
    }

    private static String said(String page) {
        return SpokenText.join(page, new SpanScanner(page, QuoteMarks.DOUBLE, Paragraph.of(page)).scan());
    }
}
