// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelConfigTest {

    private static final AttentionWindows SSSL = new AttentionWindows("SSSL");

    private static final ModelConfig SHAPE = new ModelConfig(Architecture.NANOCHAT, 2, 32, 4, 2, 128, 16, 64);

    @Test
    void derivesTheVictorianModelFromItsDepth() {
        ModelConfig shape = depth(18).derive(32768);
        assertThat(shape)
                .isEqualTo(new ModelConfig(Architecture.NANOCHAT, 18, 1152, 9, 9, 4608, 2048, 32768).withWindows(SSSL));
        assertThat(shape.headWidth()).isEqualTo(128);
        assertThat(shape.parameters().matrices()).isEqualTo(286_654_464L);
        assertThat(shape.parameters().head()).isEqualTo(37_748_736L);
        assertThat(shape.parameters().matmulParameters()).isEqualTo(324_403_200L);
        assertThat(shape.parameters().total()).isEqualTo(701_891_594L);
        assertThat(shape.parameters().valueEmbeddings()).isEqualTo(339_738_624L);
        assertThat(shape.flopsPerToken()).isEqualTo(6.0 * 324_403_200L + 12.0 * 1152 * (5 * 2048 + 13 * 512));
    }

    @Test
    void derivesTheLlamaThatHonestlyTotals340Million() {
        ModelConfig shape = new ModelOptions(
                        Architecture.LLAMA,
                        18,
                        Optional.of(1024),
                        Optional.of(16),
                        Optional.of(4),
                        Optional.of(4096),
                        2048,
                        Optional.empty(),
                        false)
                .derive(32768);
        assertThat(shape.parameters().total()).isEqualTo(340_825_088L);
        assertThat(shape.parameters().valueEmbeddings()).isZero();
        assertThat(shape.withWindows(SSSL).parameters()).isEqualTo(shape.parameters());
    }

    @Test
    void roundsTheWidthUpToWholeHeads() {
        assertThat(depth(1).derive(300).width()).isEqualTo(128);
        assertThat(depth(3).derive(300).width()).isEqualTo(256);
        assertThat(depth(3).derive(300).heads()).isEqualTo(2);
        assertThat(depth(128).derive(300).width()).isEqualTo(8192);
    }

    @Test
    void letsWhatIsGivenWin() {
        ModelConfig shape = options(Optional.of(64), Optional.of(4), Optional.of(2), Optional.of(96))
                .derive(300);
        assertThat(shape)
                .isEqualTo(new ModelConfig(Architecture.NANOCHAT, 2, 64, 4, 2, 96, 512, 300).withWindows(SSSL));
        assertThat(options(Optional.empty(), Optional.of(3), Optional.empty(), Optional.empty())
                        .derive(300))
                .isEqualTo(new ModelConfig(Architecture.NANOCHAT, 2, 384, 3, 3, 1536, 512, 300).withWindows(SSSL));
        assertThat(options(Optional.of(64), Optional.empty(), Optional.empty(), Optional.empty())
                        .derive(300))
                .isEqualTo(new ModelConfig(Architecture.NANOCHAT, 2, 64, 1, 1, 256, 512, 300).withWindows(SSSL));
    }

    @Test
    void saysWhichNumbersDoNotFitEachOther() {
        assertThatThrownBy(() -> options(Optional.of(64), Optional.of(5), Optional.empty(), Optional.empty())
                        .derive(300))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width 64 is not a multiple of heads 5");
        assertThatThrownBy(() -> options(Optional.of(64), Optional.of(4), Optional.of(3), Optional.empty())
                        .derive(300))
                .hasMessage("kv-heads 3 does not divide heads 4");
        assertThatThrownBy(() -> options(Optional.of(20), Optional.of(4), Optional.empty(), Optional.empty())
                        .derive(300))
                .hasMessageStartingWith("a head's width of 5 is odd");
        for (int zeroed = 0; zeroed < 7; zeroed++) {
            int[] n = {2, 32, 4, 2, 128, 16, 64};
            n[zeroed] = 0;
            assertThatThrownBy(() -> new ModelConfig(Architecture.NANOCHAT, n[0], n[1], n[2], n[3], n[4], n[5], n[6]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void countsFewerParametersWithGroupedQueries() {
        assertThat(SHAPE.parameters())
                .isEqualTo(new ParameterCount(
                        2L * (2 * 1024 + 2 * 512 + 2 * 4096), 2048, 64 * 16, 2048, 2 * 12 + 2 + 2 + 24 + 1 + 1));
    }

    @Test
    void changesNothingButTheContext() {
        assertThat(SHAPE.withContext(99).context()).isEqualTo(99);
        assertThat(SHAPE.withContext(99).withContext(16)).isEqualTo(SHAPE);
        assertThat(SHAPE.withContext(99).parameters()).isEqualTo(SHAPE.parameters());
    }

    @Test
    void survivesItsMetadata() {
        assertThat(ModelConfig.fromMetadata(SHAPE.toMetadata())).isEqualTo(SHAPE);
    }

    @Test
    void namesTheMetadataItCannotRead() {
        for (String key : SHAPE.toMetadata().keySet()) {
            for (String value : List.of("", "many", "1e3", "-1")) {
                Map<String, String> metadata = new HashMap<>(SHAPE.toMetadata());
                metadata.put(key, value);
                assertThatThrownBy(() -> ModelConfig.fromMetadata(metadata))
                        .as("%s=%s", key, value)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        Map<String, String> metadata = new HashMap<>(SHAPE.toMetadata());
        metadata.remove("layers");
        assertThatThrownBy(() -> ModelConfig.fromMetadata(metadata)).hasMessageContaining("layers");
        assertThatThrownBy(() -> ModelConfig.fromMetadata(Map.of())).hasMessage("unknown architecture ''");
    }

    private static ModelOptions depth(int depth) {
        return new ModelOptions(
                Architecture.NANOCHAT,
                depth,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                2048,
                Optional.empty(),
                false);
    }

    private static ModelOptions options(
            Optional<Integer> width, Optional<Integer> heads, Optional<Integer> kvHeads, Optional<Integer> mlpWidth) {
        return new ModelOptions(
                Architecture.NANOCHAT, 2, width, heads, kvHeads, mlpWidth, 512, Optional.empty(), false);
    }
}
