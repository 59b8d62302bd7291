// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import dev.seance.kit.safetensors.Half;
import dev.seance.kit.safetensors.TensorNumbers;
import java.nio.ByteBuffer;

/**
 * How numbers are stored in a tensor (ggml calls it its type). Quantised ones are in blocks of 32, which share a scale in
 * fp16. Rows are whole blocks.
 */
enum NumberFormat {
    F32(0, 1, 4) {
        @Override
        void encode(float[] numbers, int from, ByteBuffer out) {
            out.putFloat(numbers[from]);
        }

        @Override
        double bound(float[] numbers, int from, int at) {
            return 0;
        }
    },
    F16(1, 1, 2) {
        @Override
        void encode(float[] numbers, int from, ByteBuffer out) {
            out.putShort(Half.of(numbers[from]));
        }

        @Override
        double bound(float[] numbers, int from, int at) {
            return Math.max(Math.abs(numbers[at]) * 0x1p-11, 0x1p-25);
        }
    },
    BF16(30, 1, 2) {
        @Override
        void encode(float[] numbers, int from, ByteBuffer out) {
            out.putShort(TensorNumbers.bf16(Float.floatToRawIntBits(numbers[from])));
        }

        @Override
        double bound(float[] numbers, int from, int at) {
            return Math.max(Math.abs(numbers[at]) * 0x1p-8, 0x1p-133);
        }
    },
    /** The scale, then 32 signed bytes. */
    Q8_0(8, 32, 34) {
        @Override
        void encode(float[] numbers, int from, ByteBuffer out) {
            short scale = Half.of(farthest(numbers, from, block(), true) / 127);
            float step = Half.toFloat(scale);
            out.putShort(scale);
            for (int i = 0; i < block(); i++) {
                int steps = step == 0 ? 0 : Math.round(numbers[from + i] / step);
                out.put((byte) Math.max(-127, Math.min(127, steps)));
            }
        }

        /** Half a step, and what the rounding of a tiny step adds 127 times. */
        @Override
        double bound(float[] numbers, int from, int at) {
            double step = farthest(numbers, from, block(), true) / 127.0;
            return step * (0.5 + 0x1p-4) + 128 * 0x1p-25;
        }
    },
    /**
     * The scale, then 16 bytes; the low half of byte i is number i and the high half number i + 16, each from 0 to 15 for -8
     * to 7 steps. The number farthest from zero is -8 steps, which fixes the scale and its sign.
     */
    Q4_0(2, 32, 18) {
        @Override
        void encode(float[] numbers, int from, ByteBuffer out) {
            short scale = Half.of(farthest(numbers, from, block(), false) / -8);
            float step = Half.toFloat(scale);
            out.putShort(scale);
            for (int i = 0; i < 16; i++) {
                out.put((byte) (steps(numbers[from + i], step) | steps(numbers[from + i + 16], step) << 4));
            }
        }

        private static int steps(float number, float step) {
            return step == 0 ? 8 : Math.max(0, Math.min(15, Math.round(number / step) + 8));
        }

        /** A whole step: there are 8 steps to the one side and 7 to the other. */
        @Override
        double bound(float[] numbers, int from, int at) {
            double step = Math.abs(farthest(numbers, from, block(), false)) / 8.0;
            return step * (1 + 0x1p-6) + 9 * 0x1p-25;
        }
    };

    private final int number;
    private final int block;
    private final int bytes;

    NumberFormat(int number, int block, int bytes) {
        this.number = number;
        this.block = block;
        this.bytes = bytes;
    }

    /** The number of this format in files. */
    int number() {
        return number;
    }

    /** How many numbers a block has. */
    int block() {
        return block;
    }

    /** How many bytes so many numbers take, which are whole blocks. */
    long bytes(long numbers) {
        return numbers / block * bytes;
    }

    /** Writes the block that begins there. */
    abstract void encode(float[] numbers, int from, ByteBuffer out);

    /** How far what is read back may be from a number, which is in the block that begins at {@code from}. */
    abstract double bound(float[] numbers, int from, int at);

    /** The number of a block that is farthest from zero, or how far that is. */
    private static float farthest(float[] numbers, int from, int count, boolean distance) {
        float farthest = 0;
        for (int i = from; i < from + count; i++) {
            if (Math.abs(numbers[i]) > Math.abs(farthest)) {
                farthest = numbers[i];
            }
        }
        return distance ? Math.abs(farthest) : farthest;
    }
}
