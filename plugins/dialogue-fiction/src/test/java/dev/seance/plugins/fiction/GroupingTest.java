// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupingTest {

    @Test
    void areAsManyAsThereArePartitionsOfUpToFiveThings() {
        assertThat(Grouping.values()).hasSize(1 + 2 + 5 + 15 + 52);
        Set<List<Integer>> different = new HashSet<>();
        for (Grouping grouping : Grouping.values()) {
            different.add(speakers(grouping));
        }
        assertThat(different).hasSize(Grouping.values().size());
    }

    /** Whoever speaks next, who spoke with whom stays as it was. */
    @Test
    void rememberTheLastUtterancesWhoeverSpeaks() {
        Random random = new Random(7);
        List<Integer> talk = new ArrayList<>(List.of(0));
        List<Integer> people = new ArrayList<>(List.of(0));
        Grouping grouping = Grouping.values().get(0);
        for (int i = 1; i < 2000; i++) {
            int speaker = random.nextInt(grouping.count() + 1);
            int person = speaker == grouping.count() ? i : personOf(grouping, speaker, people);
            people.add(person);
            talk.add(speaker);
            grouping = Grouping.values().get(grouping.next(speaker));
            assertThat(grouping.size()).isEqualTo(Math.min(i + 1, Grouping.MEMORY));
            for (int ago = 2; ago <= grouping.size(); ago++) {
                assertThat(grouping.speaker(ago) == grouping.speaker(1))
                        .isEqualTo(people.get(people.size() - ago) == person);
            }
        }
        assertThat(talk).hasSize(2000);
    }

    @Test
    void knowThePartner() {
        Grouping one = Grouping.values().get(0);
        assertThat(one.partner()).isEqualTo(one.count());
        Grouping two = Grouping.values().get(one.next(1));
        assertThat(two.partner()).isEqualTo(0);
        Grouping again = Grouping.values().get(two.next(1));
        assertThat(again.partner()).isEqualTo(0);
    }

    private static int personOf(Grouping grouping, int speaker, List<Integer> people) {
        for (int ago = 1; ago <= grouping.size(); ago++) {
            if (grouping.speaker(ago) == speaker) {
                return people.get(people.size() - ago);
            }
        }
        throw new AssertionError("nobody " + speaker);
    }

    private static List<Integer> speakers(Grouping grouping) {
        List<Integer> speakers = new ArrayList<>();
        for (int ago = grouping.size(); ago >= 1; ago--) {
            speakers.add(grouping.speaker(ago));
        }
        return speakers;
    }
}
