package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.EvaluatorContract;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class ${type}Test extends EvaluatorContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ${type}.class;
    }

    @Override
    protected Evaluator evaluator() {
        return new ${type}(new ${type}Options(3));
    }

    @Override
    protected StepInputs inputs() {
        return new StepInputs(List.of(MemoryCorpus.ofTexts("The sea, the sea!")), List.of(), List.of(), List.of());
    }

    @Test
    void failsBelowTheGate() throws IOException {
        assertThat(evaluator().evaluate(inputs(), new TestContext(workspace, 1)).failures())
                .containsExactly("differentWords 2 is below min-words 3");
    }
}
