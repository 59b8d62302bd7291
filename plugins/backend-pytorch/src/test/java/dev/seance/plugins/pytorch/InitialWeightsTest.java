// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.testing.reference.Matrix;
import dev.seance.api.testing.reference.Restored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fresh weights are drawn as nanochat of March 2026 and Llama's reference code draw them. */
class InitialWeightsTest {
    @TempDir
    Path folder;

    private Map<String, Matrix> tensors;

    @Test
    void nanochat() throws IOException {
        draw(Families.nanochat(new ModelDimensions(5, 96, 4, 2, 384, 16, 500)));
        double bound = Math.sqrt(3.0 / 96);
        normal("embedding", 0.8);
        normal("head", 0.001);
        uniform("attention_qkv", -bound, bound);
        uniform("mlp_in", -0.4 * bound, 0.4 * bound);
        uniform("value_embeddings", -bound, bound);
        uniform("value_gates", 0, 0.02);
        uniform("smear_gate", 0, 0.02);
        exactly("attention_out", 0);
        exactly("mlp_out", 0);
        assertThat(tensors.get("resid_lambdas").numbers())
                .containsExactly(new double[] {1.15, 1.125, 1.1, 1.075, 1.05}, within(1e-6));
        assertThat(tensors.get("x0_lambdas").numbers())
                .containsExactly(new double[] {0.2, 0.1625, 0.125, 0.0875, 0.05}, within(1e-6));
        exactly("smear_lambda", 0);
        exactly("backout_lambda", 0.2);
        assertThat(tensors).hasSize(13);
    }

    @Test
    void llama() throws IOException {
        draw(Families.llama(new ModelDimensions(8, 96, 4, 2, 256, 16, 500)));
        normal("embedding", 0.02);
        normal("head", 0.02);
        normal("attention_qkv", 0.02);
        normal("mlp_gate", 0.02);
        normal("mlp_in", 0.02);
        normal("attention_out", 0.005);
        normal("mlp_out", 0.005);
        exactly("attention_norm", 1);
        exactly("mlp_norm", 1);
        exactly("final_norm", 1);
        assertThat(tensors).hasSize(10);
    }

    private void draw(ModelConfig shape) throws IOException {
        try (TrainableModel model = Fixtures.fp32().create(shape, 7)) {
            tensors = Restored.tensors(model, folder);
        }
    }

    /** Mean 0, and the fourth moment three times the square of the second. */
    private void normal(String name, double deviation) {
        assertThat(moment(name, 0, 1)).as(name).isCloseTo(0, within(0.02 * deviation));
        assertThat(Math.sqrt(moment(name, 0, 2))).as(name).isCloseTo(deviation, within(0.02 * deviation));
        assertThat(moment(name, 0, 4) / Math.pow(moment(name, 0, 2), 2))
                .as(name)
                .isCloseTo(3, within(0.2));
    }

    /** In the bounds and near both, with the deviation of a uniform number, however few there are. */
    private void uniform(String name, double least, double most) {
        double[] numbers = tensors.get(name).numbers();
        double width = most - least;
        double few = 2.5 / Math.sqrt(numbers.length);
        assertThat(Arrays.stream(numbers).max().orElseThrow()).as(name).isBetween(most - few * width, (double)
                Math.nextUp((float) most));
        assertThat(Arrays.stream(numbers).min().orElseThrow())
                .as(name)
                .isBetween((double) Math.nextDown((float) least), least + few * width);
        assertThat(Math.sqrt(moment(name, (least + most) / 2, 2)))
                .as(name)
                .isCloseTo(width / Math.sqrt(12), within(few * width / Math.sqrt(12)));
    }

    private void exactly(String name, double number) {
        assertThat(tensors.get(name).numbers()).as(name).containsOnly((float) number);
    }

    private double moment(String name, double around, int power) {
        return Arrays.stream(tensors.get(name).numbers())
                .map(x -> Math.pow(x - around, power))
                .average()
                .orElseThrow();
    }
}
