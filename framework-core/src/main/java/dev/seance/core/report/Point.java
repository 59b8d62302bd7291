// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.util.List;

/**
 * A point of a curve.
 *
 * @param x the position
 * @param y the figure; may be no number
 */
record Point(double x, double y) {

    /** Beyond this the width of an axis overflows; no figure of a healthy step comes near. */
    private static final double LARGEST = 1e100;

    boolean finite() {
        return Math.abs(x) < LARGEST && Math.abs(y) < LARGEST;
    }

    /** The middle of some neighbours; no number if one of them is none, so that a broken stretch stays visible. */
    static Point mean(List<Point> points) {
        return new Point(
                points.stream().mapToDouble(Point::x).average().orElseThrow(),
                points.stream().mapToDouble(Point::y).average().orElseThrow());
    }
}
