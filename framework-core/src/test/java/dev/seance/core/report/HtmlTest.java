// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void escapesTextAndAttributes() {
        String page = new Html()
                .element("p", "<script>alert('&')</script>", "title", "\"><b>")
                .page();
        assertThat(page)
                .contains("&lt;script&gt;alert('&amp;')&lt;/script&gt;")
                .contains("title=\"&quot;&gt;&lt;b&gt;\"");
        assertThat(XmlReader.read(page).getDocumentElement().getAttribute("title"))
                .isEqualTo("\"><b>");
    }

    @Test
    void refusesToEndWithSomethingOpen() {
        assertThatThrownBy(() -> new Html().open("p").page())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[p]");
    }

    @RepeatedTest(100)
    void isWellFormedWhateverTheText(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x10000 : 0x80));
        }
        XmlReader.read(new Html()
                .element("p", text.toString(), "title", text.toString())
                .page());
    }
}
