// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VolumeOrderTest {

    @Test
    void keepsVolumesThatFollowEachOther() {
        VolumeOrder order = VolumeOrder.of(pages("1 2 3 4 1 2 5 1 3"));
        assertThat(numbers(order)).isEqualTo("1 2 3 4 1 2 5 1 3");
        assertThat(order.volumes()).isEqualTo(3);
    }

    @Test
    void sortsPagesInAnyOrder() {
        long seed = new Random().nextLong();
        for (int round = 0; round < 50; round++) {
            List<Page> pages = new ArrayList<>(pages("1 2 3 4 5 6 7 8 9 10 11 12"));
            Collections.shuffle(pages, new Random(seed + round));
            VolumeOrder order = VolumeOrder.of(pages);
            assertThat(numbers(order)).as("seed %d", seed + round).isEqualTo("1 2 3 4 5 6 7 8 9 10 11 12");
            assertThat(order.volumes()).isEqualTo(1);
        }
    }

    @Test
    void takesANumbersSecondPageForTheSecondVolumes() {
        VolumeOrder order = VolumeOrder.of(pages("2 1 1 3 2 3"));
        assertThat(numbers(order)).isEqualTo("1 2 3 1 2 3");
        assertThat(order.volumes()).isEqualTo(2);
    }

    @Test
    void readsAnItemThatLiesThereTwiceOnce() {
        List<Page> twice = new ArrayList<>(pages("1 2 3 4"));
        twice.set(1, new Page("2", Optional.empty(), ""));
        List<Page> expected = List.copyOf(twice);
        twice.addAll(List.of(expected.get(0), expected.get(2), expected.get(3)));
        VolumeOrder order = VolumeOrder.of(twice);
        assertThat(order.pages()).isEqualTo(expected);
        assertThat(order.volumes()).isEqualTo(1);
        assertThat(order.repeated()).isEqualTo(3);
    }

    @Test
    void leavesPagesWithoutNumbersWhereTheyAre() {
        assertThat(numbers(VolumeOrder.of(pages("1 x 3 y")))).isEqualTo("1 x 3 y");
    }

    /** Pages of those numbers, each with a text of its own. */
    private static List<Page> pages(String numbers) {
        AtomicInteger count = new AtomicInteger();
        return Arrays.stream(numbers.split(" "))
                .map(number -> new Page(number, Optional.empty(), "Page " + number + " " + count.incrementAndGet()))
                .toList();
    }

    private static String numbers(VolumeOrder order) {
        return String.join(" ", order.pages().stream().map(Page::number).toList());
    }
}
