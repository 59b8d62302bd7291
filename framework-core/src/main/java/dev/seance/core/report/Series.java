// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of a chart.
 *
 * @param name what the line shows
 * @param points from left to right; those that are no numbers leave a gap
 */
record Series(String name, List<Point> points) {

    Series {
        Objects.requireNonNull(name, "name");
        points = List.copyOf(points);
    }

    List<Point> finite() {
        return points.stream().filter(Point::finite).toList();
    }

    /** The last point that is a number. */
    Optional<Point> last() {
        return finite().stream().reduce((earlier, later) -> later);
    }
}
