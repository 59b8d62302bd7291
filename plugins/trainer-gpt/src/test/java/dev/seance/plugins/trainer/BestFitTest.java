// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestFitTest {

    @Test
    void takesTheFullestBoxThatHasRoom() {
        int[] lengths = {6, 8, 2, 4, 1};
        List<int[]> boxes = listed(BestFit.pack(new int[] {0, 1, 2, 3, 4}, item -> lengths[item], 10));
        assertThat(boxes).hasSize(3);
        assertThat(boxes.get(0)).containsExactly(0, 3);
        assertThat(boxes.get(1)).containsExactly(1, 2);
        assertThat(boxes.get(2)).containsExactly(4);
    }

    @Test
    void packsEverythingOnceWithoutOverflow() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int[] lengths = random.ints(500, 1, 65).toArray();
        List<int[]> boxes = listed(BestFit.pack(Shuffle.permutation(500, seed), item -> lengths[item], 64));
        assertThat(boxes.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                .as("seed %d", seed)
                .isEqualTo(range(500));
        assertThat(boxes)
                .as("seed %d", seed)
                .allMatch(box -> Arrays.stream(box).map(item -> lengths[item]).sum() <= 64);
        assertThat(boxes.size() * 64.0 / Arrays.stream(lengths).sum())
                .as("space used, seed %d", seed)
                .isLessThan(1.25);
    }

    @Test
    void refusesWhatFitsNoBox() {
        assertThatThrownBy(() -> BestFit.pack(new int[] {0}, item -> 11, 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<int[]> listed(Bins boxes) {
        return IntStream.range(0, boxes.count())
                .mapToObj(box -> IntStream.range(0, boxes.size(box))
                        .map(item -> boxes.item(box, item))
                        .toArray())
                .toList();
    }

    private static int[] range(int n) {
        return IntStream.range(0, n).toArray();
    }
}
