// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteLevelTest {

    @Test
    void everyByteHasACharacterOfItsOwn() {
        IntStream.range(0, 256).forEach(value -> assertThat(ByteLevel.byteOf(ByteLevel.characterOf(value)))
                .isEqualTo(value));
        assertThat(IntStream.range(0, 256).map(ByteLevel::characterOf).distinct())
                .hasSize(256);
        assertThat(IntStream.range(0, 0x10000).filter(c -> ByteLevel.byteOf((char) c) >= 0))
                .hasSize(256);
    }

    @Test
    void writesAsGpt2Does() {
        assertThat(ByteLevel.write(new byte[] {' ', 'a', '\n', (byte) 0xAD, 0x7F, (byte) 0xA0}))
                .isEqualTo("ĠaĊŃġł");
    }

    @Test
    void ordersOfBytesAreOrders() {
        for (ByteOrder order : ByteOrder.values()) {
            assertThat(order.bytes()).hasSize(256).doesNotHaveDuplicates();
        }
        assertThat(ByteOrder.CHARACTER.bytes()).startsWith('!', '"').endsWith(0x9F, 0xA0, 0xAD);
    }
}
