// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package org.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class AlmanacTest extends CorpusSourceContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return Almanac.class;
    }

    @Override
    protected CorpusSource source() {
        return new Almanac(new Almanac.Options(40, 1850));
    }

    @Override
    protected CorpusSource sourceOfChangedData() {
        return new Almanac(new Almanac.Options(40, 1851));
    }

    @Test
    void hasAPageADay() throws IOException {
        assertThat(everything(source())).hasSize(40).allSatisfy(page -> assertThat(page.text())
                .contains("the prudent farmer will"));
    }
}
