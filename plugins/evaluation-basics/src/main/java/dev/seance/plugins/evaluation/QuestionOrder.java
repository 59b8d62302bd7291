// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The order in which questions are asked: shuffled, and such that the first so many of it are a fair sample of all, however
 * many they are. Each stratum (a group, and in it the questions of one turn and those of several) is shuffled and spread
 * evenly over the whole from a random start, as in systematic sampling (Madow and Madow, 1944). The order depends on the
 * questions alone: whoever asks fewer asks the first of the same, and two models are asked the same.
 */
final class QuestionOrder {

    private static final long SEED = 1837;

    private QuestionOrder() {}

    private record Placed(Question question, double place) {}

    /** The same questions in the order to ask them. */
    static List<Question> of(List<Question> questions) {
        Random random = new Random(SEED);
        Map<String, List<Question>> strata = questions.stream()
                .collect(Collectors.groupingBy(
                        question -> question.group() + "\t" + question.isMultiTurn(),
                        TreeMap::new,
                        Collectors.toCollection(ArrayList::new)));
        List<Placed> placed = new ArrayList<>();
        for (List<Question> stratum : strata.values()) {
            Collections.shuffle(stratum, random);
            double start = random.nextDouble();
            for (int i = 0; i < stratum.size(); i++) {
                placed.add(new Placed(stratum.get(i), (i + start) / stratum.size()));
            }
        }
        placed.sort(Comparator.comparingDouble(Placed::place));
        return placed.stream().map(Placed::question).toList();
    }
}
