// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SvgChartTest {

    private static Document draw(List<Series> series) {
        Html html = new Html().open("body");
        new SvgChart("Loss", "steps", "nats", series).draw(html);
        return XmlReader.read(html.close().page());
    }

    private static Series series(Point... points) {
        return new Series("training", List.of(points));
    }

    @Test
    void saysSoWhenThereIsNothingToDraw() {
        for (List<Series> nothing :
                List.of(List.<Series>of(), List.of(series()), List.of(series(new Point(1, Double.NaN))))) {
            Document page = draw(nothing);
            assertThat(page.getElementsByTagName("svg").getLength()).isZero();
            assertThat(page.getDocumentElement().getTextContent()).contains("nothing was recorded");
        }
    }

    @Test
    void drawsOnePointAsADot() {
        Document page = draw(List.of(series(new Point(7, 2.5))));
        assertThat(page.getElementsByTagName("polyline").getLength()).isZero();
        assertThat(page.getElementsByTagName("circle").getLength()).isPositive();
        assertThat(page.getDocumentElement().getTextContent()).contains("2.500");
    }

    @Test
    void labelsTheFinalFigure() {
        Document page = draw(List.of(series(new Point(1, 9), new Point(2, 4.25))));
        assertThat(page.getElementsByTagName("polyline").getLength()).isEqualTo(1);
        assertThat(page.getDocumentElement().getTextContent())
                .contains("4.250")
                .contains("training")
                .contains("steps")
                .contains("nats");
        Element svg = (Element) page.getElementsByTagName("svg").item(0);
        assertThat(svg.getAttribute("aria-label")).isEqualTo("Loss; training ends at 4.250");
    }

    @Test
    void leavesAGapWhereThereIsNoNumber() {
        Document page = draw(List.of(series(
                new Point(1, 9),
                new Point(2, 8),
                new Point(3, Double.NaN),
                new Point(4, Double.POSITIVE_INFINITY),
                new Point(5, 6),
                new Point(6, 5))));
        assertThat(page.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    }

    @RepeatedTest(100)
    void staysInsideItsFrameWhateverTheNumbers(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        double scale = Math.pow(10, random.nextInt(80) - 40);
        double base = random.nextBoolean() ? 0 : random.nextGaussian() * Math.pow(10, random.nextInt(80) - 40);
        Series line = new Series(
                "x",
                IntStream.range(0, 1 + random.nextInt(30))
                        .mapToObj(i -> new Point(i, base + scale * random.nextGaussian()))
                        .toList());
        Document page = draw(List.of(line, line));
        for (int i = 0; i < page.getElementsByTagName("circle").getLength(); i++) {
            Element circle = (Element) page.getElementsByTagName("circle").item(i);
            assertThat(Double.parseDouble(circle.getAttribute("cx"))).isBetween(60.0, 575.0);
            assertThat(Double.parseDouble(circle.getAttribute("cy"))).isBetween(10.0, 255.0);
        }
        assertThat(page.getElementsByTagName("text").getLength()).isLessThan(40);
    }
}
