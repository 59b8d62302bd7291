package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.ModelFamilyContract;
import dev.seance.api.model.ModelTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ${type}Test extends ModelFamilyContract<${type}Options> {

    @Override
    protected ModelFamily<${type}Options> family() {
        return new ${type}();
    }

    @Override
    protected List<${type}Options> options() {
        return List.of(new ${type}Options(1, 32, 64), new ${type}Options(3, 48, 2048));
    }

    @Test
    void hasTwoTablesAndTwoMatricesALayer() {
        assertThat(family().tensors(family().dimensions(new ${type}Options(3, 32, 64), 300)).stream()
                        .mapToLong(ModelTensor::elements)
                        .sum())
                .isEqualTo(2 * 300 * 32 + 3 * 2 * 4 * 32 * 32);
    }
}
