// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuestionOrderTest {

    private final List<Question> all = QuestionFile.read(Optional.empty(), "English");
    private final List<Question> order = QuestionOrder.of(all);

    @Test
    void hasEveryQuestionOnceInAnotherOrderTheSameEachTime() {
        assertThat(order).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(all);
        assertThat(QuestionOrder.of(all)).isEqualTo(order);
    }

    @Test
    void givesEachGroupItsShareOfAnyNumber() {
        for (int n = 1; n <= order.size(); n++) {
            hasShares(n, Question::group);
            hasShares(n, Question::isMultiTurn);
        }
    }

    /** Of each stratum there are never two too many or too few; a group is two strata, all groups' multi-turn many. */
    private void hasShares(int n, Function<Question, Object> kind) {
        Map<Object, Long> whole = all.stream().collect(Collectors.groupingBy(kind, Collectors.counting()));
        Map<Object, Long> part =
                order.subList(0, n).stream().collect(Collectors.groupingBy(kind, Collectors.counting()));
        double strata = Math.sqrt(whole.size() == 2 ? all.size() / 20.0 : 2);
        whole.forEach((name, count) -> assertThat(part.getOrDefault(name, 0L).doubleValue())
                .as("of " + name + " among the first " + n)
                .isBetween(count * (double) n / all.size() - 1 - strata, count * (double) n / all.size() + 1 + strata));
    }
}
