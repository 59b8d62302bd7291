// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class EraFilterTest extends CorpusFilterContract {

    private static final Document UNDATED = Document.of("undated", "When?").build();

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return EraFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return filter(Undated.DROP, "en");
    }

    @Override
    protected List<Document> documents() {
        return List.of(dated(1836), dated(1837), dated(1860), dated(1901), dated(1902), UNDATED);
    }

    @Test
    void keepsTheFirstAndTheLastYear() {
        assertThat(filter(Undated.DROP).judge(dated(1837))).isEqualTo(Verdict.kept());
        assertThat(filter(Undated.DROP).judge(dated(1901))).isEqualTo(Verdict.kept());
    }

    @Test
    void saysWhyADocumentIsNotOfTheEra() {
        assertThat(filter(Undated.DROP).judge(dated(1836)))
                .isEqualTo(Verdict.dropped("before the era", "published 1836"));
        assertThat(filter(Undated.DROP).judge(dated(1902)))
                .isEqualTo(Verdict.dropped("after the era", "published 1902"));
        assertThat(filter(Undated.DROP).judge(UNDATED))
                .isEqualTo(Verdict.dropped("undated", "no year is known; give it one, or set 'undated: keep'"));
    }

    @Test
    void keepsTheUndatedWhenToldTo() {
        assertThat(filter(Undated.KEEP).judge(UNDATED)).isEqualTo(Verdict.kept());
    }

    @Test
    void knowsALanguageByAnyOfItsNames() {
        for (String language : List.of("en", "en-GB", "eng", "English", " ENGLISH", "")) {
            assertThat(filter(Undated.DROP, "English").judge(in(language)))
                    .as(language)
                    .isEqualTo(Verdict.kept());
        }
    }

    @Test
    void dropsOtherLanguagesAndThoseNobodyKnows() {
        for (String language : List.of("fr", "German", "Quenya")) {
            assertThat(filter(Undated.DROP, "en", "cym").judge(in(language)))
                    .isEqualTo(Verdict.dropped("another language", "in " + language));
        }
        assertThat(filter(Undated.DROP, "en", "cym").judge(in("Welsh"))).isEqualTo(Verdict.kept());
    }

    @Test
    void refusesAnEraThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> new EraOptions(1901, 1837, Undated.DROP, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("from 1901 is after to 1837; swap them");
    }

    @Test
    void refusesALanguageNobodyKnows() {
        assertThatThrownBy(() -> filter(Undated.DROP, "Englisch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("language 'Englisch' is unknown");
    }

    private static EraFilter filter(Undated undated, String... languages) {
        return new EraFilter(new EraOptions(1837, 1901, undated, List.of(languages)));
    }

    private static Document dated(int year) {
        return Document.of("book-" + year, "Of " + year).year(year).build();
    }

    private static Document in(String language) {
        return Document.of("book", "Words.").year(1850).language(language).build();
    }
}
