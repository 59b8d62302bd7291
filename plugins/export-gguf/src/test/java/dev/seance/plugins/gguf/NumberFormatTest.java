// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the writer writes in each format, the reader reads within the format's error. */
class NumberFormatTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(NumberFormat.class)
    void numbersComeBackWithinTheBound(NumberFormat format) throws IOException {
        long seed = 1837;
        Random random = new Random(seed);
        float[] numbers = new float[64 * 2000];
        for (int i = 0; i < numbers.length; i++) {
            // Each block has a size of its own, down to those whose scale is below the least that fp16 has.
            double size = Math.pow(2, i / 32 % 50 - 40);
            numbers[i] = i / 32 % 77 == 0 ? 0 : (float) (random.nextGaussian() * size);
        }
        Path file = folder.resolve("numbers.gguf");
        GgufWriter.Tensor tensor = new GgufWriter.Tensor("numbers", List.of(2000L, 64L), format);
        new GgufWriter()
                .write(
                        file,
                        List.of(tensor),
                        (of, from, part) -> System.arraycopy(numbers, (int) from, part, 0, part.length));
        try (GgufFile read = GgufFile.open(file)) {
            float[] back = read.rows("numbers", 0, 2000);
            for (int i = 0; i < numbers.length; i++) {
                int block = i - i % format.block();
                if (!(Math.abs((double) back[i] - numbers[i]) <= format.bound(numbers, block, i))) {
                    fail("number %d, %s, became %s, seed %d", i, numbers[i], back[i], seed);
                }
            }
        }
        assertThat(Files.size(file) - tensor.byteSize()).isBetween(60L, 200L);
    }

    /** By hand, from the format's description. */
    @Test
    void blocksAreLaidOutAsOthersReadThem() {
        float[] numbers = new float[32];
        numbers[0] = 127;
        numbers[1] = -3;
        numbers[31] = -127;
        ByteBuffer eight = encoded(NumberFormat.Q8_0, numbers);
        assertThat(eight.getShort()).isEqualTo((short) 0x3C00);
        assertThat(eight.get()).isEqualTo((byte) 127);
        assertThat(eight.get()).isEqualTo((byte) -3);
        assertThat(eight.get(33)).isEqualTo((byte) -127);
        float[] small = new float[32];
        small[0] = 8;
        small[1] = -7;
        small[16] = 3;
        ByteBuffer four = encoded(NumberFormat.Q4_0, small);
        assertThat(four.getShort()).as("a scale of -1").isEqualTo((short) 0xBC00);
        assertThat(four.get()).as("8 is -8 steps, 3 is -3").isEqualTo((byte) (0 | 5 << 4));
        assertThat(four.get()).as("-7 is 7 steps, 0 none").isEqualTo((byte) (15 | 8 << 4));
    }

    private static ByteBuffer encoded(NumberFormat format, float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate((int) format.bytes(32)).order(ByteOrder.LITTLE_ENDIAN);
        format.encode(numbers, 0, bytes);
        return bytes.flip();
    }

    @Test
    void damagedFilesAreRefusedWithTheReason() throws IOException {
        Path file = folder.resolve("whole.gguf");
        GgufWriter.Tensor tensor = new GgufWriter.Tensor("t", List.of(4L, 32L), NumberFormat.F32);
        new GgufWriter()
                .put("a", "text")
                .put("b", List.of("x", "y"))
                .write(file, List.of(tensor), (of, from, part) -> {});
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> open(part)).as("%d bytes", length).isInstanceOf(IOException.class);
        }
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            try {
                open(changed);
            } catch (IOException e) {
                assertThat(e.getMessage()).contains("changed.gguf: ");
            }
        }
        byte[] many = whole.clone();
        many[15] = 0x70;
        assertThatThrownBy(() -> open(many)).hasMessageContaining("tensors with");
    }

    private void open(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("changed.gguf"), bytes);
        GgufFile.open(file).close();
    }
}
