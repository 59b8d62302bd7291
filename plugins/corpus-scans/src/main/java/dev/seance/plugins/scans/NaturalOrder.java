// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.math.BigInteger;
import java.util.Comparator;

/** Names in the order of the numbers in them: {@code p2} before {@code p10}. */
final class NaturalOrder implements Comparator<String> {

    static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String first, String second) {
        int i = 0;
        int j = 0;
        while (i < first.length() && j < second.length()) {
            int difference;
            if (digit(first, i) && digit(second, j)) {
                int endOfFirst = end(first, i);
                int endOfSecond = end(second, j);
                difference = new BigInteger(first.substring(i, endOfFirst))
                        .compareTo(new BigInteger(second.substring(j, endOfSecond)));
                i = endOfFirst;
                j = endOfSecond;
            } else {
                difference = Character.compare(first.charAt(i), second.charAt(j));
                i++;
                j++;
            }
            if (difference != 0) {
                return difference;
            }
        }
        int difference = Integer.compare(first.length() - i, second.length() - j);
        // "p1" and "p01" are two files and need an order.
        return difference != 0 ? difference : first.compareTo(second);
    }

    private static boolean digit(String name, int at) {
        return name.charAt(at) >= '0' && name.charAt(at) <= '9';
    }

    private static int end(String name, int from) {
        int end = from;
        while (end < name.length() && digit(name, end)) {
            end++;
        }
        return end;
    }
}
