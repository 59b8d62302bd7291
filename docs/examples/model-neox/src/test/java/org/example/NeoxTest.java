// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package org.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.ModelFamilyContract;
import dev.seance.api.model.ModelTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeoxTest extends ModelFamilyContract<Neox.Options> {

    @Override
    protected ModelFamily<Neox.Options> family() {
        return new Neox();
    }

    @Override
    protected List<Neox.Options> options() {
        return List.of(new Neox.Options(1, 32, 64, 1e-5), new Neox.Options(12, 768, 2048, 1e-6));
    }

    @Test
    void hasTwelveSquaresOfItsWidthALayer() {
        long width = 32;
        assertThat(family().tensors(family().dimensions(options().get(0), 300)).stream()
                        .filter(tensor -> tensor.group().matrices())
                        .mapToLong(ModelTensor::elements)
                        .sum())
                .isEqualTo(12 * width * width);
    }
}
