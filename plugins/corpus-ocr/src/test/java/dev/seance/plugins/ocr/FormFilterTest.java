// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormFilterTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 5_000, 131_072, 300_000})
    void hasAllThatWasAddedAndOneInFiftyOfTheRestAtMost(int forms) {
        SplittableRandom random = new SplittableRandom(1837);
        FormFilter filter = new FormFilter(forms);
        long[] added = random.longs(forms).toArray();
        for (long form : added) {
            filter.add(FormCounts.shard(form), FormCounts.key(form));
        }

        for (long form : added) {
            assertThat(filter.mayContain(form)).isTrue();
        }
        int asked = 100_000;
        long taken = random.longs(asked).filter(filter::mayContain).count();
        // Four forms a word of memory and three bits a form are one in two hundred; uneven words make it about twice
        // that.
        assertThat(taken).isLessThan(asked / 50);
    }
}
