// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongHeapTest {

    @Test
    void givesTheSmallestFirst() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            LongHeap heap = new LongHeap();
            PriorityQueue<Long> expected = new PriorityQueue<>();
            for (int i = 0; i < 300; i++) {
                if (expected.isEmpty() || random.nextInt(5) < 3) {
                    long value = random.nextInt(50) - 25;
                    heap.add(value);
                    expected.add(value);
                } else {
                    assertThat(heap.removeLeast()).as("seed %d", seed).isEqualTo(expected.remove());
                }
                assertThat(heap.isEmpty()).isEqualTo(expected.isEmpty());
            }
        }
    }
}
