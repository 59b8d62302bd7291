// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The norm that a gradient is clipped by, over more numbers than fp32 can add up. */
class GradientNormTest {
    /** Of which each of 16 lanes adds up two million: one more is a rounding error of the sum by then. */
    private static final int NUMBERS = (1 << 25) + 77;

    private static final int NUMBERS_TO_TIME = 1 << 22;

    private static final float VALUE = 3e-5f;

    private static final String CODE = """
            class Norms(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def equal(self, n: Tensor, value: Tensor) -> Tensor:
                return torch.full([int(n)], float(value), dtype=6)
              def plain(self, n: Tensor, value: Tensor) -> Tensor:
                return torch.to(torch.linalg_vector_norm(self.equal(n, value)), 7)
              def accurate(self, n: Tensor, value: Tensor) -> Tensor:
                return torch.sqrt(self.sum_of_squares(self.equal(n, value)))
              def mode(self, unused: Tensor) -> Tensor:
                return torch.tensor(torch.is_grad_enabled())
            """;

    private static double norm(Program program, String method, int numbers) {
        return program.call(call -> call.run(
                        method, call.arrays().create(numbers), call.arrays().create(VALUE))
                .get(0)
                .getDouble());
    }

    private static Program program() {
        String code = CODE + ModelProgram.text("gradient_norm.py");
        return Program.load(
                Libtorch.open(Fixtures.ENVIRONMENT, 1),
                Device.cpu(),
                "norms.py",
                TorchScriptArchive.of("Norms", code, Map.of("training", true)));
    }

    @Test
    void isAccurateWhereASingleReductionIsNot() {
        double expected = VALUE * Math.sqrt(NUMBERS);
        try (Program program = program()) {
            assertThat(Math.abs(norm(program, "plain", NUMBERS) / expected - 1))
                    .as("what a single reduction in fp32 is off by")
                    .isGreaterThan(1e-4);
            // 64 additions in a lane, each off by 2^-24 at most, and a root, which halves it.
            assertThat(norm(program, "accurate", NUMBERS)).isCloseTo(expected, within(2e-6 * expected));
        }
    }

    @Test
    void isRightForAnyNumberOfNumbers() {
        try (Program program = program()) {
            for (int numbers : new int[] {0, 1, 3, 1023, 1024, 1025, 4097}) {
                double expected = VALUE * Math.sqrt(numbers);
                assertThat(norm(program, "accurate", numbers))
                        .as("%d numbers", numbers)
                        .isCloseTo(expected, within(2e-6 * expected));
            }
        }
    }

    @Test
    void costsHardlyMoreThanASingleReduction() {
        try (Program program = program()) {
            double plain = fastest(program, "plain");
            assertThat(fastest(program, "accurate")).isLessThan(3 * plain);
        }
    }

    /** Seconds, with those of making the numbers. */
    private static double fastest(Program program, String method) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long begin = System.nanoTime();
            norm(program, method, NUMBERS_TO_TIME);
            best = Math.min(best, (System.nanoTime() - begin) / 1e9);
        }
        return best;
    }

    @Test
    void theGradModeOfTheThreadIsAsBefore() {
        Libtorch.open(Fixtures.ENVIRONMENT, 1);
        JniUtils.setGradMode(true);
        try (Program program = program();
                PyTorchTrainableModel model =
                        (PyTorchTrainableModel) Fixtures.fp32().create(Fixtures.TINY, 1)) {
            for (Runnable work : new Runnable[] {
                () -> model.score(Fixtures.BATCH),
                () -> model.accumulate(Fixtures.BATCH, 1),
                () -> Fixtures.train(model, Fixtures.BATCH, 1, 1),
                () -> model.languageModel().decode().append(new int[] {1, 2}, new float[Fixtures.TINY.vocabularySize()])
            }) {
                work.run();
                assertThat(program.<Boolean>call(
                                call -> call.run("mode", call.arrays().create(0f))
                                        .get(0)
                                        .getBoolean()))
                        .isTrue();
            }
        }
    }
}
