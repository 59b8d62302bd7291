// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.ModelFamilyContract;
import dev.seance.api.testing.TestFamilies;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LlamaTest extends ModelFamilyContract<LlamaOptions> {

    @Override
    protected ModelFamily<LlamaOptions> family() {
        return new Llama();
    }

    @Override
    protected List<LlamaOptions> options() {
        return List.of(
                depth(1, false),
                depth(18, true),
                depth(128, false),
                new LlamaOptions(3, Optional.of(64), Optional.of(4), Optional.of(2), Optional.of(96), 512, "LS", true));
    }

    private static LlamaOptions depth(int depth, boolean tied) {
        return new LlamaOptions(
                depth, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 2048, "L", tied);
    }

    private static ModelConfig config(ModelDimensions dimensions) {
        return TestFamilies.of(new Llama()).config("llama", dimensions);
    }

    @Test
    void hasTheSizeOfTheVictorianLlama() {
        ModelDimensions dimensions = new Llama()
                .dimensions(
                        new LlamaOptions(
                                18,
                                Optional.of(1024),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                2048,
                                "L",
                                false),
                        32768);
        assertThat(dimensions)
                .isEqualTo(new ModelDimensions(18, 1024, 16, 4, 4096, 2048, 32768).withSetting("tied", false));
        ModelConfig config = config(dimensions);
        assertThat(config.parameters().total()).isEqualTo(340_825_088L);
        assertThat(config.parameters().valueEmbeddings()).isZero();
        assertThat(config.withWindows(new AttentionWindows("SSSL")).parameters())
                .isEqualTo(config.parameters());
    }

    @Test
    void aTiedModelHasNoHead() {
        ModelConfig own = config(new Llama().dimensions(depth(2, false), 300));
        ModelConfig tied = config(new Llama().dimensions(depth(2, true), 300));
        assertThat(tied.tied()).isTrue();
        assertThat(tied.parameters().head()).isZero();
        assertThat(tied.parameters().total()).isEqualTo(own.parameters().total() - 300 * 128);
        assertThat(tied.parameters().matmulParameters())
                .isEqualTo(own.parameters().matmulParameters());
        assertThat(tied.groups()).extracting("name").containsExactly("embedding", "matrices", "norms");
    }

    @Test
    void sharesKeysAndValuesBetweenFourQueriesWhereThatFits() {
        assertThat(new Llama().dimensions(depth(4, false), 300).kvHeads()).isEqualTo(1);
        assertThat(new Llama().dimensions(depth(6, false), 300).heads()).isEqualTo(6);
        assertThat(new Llama().dimensions(depth(6, false), 300).kvHeads()).isEqualTo(6);
        assertThat(new Llama().dimensions(depth(8, false), 300).kvHeads()).isEqualTo(2);
    }

    @Test
    void refusesHeadsWhoseWidthIsOdd() {
        ModelDimensions odd = new ModelDimensions(2, 20, 4, 4, 80, 16, 64).withSetting("tied", false);
        assertThatThrownBy(() -> new Llama().tensors(odd))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a head's width of 5 is odd");
    }
}
