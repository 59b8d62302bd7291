// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.ModelFamilyContract;
import dev.seance.api.model.ParameterCount;
import dev.seance.api.testing.TestFamilies;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NanochatTest extends ModelFamilyContract<NanochatOptions> {

    @Override
    protected ModelFamily<NanochatOptions> family() {
        return new Nanochat();
    }

    @Override
    protected List<NanochatOptions> options() {
        return List.of(
                depth(1),
                depth(18),
                depth(128),
                new NanochatOptions(3, Optional.of(64), Optional.of(4), Optional.of(2), Optional.of(96), 512, "SL"));
    }

    private static NanochatOptions depth(int depth) {
        return options(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), depth, 2048);
    }

    private static NanochatOptions options(
            Optional<Integer> width,
            Optional<Integer> heads,
            Optional<Integer> kvHeads,
            Optional<Integer> mlpWidth,
            int depth,
            int context) {
        return new NanochatOptions(depth, width, heads, kvHeads, mlpWidth, context, "SSSL");
    }

    private static ModelDimensions shallow(
            Optional<Integer> width, Optional<Integer> heads, Optional<Integer> kvHeads, Optional<Integer> mlpWidth) {
        return new Nanochat().dimensions(options(width, heads, kvHeads, mlpWidth, 2, 512), 300);
    }

    private static ModelConfig config(ModelDimensions dimensions) {
        return TestFamilies.of(new Nanochat()).config("nanochat", dimensions);
    }

    @Test
    void derivesTheVictorianModelFromItsDepth() {
        ModelDimensions dimensions = new Nanochat().dimensions(depth(18), 32768);
        assertThat(dimensions)
                .isEqualTo(new ModelDimensions(18, 1152, 9, 9, 4608, 2048, 32768).withWindows(dimensions.windows()));
        assertThat(dimensions.windows().pattern()).isEqualTo("SSSL");
        assertThat(dimensions.headWidth()).isEqualTo(128);
        ModelConfig config = config(dimensions);
        ParameterCount parameters = config.parameters();
        assertThat(parameters.matrices()).isEqualTo(286_654_464L);
        assertThat(parameters.head()).isEqualTo(37_748_736L);
        assertThat(parameters.matmulParameters()).isEqualTo(324_403_200L);
        assertThat(parameters.total()).isEqualTo(701_891_594L);
        assertThat(parameters.valueEmbeddings()).isEqualTo(339_738_624L);
        assertThat(config.flopsPerToken()).isEqualTo(6.0 * 324_403_200L + 12.0 * 1152 * (5 * 2048 + 13 * 512));
    }

    @Test
    void theReferenceIsItsModelOfDepthTwelve() {
        ModelDimensions twelve = new Nanochat().dimensions(depth(12), 32768);
        assertThat(twelve.width()).isEqualTo(768);
        assertThat(config(twelve).parameters().matmulParameters())
                .isEqualTo(new Nanochat().reference(twelve).matmulParameters())
                .isEqualTo(110_100_480L);
    }

    @Test
    void roundsTheWidthUpToWholeHeads() {
        assertThat(new Nanochat().dimensions(depth(1), 300).width()).isEqualTo(128);
        assertThat(new Nanochat().dimensions(depth(3), 300).width()).isEqualTo(256);
        assertThat(new Nanochat().dimensions(depth(3), 300).heads()).isEqualTo(2);
        assertThat(new Nanochat().dimensions(depth(128), 300).width()).isEqualTo(8192);
    }

    @Test
    void whatIsGivenWins() {
        ModelDimensions all = shallow(Optional.of(64), Optional.of(4), Optional.of(2), Optional.of(96));
        assertThat(all).isEqualTo(new ModelDimensions(2, 64, 4, 2, 96, 512, 300).withWindows(all.windows()));
        assertThat(shallow(Optional.empty(), Optional.of(3), Optional.empty(), Optional.empty()))
                .isEqualTo(new ModelDimensions(2, 384, 3, 3, 1536, 512, 300).withWindows(all.windows()));
        assertThat(shallow(Optional.of(64), Optional.empty(), Optional.empty(), Optional.empty()))
                .isEqualTo(new ModelDimensions(2, 64, 1, 1, 256, 512, 300).withWindows(all.windows()));
    }

    @Test
    void saysWhichNumbersDoNotFitEachOther() {
        assertThatThrownBy(() -> shallow(Optional.of(64), Optional.of(5), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width 64 is not a multiple of heads 5");
        ModelDimensions odd = shallow(Optional.of(20), Optional.of(4), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> new Nanochat().tensors(odd))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a head's width of 5 is odd");
    }

    @Test
    void countsEveryOtherLayersValueEmbeddings() {
        // Two layers, of which the last has a table of [64, 16] and a gate of 12 channels for each of 2 heads.
        assertThat(config(new ModelDimensions(2, 32, 4, 2, 128, 16, 64)).parameters())
                .isEqualTo(new ParameterCount(
                        2L * (2 * 1024 + 2 * 512 + 2 * 4096), 2048, 64 * 16, 2048, 2 * 12 + 2 + 2 + 24 + 1 + 1));
    }
}
