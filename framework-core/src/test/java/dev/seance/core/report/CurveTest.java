// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.core.store.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurveTest {

    @TempDir
    Path folder;

    private Curve curve(String... lines) throws IOException {
        return Curve.read(Files.writeString(folder.resolve(Artifact.CURVE), String.join("\n", lines)));
    }

    @Test
    void takesTheLaterOfTwoPointsAtOnePosition() throws IOException {
        Curve curve = curve(
                "{\"step\":\"base\",\"position\":1,\"loss\":9}",
                "{\"step\":\"base\",\"position\":2,\"loss\":8}",
                "{\"step\":\"base\",\"position\":1,\"loss\":7.5,\"bitsPerByte\":3}");
        assertThat(curve.points("loss", 10)).containsExactly(new Point(1, 7.5), new Point(2, 8));
        assertThat(curve.points("bitsPerByte", 10)).containsExactly(new Point(1, 3));
    }

    @Test
    void passesOverALineThatWasCutShort() throws IOException {
        Curve curve = curve("{\"position\":1,\"loss\":9}", "{\"position\":2,\"lo{\"position\":2,\"loss\":8}", "", "{");
        assertThat(curve.points("loss", 10)).containsExactly(new Point(1, 9));
    }

    @Test
    void keepsWhatIsNoNumber() throws IOException {
        Curve curve = curve("{\"position\":1,\"loss\":\"NaN\"}", "{\"position\":2,\"loss\":null}");
        assertThat(curve.points("loss", 10)).hasSize(2).noneMatch(Point::finite);
    }

    @Test
    void thinsOutALongCurveAndKeepsItsEnd() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 12_345; i++) {
            lines.append("{\"position\":")
                    .append(i)
                    .append(",\"loss\":")
                    .append(i)
                    .append("}\n");
        }
        List<Point> points = curve(lines.toString()).points("loss", 500);
        assertThat(points).hasSize(500).isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
        assertThat(points.get(499)).isEqualTo(new Point(12_345, 12_345));
        assertThat(points).allMatch(point -> Math.abs(point.x() - point.y()) < 1e-6);
    }

    @Test
    void hasNoPointsOfAFigureThatWasNeverRecorded() throws IOException {
        assertThat(curve("{\"position\":1,\"loss\":9}").points("bitsPerByte", 10))
                .isEmpty();
    }
}
