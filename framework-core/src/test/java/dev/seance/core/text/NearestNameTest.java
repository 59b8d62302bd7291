// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class NearestNameTest {

    @Test
    void forgivesOneSlip() {
        List<String> names = List.of("depth", "width", "heads", "kv-heads");
        assertThat(NearestName.of("detph", names)).contains("depth");
        assertThat(NearestName.of("dept", names)).contains("depth");
        assertThat(NearestName.of("Width", names)).contains("width");
        assertThat(NearestName.of("kvheads", names)).contains("kv-heads");
        assertThat(NearestName.of("temperature", names)).isEmpty();
    }

    @Test
    void countsASwapOnce() {
        assertThat(NearestName.distance("ab", "ba")).isEqualTo(1);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void listsWhatThereIs() {
        assertThat(NearestName.hint("x", List.of("long", "other"))).isEqualTo(" (have: long, other)");
        assertThat(NearestName.hint("x", List.of())).isEmpty();
    }

    @RepeatedTest(200)
    void isSymmetricAndZeroOnlyForEqualWords(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String a = word(random);
        String b = word(random);
        assertThat(NearestName.distance(a, b))
                .as("%s and %s", a, b)
                .isEqualTo(NearestName.distance(b, a))
                .isLessThanOrEqualTo(Math.max(a.length(), b.length()));
        assertThat(NearestName.distance(a, b) == 0).isEqualTo(a.equals(b));
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(6), 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
