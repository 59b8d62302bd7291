// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.ToyBackend;
import dev.seance.api.testing.ToyFamily;
import dev.seance.api.training.TrainingJob;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training makes of the failures of its engine. */
class EngineFailureTest {

    private static final ModelConfig CONFIG =
            ToyFamily.config(new ModelDimensions(1, 8, 1, 1, 32, 16, new ByteVocabulary().size()));

    @TempDir
    private Path folder;

    @Test
    void saysWhatToLowerWhenJavaIsOutOfMemory() {
        assertThatThrownBy(() -> train(failing("accumulate", new OutOfMemoryError("Java heap space"))))
                .isInstanceOf(UserError.class)
                .hasMessageMatching("\\[test-step] out of memory: Java has [\\d,]+ MiB \\(Java heap space\\); lower"
                        + " micro-batch \\(now micro-batches of 2 x 16 tokens; the result stays the same\\), the model's"
                        + " context or its depth, or give Java more with SEANCE_JAVA_OPTS=-Xmx8g");
    }

    @Test
    void saysWhatToLowerWhenTheEngineIsOutOfMemory() {
        RuntimeException engine = new IllegalStateException(
                "plugin failed",
                new RuntimeException("CUDA out of memory. Tried to allocate 2.00 GiB\nmore lines"));
        for (String method : List.of("accumulate", "update", "score")) {
            assertThatThrownBy(() -> train(failing(method, engine)))
                    .as(method)
                    .isInstanceOf(UserError.class)
                    .hasMessage("[test-step] the engine is out of memory (CUDA out of memory. Tried to allocate 2.00 GiB);"
                            + " lower micro-batch (now micro-batches of 2 x 16 tokens; the result stays the same), the"
                            + " model's context or its depth");
        }
    }

    @Test
    void saysWhichStackIsFull() {
        assertThatThrownBy(() -> train(failing("accumulate", new StackOverflowError())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("SEANCE_JAVA_OPTS=-Xss16m");
    }

    @Test
    void leavesOtherFailuresAsTheyAre() {
        RuntimeException bug = new IllegalStateException("index 7 is not in 0..6");
        assertThatThrownBy(() -> train(failing("accumulate", bug))).isSameAs(bug);
        assertThat(MemoryExhausted.explained(bug, "base", 1, 16)).isSameAs(bug);
    }

    @Test
    void adviceForAMicroBatchOfOneIsAnother() {
        assertThat(MemoryExhausted.explained(new OutOfMemoryError("x"), "base", 1, 2048))
                .hasMessageContaining("; lower the model's context or its depth (now micro-batches of 1 x 2048 tokens)");
    }

    @Test
    void aModelThatCannotBeClosedDoesNotLoseAFinishedTraining() throws IOException {
        TestContext context = train(failing("close", new IllegalStateException("busy")));
        assertThat(context.summary().get("steps")).isEqualTo(24);
        assertThat(context.notes()).contains("warning: cannot free the model: busy");
        assertThat(folder.resolve("output").resolve(TrainableModel.WEIGHTS)).exists();
    }

    private TestContext train(ModelBackend backend) throws IOException {
        Path workspace = Files.createTempDirectory(folder, "workspace");
        TestContext context = new TestContext(workspace, 7);
        StepInputs inputs = new StepInputs(
                List.of(new MemoryCorpus("books", Prose.documents(6, 1), Prose.documents(2, 100))),
                List.of(new ByteVocabulary()),
                List.of(),
                List.of());
        Path output = Files.createDirectories(folder.resolve("output"));
        new Pretrain(
                        OptionsOf.type(PretrainOptions.class, PretrainTest.SMALL),
                        new Environment(folder, true, 2, Clock.systemUTC()))
                .train(new TrainingJob(CONFIG, new ByteVocabulary(), backend, inputs, output), context);
        return context;
    }

    /** A backend whose models fail in a method. */
    private static ModelBackend failing(String method, Throwable failure) {
        return proxy(ModelBackend.class, (called, result) -> {
            if (result instanceof TrainableModel model) {
                return proxy(TrainableModel.class, (inner, ignored) -> {
                    if (inner.equals(method)) {
                        throw failure;
                    }
                    return ignored;
                }, model);
            }
            return result;
        }, new ToyBackend());
    }

    private interface After {
        Object call(String method, Object result) throws Throwable;
    }

    /** An object that calls another one and then looks at what came. */
    private static <T> T proxy(Class<T> type, After after, Object target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            try {
                return after.call(method.getName(), method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
