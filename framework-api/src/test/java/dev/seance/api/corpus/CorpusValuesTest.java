// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small values of a corpus. */
class CorpusValuesTest {

    @Test
    void countsRunsOfAnythingButWhiteSpace() {
        assertThat(Words.count("")).isZero();
        assertThat(Words.count(" \n\t ")).isZero();
        assertThat(Words.count("one")).isEqualTo(1);
        assertThat(Words.count("  The ship's—log,\n\n1837\u2003 𝔄 — ")).isEqualTo(5);
        assertThat(Words.count(new StringBuilder("a b"))).isEqualTo(2);
    }

    @Test
    void knowsNothingOfADocumentThatIsNotSaid() {
        Document document = Document.of("a", "Some text.").build();
        assertThat(document.title()).isEmpty();
        assertThat(document.year()).isEmpty();
        assertThat(document.ocrConfidence()).isEmpty();
        assertThat(document.provenance()).isEqualTo(Provenance.UNKNOWN);
        assertThat(document.words()).isEqualTo(2);
    }

    @Test
    void changesNothingButTheTextOfADocument() {
        Provenance provenance = new Provenance("folder", "a.txt", "public domain");
        Document document = Document.of("a", "Some text.")
                .title("Emma")
                .author("Austen")
                .year(1815)
                .language("en")
                .place("London")
                .ocrConfidence(0.5)
                .provenance(provenance)
                .build();
        assertThat(document.withText("Other").text()).isEqualTo("Other");
        assertThat(document.withText("Other").withText("Some text.")).isEqualTo(document);
    }

    @Test
    void refusesDocumentsThatCannotBe() {
        assertThatThrownBy(() -> Document.of("", "text").build()).isInstanceOf(IllegalArgumentException.class);
        for (double confidence : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() ->
                            Document.of("a", "text").ocrConfidence(confidence).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("OCR confidence " + confidence + " of a is not in 0..1");
        }
    }

    @Test
    void addsSizes() {
        assertThat(new CorpusSize(1, 7, 2, 3).plus(new CorpusSize(4, 1, 5, 6)).plus(CorpusSize.NOTHING))
                .isEqualTo(new CorpusSize(5, 8, 7, 9));
        assertThatThrownBy(() -> new CorpusSize(0, 0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheReasonsOfAFunnelInOneOrder() {
        Map<String, Long> dropped = new HashMap<>(Map.of("too short", 3L, "another language", 1L));
        Funnel.Stage stage = new Funnel.Stage(
                "language",
                new CorpusSize(9, 0, 900, 5000),
                new CorpusSize(5, 0, 600, 3000),
                Map.of(),
                dropped,
                List.of("a: German"));
        dropped.clear();
        assertThat(stage.dropped().keySet()).containsExactly("another language", "too short");
        assertThatThrownBy(() -> stage.dropped().put("x", 1L)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Funnel.of(List.of(stage)).stages()).containsExactly(stage);
    }
}
