// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.TokenBatch;
import dev.seance.api.testing.reference.Matrix;
import dev.seance.api.testing.reference.RandomTensors;
import dev.seance.api.testing.reference.ReferenceModel;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference against itself: gradients are slopes, and nothing of a later token is seen. */
class ReferenceModelTest {
    private static final double SCALE = 0.1;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void gradientsAreSlopesInEveryTensor(ReferenceShapes shape) {
        Map<String, Matrix> tensors = RandomTensors.of(shape.shape(), 1);
        ReferenceModel model = new ReferenceModel(shape.shape(), tensors);
        TokenBatch batch = shape.batch(2, 2);
        Random random = new Random(3);
        model.gradients(batch, SCALE).forEach((name, gradient) -> {
            double[] numbers = tensors.get(name).numbers();
            double[] direction = random.doubles(numbers.length, -1, 1).toArray();
            double expected = 0;
            for (int i = 0; i < numbers.length; i++) {
                expected += gradient.numbers()[i] * direction[i];
            }
            assertThat(SCALE * slope(model, batch, numbers, direction))
                    .as(name)
                    .isCloseTo(expected, within(1e-6 * (gradient.norm() + 1)));
            assertThat(gradient.norm()).as(name).isGreaterThan(1e-3);
        });
    }

    private static double slope(ReferenceModel model, TokenBatch batch, double[] numbers, double[] direction) {
        double[] middle = numbers.clone();
        double step = 1e-6;
        double difference = 0;
        for (int sign : new int[] {1, -1}) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = middle[i] + sign * step * direction[i];
            }
            difference += sign * model.nats(batch);
        }
        System.arraycopy(middle, 0, numbers, 0, middle.length);
        return difference / (2 * step);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_(WIDE|VOCABULARY)")
    void laterTokensChangeNothing(ReferenceShapes shape) {
        ReferenceModel model = new ReferenceModel(shape.shape(), RandomTensors.of(shape.shape(), 1));
        int[] tokens = shape.batch(1, 2).inputs();
        Matrix whole = model.logits(tokens);
        Matrix start = model.logits(Arrays.copyOf(tokens, tokens.length / 2));
        assertThat(start.numbers()).containsExactly(whole.rows(0, start.rows()).numbers(), within(1e-12));
    }
}
