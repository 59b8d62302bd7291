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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class LengthFilterTest extends CorpusFilterContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return LengthFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return new LengthFilter(new LengthOptions(2, Optional.of(3L)));
    }

    @Override
    protected List<Document> documents() {
        return List.of(words(0), words(1), words(2), words(3), words(4));
    }

    @Test
    void keepsWhatIsWithinItsLimits() {
        LengthFilter filter = new LengthFilter(new LengthOptions(2, Optional.of(3L)));
        assertThat(filter.judge(words(1))).isEqualTo(Verdict.dropped("too short", "1 word"));
        assertThat(filter.judge(words(2))).isEqualTo(Verdict.kept());
        assertThat(filter.judge(words(3))).isEqualTo(Verdict.kept());
        assertThat(filter.judge(words(4))).isEqualTo(Verdict.dropped("too long", "4 words"));
    }

    @Test
    void hasNoUpperLimitUnlessItIsGivenOne() {
        assertThat(new LengthFilter(new LengthOptions(0, Optional.empty())).judge(words(10_000)))
                .isEqualTo(Verdict.kept());
    }

    @Test
    void refusesLimitsThatLetNothingThrough() {
        assertThatThrownBy(() -> new LengthOptions(20, Optional.of(10L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max-words 10 is below min-words 20; nothing would be left");
    }

    private static Document words(int count) {
        return Document.of("book-" + count, "word ".repeat(count)).build();
    }
}
