// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads back what the reference implementation wrote. */
class ZstandardInputTest {

    private static final int[] LEVELS = {-7, 1, 3, 6, 12, 19, 22};

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void readsBackWhatTheReferenceWrote() throws Exception {
        for (int round = 0; round < 42; round++) {
            byte[] data = data(round % 6, round % 14 == 0 ? 1_500_000 : random.nextInt(1 << 1 + random.nextInt(19)));
            int level = LEVELS[round % LEVELS.length];
            assertThat(read(Zstd.compress(data, level)))
                    .as("seed %d, round %d, level %d", seed, round, level)
                    .isEqualTo(data);
            assertThat(read(streamed(data, level, round % 2 == 0)))
                    .as("seed %d, round %d, streamed at level %d", seed, round, level)
                    .isEqualTo(data);
        }
    }

    @Test
    void readsFramesOneAfterTheOtherAndSkipsWhatIsNoData() throws Exception {
        byte[] one = data(0, 5000);
        byte[] other = data(1, 300_000);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(Zstd.compress(one, 3));
        all.write(new byte[] {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9});
        all.write(Zstd.compress(new byte[0], 3));
        all.write(streamed(other, 9, true));
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        assertThat(read(all.toByteArray())).as("seed %d", seed).isEqualTo(both);
    }

    @Test
    void refersAsFarBackAsTheWindowGoes() throws Exception {
        byte[] far = data(3, 6 << 20);
        byte[] twice = Arrays.copyOf(far, 2 * far.length);
        System.arraycopy(far, 0, twice, far.length, far.length);
        byte[] packed = streamed(twice, 19, true);
        assertThat(packed.length).isLessThan(far.length + far.length / 8);
        assertThat(read(packed)).isEqualTo(twice);
    }

    @Test
    void saysWhenTheDataAreCutShort() throws Exception {
        byte[] packed = streamed(data(0, 20_000), 3, true);
        for (int length = 0; length < packed.length; length += 1 + random.nextInt(40)) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> read(cut))
                    .as("cut at %d, seed %d", length, seed)
                    .isInstanceOf(IOException.class)
                    .message()
                    .containsAnyOf("end before their time", "not in Zstandard format");
        }
    }

    @Test
    void neverGivesOtherDataForAWrongBit() throws Exception {
        byte[] data = data(0, 30_000);
        for (int level : LEVELS) {
            byte[] sound = streamed(data, level, true);
            for (int round = 0; round < 300; round++) {
                byte[] packed = sound.clone();
                int at = random.nextInt(packed.length);
                packed[at] ^= (byte) (1 << random.nextInt(8));
                try {
                    // Some bits of headers mean nothing.
                    assertThat(read(packed))
                            .as("seed %d, level %d, byte %d", seed, level, at)
                            .isEqualTo(data);
                } catch (IOException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void refusesWhatIsNoZstandard() {
        assertThatThrownBy(() -> read(new byte[0])).hasMessage("not in Zstandard format");
        assertThatThrownBy(() -> read("plain text".getBytes())).hasMessage("not in Zstandard format");
        assertThatThrownBy(() -> read(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) 0xA0, 0, 0}))
                .hasMessageContaining("compress it again without --long");
    }

    private static byte[] read(byte[] packed) throws IOException {
        try (ZstandardInput in = new ZstandardInput(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] streamed(byte[] data, int level, boolean checksum) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(packed, level)) {
            out.setChecksum(checksum);
            out.write(data);
        }
        return packed.toByteArray();
    }

    /** Words, few letters, one letter, noise, noise among words, runs. */
    private byte[] data(int kind, int length) {
        byte[] data = new byte[length];
        switch (kind) {
            case 0 -> words(data);
            case 1 -> letters(data, "ab");
            case 2 -> Arrays.fill(data, (byte) 'x');
            case 3 -> random.nextBytes(data);
            case 4 -> {
                words(data);
                for (int i = 0; i < length / 5; i++) {
                    data[random.nextInt(length)] = (byte) random.nextInt();
                }
            }
            default -> {
                for (int i = 0; i < length; ) {
                    int end = Math.min(length, i + 1 + random.nextInt(300));
                    Arrays.fill(data, i, end, (byte) random.nextInt(256));
                    i = end;
                }
            }
        }
        return data;
    }

    private void words(byte[] data) {
        String[] words = new String[400];
        for (int i = 0; i < words.length; i++) {
            byte[] word = new byte[1 + random.nextInt(9)];
            letters(word, "eeeetttaaooiinnsshrdlucmfwypvbgkjqxz");
            words[i] = new String(word) + " ";
        }
        for (int i = 0; i < data.length; ) {
            byte[] word = words[(int) (words.length * Math.pow(random.nextDouble(), 3))].getBytes();
            int count = Math.min(word.length, data.length - i);
            System.arraycopy(word, 0, data, i, count);
            i += count;
        }
    }

    private void letters(byte[] data, String letters) {
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) letters.charAt(random.nextInt(letters.length()));
        }
    }
}
