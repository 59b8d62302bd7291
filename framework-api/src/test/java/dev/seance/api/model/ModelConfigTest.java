// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import dev.seance.api.testing.TestFamilies;
import dev.seance.api.testing.ToyFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelConfigTest {

    private static final ModelFamilies FAMILIES = TestFamilies.of(new ToyFamily());
    private static final ModelDimensions DIMENSIONS = new ModelDimensions(2, 32, 4, 2, 128, 16, 64);
    private static final ModelConfig CONFIG = ToyFamily.config(DIMENSIONS);

    @Test
    void countsParametersByRole() {
        // Grouped queries: keys and values are half as wide as the queries.
        assertThat(CONFIG.parameters())
                .isEqualTo(new ParameterCount(2L * (2 * 1024 + 2 * 512 + 2 * 4096), 2048, 0, 2048, 0));
        assertThat(CONFIG.parameters().matmulParameters()).isEqualTo(2L * (2 * 1024 + 2 * 512 + 2 * 4096) + 2048);
        assertThat(CONFIG.tied()).isFalse();
    }

    @Test
    void aTiedTokenTableMultiplies() {
        List<ModelTensor> headless = CONFIG.tensors().stream()
                .filter(tensor -> tensor.role() != ParameterRole.HEAD)
                .toList();
        ModelConfig tied = new ModelConfig("toy", DIMENSIONS, headless, CONFIG.reference());
        assertThat(tied.tied()).isTrue();
        assertThat(tied.parameters().matmulParameters())
                .isEqualTo(CONFIG.parameters().matmulParameters());
        assertThat(tied.parameters().total()).isEqualTo(CONFIG.parameters().total() - 2048);
    }

    @Test
    void countsOperationsByWhatEachLayerSees() {
        ModelDimensions windowed =
                new ModelDimensions(4, 32, 4, 2, 128, 1024, 64, new AttentionWindows("SL"), Map.of());
        ModelConfig config = ToyFamily.config(windowed);
        assertThat(config.flopsPerToken())
                .isEqualTo(6.0 * config.parameters().matmulParameters() + 12.0 * 32 * (2 * 256 + 2 * 1024));
        assertThat(config.withWindows(AttentionWindows.FULL).flopsPerToken())
                .isEqualTo(6.0 * config.parameters().matmulParameters() + 12.0 * 32 * 4 * 1024);
        assertThat(config.withWindows(AttentionWindows.FULL).tensors()).isEqualTo(config.tensors());
    }

    @Test
    void listsItsGroupsOnce() {
        assertThat(CONFIG.groups()).containsExactly(ToyFamily.EMBEDDING, ToyFamily.HEAD, ToyFamily.MATRICES);
    }

    @Test
    void saysWhichNumbersDoNotFitEachOther() {
        assertThatThrownBy(() -> new ModelDimensions(2, 64, 5, 5, 256, 16, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width 64 is not a multiple of heads 5");
        assertThatThrownBy(() -> new ModelDimensions(2, 64, 4, 3, 256, 16, 64))
                .hasMessage("kv-heads 3 does not divide heads 4");
        for (int zeroed = 0; zeroed < 7; zeroed++) {
            int[] n = {2, 32, 4, 2, 128, 16, 64};
            n[zeroed] = 0;
            assertThatThrownBy(() -> new ModelDimensions(n[0], n[1], n[2], n[3], n[4], n[5], n[6]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String name : List.of("layers", "Rope", "rope-base", "format", "pytorch.threads", "")) {
            assertThatThrownBy(() -> DIMENSIONS.withSetting(name, 1))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void survivesItsMetadata() {
        assertThat(ModelConfig.fromMetadata(CONFIG.toMetadata(), FAMILIES)).isEqualTo(CONFIG);
        ModelDimensions more = DIMENSIONS
                .withSetting("experts", 8)
                .withSetting("rope_base", 1e4)
                .withSetting("tied", true)
                .withWindows(new AttentionWindows("SSL"));
        Map<String, String> metadata = new HashMap<>(more.toMetadata());
        metadata.put("format", "seance-checkpoint");
        metadata.put("pytorch.threads", "2");
        ModelDimensions read = ModelDimensions.fromMetadata(metadata);
        assertThat(read).isEqualTo(more);
        assertThat(read.number("experts")).isEqualTo(8);
        assertThat(read.flag("tied")).isTrue();
        assertThat(read.settings()).containsEntry("rope_base", "10000.0");
    }

    @Test
    void aFamilyHasTheSettingsItDeclares() {
        ModelDimensions experts = DIMENSIONS.withSetting("experts", 8);
        experts.requireSettings("experts");
        assertThatThrownBy(experts::requireSettings).hasMessage("unknown setting 'experts'");
        assertThatThrownBy(() -> experts.requireSettings("experts", "tied")).hasMessage("'tied' is missing");
        assertThatThrownBy(() -> experts.flag("tied")).hasMessage("'tied' is missing");
        assertThatThrownBy(() -> experts.flag("experts")).hasMessage("'experts' is 8, neither true nor false");
        assertThatThrownBy(() -> DIMENSIONS.withSetting("experts", "many").number("experts"))
                .hasMessage("'experts' is many, not a number");
    }

    @Test
    void namesTheMetadataItCannotRead() {
        for (String key : DIMENSIONS.toMetadata().keySet()) {
            for (String value : List.of("", "many", "1e3", "-1")) {
                Map<String, String> metadata = new HashMap<>(CONFIG.toMetadata());
                metadata.put(key, value);
                assertThatThrownBy(() -> ModelConfig.fromMetadata(metadata, FAMILIES))
                        .as("%s=%s", key, value)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        Map<String, String> metadata = new HashMap<>(CONFIG.toMetadata());
        metadata.remove("layers");
        assertThatThrownBy(() -> ModelConfig.fromMetadata(metadata, FAMILIES)).hasMessageContaining("layers");
        assertThatThrownBy(() -> ModelConfig.fromMetadata(Map.of(), FAMILIES)).hasMessage("'architecture' is missing");
        metadata.putAll(CONFIG.toMetadata());
        metadata.put("smear", "yes");
        assertThatThrownBy(() -> ModelConfig.fromMetadata(metadata, FAMILIES)).hasMessage("unknown setting 'smear'");
        metadata.put("architecture", "mamba");
        assertThatThrownBy(() -> ModelConfig.fromMetadata(metadata, FAMILIES)).isInstanceOf(UserError.class);
    }
}
