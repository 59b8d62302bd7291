// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

/** Compares a text whose words were broken and joined again with what it was, place by place. */
final class JoinScore {

    int right;
    int wrong;
    int missed;

    double precision() {
        return right / (double) Math.max(1, right + wrong);
    }

    double recall() {
        return right / (double) Math.max(1, right + missed);
    }

    /** Walks over what the three have in common: everything but blanks and hyphens. */
    void add(String clean, String broken, String joined) {
        int c = 0;
        int b = 0;
        int j = 0;
        while (true) {
            int c2 = skip(clean, c);
            int b2 = skip(broken, b);
            int j2 = skip(joined, j);
            if (c2 >= clean.length() || b2 >= broken.length() || j2 >= joined.length()) {
                return;
            }
            if (clean.charAt(c2) != broken.charAt(b2) || clean.charAt(c2) != joined.charAt(j2)) {
                throw new AssertionError("the texts part at " + clean.substring(c, Math.min(clean.length(), c + 40)));
            }
            judge(clean.substring(c, c2), broken.substring(b, b2), joined.substring(j, j2));
            c = c2 + 1;
            b = b2 + 1;
            j = j2 + 1;
        }
    }

    private void judge(String clean, String broken, String joined) {
        boolean wasBroken = !broken.equals(clean);
        if (joined.equals(broken)) {
            missed += wasBroken ? 1 : 0;
        } else if (wasBroken && joined.equals(clean)) {
            right++;
        } else {
            wrong++;
            missed += wasBroken ? 1 : 0;
        }
    }

    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        return at;
    }
}
