// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The hash xxHash-64 with seed 0, by which a frame says what it holds. */
final class Xxh64 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private final long[] lanes = {P1 + P2, P2, 0, -P1};
    private final byte[] rest = new byte[STRIPE];
    private int restLength;
    private long length;

    void update(byte[] bytes, int start, int count) {
        length += count;
        int at = start;
        int end = start + count;
        if (restLength > 0) {
            int some = Math.min(STRIPE - restLength, count);
            System.arraycopy(bytes, at, rest, restLength, some);
            restLength += some;
            at += some;
            if (restLength < STRIPE) {
                return;
            }
            stripe(rest, 0);
            restLength = 0;
        }
        for (; at + STRIPE <= end; at += STRIPE) {
            stripe(bytes, at);
        }
        System.arraycopy(bytes, at, rest, 0, end - at);
        restLength = end - at;
    }

    private void stripe(byte[] bytes, int at) {
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = round(lanes[i], (long) LONGS.get(bytes, at + 8 * i));
        }
    }

    private static long round(long lane, long value) {
        return Long.rotateLeft(lane + value * P2, 31) * P1;
    }

    long value() {
        long hash = P5;
        if (length >= STRIPE) {
            hash = Long.rotateLeft(lanes[0], 1)
                    + Long.rotateLeft(lanes[1], 7)
                    + Long.rotateLeft(lanes[2], 12)
                    + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes) {
                hash = (hash ^ round(0, lane)) * P1 + P4;
            }
        }
        hash += length;
        int at = 0;
        for (; at + 8 <= restLength; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONGS.get(rest, at)), 27) * P1 + P4;
        }
        if (at + 4 <= restLength) {
            hash = Long.rotateLeft(hash ^ ((int) INTS.get(rest, at) & 0xFFFFFFFFL) * P1, 23) * P2 + P3;
            at += 4;
        }
        for (; at < restLength; at++) {
            hash = Long.rotateLeft(hash ^ (rest[at] & 0xFF) * P5, 11) * P1;
        }
        hash = (hash ^ hash >>> 33) * P2;
        hash = (hash ^ hash >>> 29) * P3;
        return hash ^ hash >>> 32;
    }
}
