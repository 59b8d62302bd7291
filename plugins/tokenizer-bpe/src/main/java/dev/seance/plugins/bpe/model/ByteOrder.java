// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.model;

/** How the 256 single bytes are numbered. It decides ties between pairs that occur equally often, and nothing else. */
public enum ByteOrder {
    /** By value, as tiktoken and rustbpe number them. */
    VALUE {
        @Override
        public int[] bytes() {
            int[] bytes = new int[256];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = i;
            }
            return bytes;
        }
    },
    /** By the characters that stand for them in the file, as Hugging Face's trainer numbers them. */
    CHARACTER {
        @Override
        public int[] bytes() {
            int[] bytes = new int[256];
            int next = 0;
            for (char c = 0; next < bytes.length; c++) {
                int value = ByteLevel.byteOf(c);
                if (value >= 0) {
                    bytes[next++] = value;
                }
            }
            return bytes;
        }
    };

    /** The byte of each of the first 256 symbols. */
    public abstract int[] bytes();
}
