// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.plugin.ExtensionContract;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.testing.TestFamilies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What holds for every {@link ModelFamily}. Whether its programs compute what they should is for the tests of each program;
 * {@link ModelBackendContract} runs them.
 *
 * @param <O> the family's options record
 */
public abstract class ModelFamilyContract<O extends Record> extends ExtensionContract {

    private static final int VOCABULARY_SIZE = 300;

    /** The family under test, a new instance at each call. */
    protected abstract ModelFamily<O> family();

    /** Options of several models, small and large, that between them set every option. */
    protected abstract List<O> options();

    @Override
    protected Class<? extends ModelFamily<?>> extension() {
        @SuppressWarnings("unchecked") // a family's class is one of families
        Class<? extends ModelFamily<?>> type = (Class<? extends ModelFamily<?>>) family().getClass();
        return type;
    }

    private String architecture() {
        return extension().getAnnotation(ExtensionSpec.class).name();
    }

    private List<ModelDimensions> models() {
        return options().stream()
                .map(options -> family().dimensions(options, VOCABULARY_SIZE))
                .toList();
    }

    private ModelConfig config(ModelDimensions dimensions) {
        return TestFamilies.of(family()).config(architecture(), dimensions);
    }

    @Test
    void getsItsOptionsWithTheCallAndNotInTheConstructor() {
        assertThat(extension().getConstructors()[0].getParameterTypes()).noneMatch(Class::isRecord);
        assertThat(options())
                .isNotEmpty()
                .hasOnlyElementsOfType(
                        extension().getAnnotation(ExtensionSpec.class).options());
    }

    @Test
    void makesTheSameModelOfTheSameOptions() {
        for (O options : options()) {
            ModelDimensions dimensions = family().dimensions(options, VOCABULARY_SIZE);
            assertThat(dimensions.vocabularySize()).isEqualTo(VOCABULARY_SIZE);
            assertThat(family().dimensions(options, VOCABULARY_SIZE)).isEqualTo(dimensions);
            assertThat(config(dimensions)).isEqualTo(config(dimensions));
        }
    }

    @Test
    void survivesTheHeaderOfACheckpoint() {
        for (ModelDimensions dimensions : models()) {
            ModelConfig config = config(dimensions);
            assertThat(ModelConfig.fromMetadata(config.toMetadata(), TestFamilies.of(family())))
                    .isEqualTo(config);
        }
    }

    @Test
    void hasTheSettingsItDeclaresAndNoOthers() {
        for (ModelDimensions dimensions : models()) {
            assertThatThrownBy(() -> family().tensors(dimensions.withSetting("nobody_has_this", 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nobody_has_this");
            for (String setting : dimensions.settings().keySet()) {
                Map<String, String> metadata = new TreeMap<>(dimensions.toMetadata());
                metadata.remove(setting);
                assertThatThrownBy(() -> family().tensors(ModelDimensions.fromMetadata(metadata)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(setting);
                assertThatThrownBy(() -> family().tensors(dimensions.withSetting(setting, "nonsense")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(setting);
            }
        }
    }

    @Test
    void looksTokensUpInOneTable() {
        for (ModelDimensions dimensions : models()) {
            List<ModelTensor> tensors = family().tensors(dimensions);
            assertThat(tensors).extracting(ModelTensor::name).doesNotHaveDuplicates();
            assertThat(of(tensors, ParameterRole.EMBEDDING))
                    .extracting(ModelTensor::shape)
                    .containsExactly(List.of((long) VOCABULARY_SIZE, (long) dimensions.width()));
            assertThat(of(tensors, ParameterRole.HEAD))
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(head -> head.shape().contains((long) VOCABULARY_SIZE));
            assertThat(of(tensors, ParameterRole.MATRIX)).isNotEmpty();
        }
    }

    private static List<ModelTensor> of(List<ModelTensor> tensors, ParameterRole role) {
        return tensors.stream().filter(tensor -> tensor.role() == role).toList();
    }

    @Test
    void countsEveryParameterOnce() {
        for (ModelDimensions dimensions : models()) {
            ModelConfig config = config(dimensions);
            long elements =
                    config.tensors().stream().mapToLong(ModelTensor::elements).sum();
            assertThat(config.parameters().total()).isEqualTo(elements);
            assertThat(config.parameters().matmulParameters()).isPositive().isLessThanOrEqualTo(elements);
            assertThat(config.flopsPerToken()).isFinite().isPositive();
        }
    }

    @Test
    void declaresGroupsOfWhichMuonMovesStacksOfMatrices() {
        for (ModelDimensions dimensions : models()) {
            List<ModelTensor> tensors = family().tensors(dimensions);
            Map<String, List<ParameterGroup>> byName = tensors.stream()
                    .map(ModelTensor::group)
                    .distinct()
                    .collect(Collectors.groupingBy(ParameterGroup::name));
            assertThat(byName.values()).as("groups of one name").allMatch(groups -> groups.size() == 1);
            assertThat(tensors)
                    .filteredOn(tensor -> tensor.group().matrices())
                    .allMatch(tensor -> tensor.shape().size() == 3);
        }
    }

    @Test
    void wasTunedOnARun() {
        for (ModelDimensions dimensions : models()) {
            assertThat(family().reference(dimensions)).isEqualTo(family().reference(dimensions));
        }
    }

    @Test
    void hasAProgramForAnEngine() {
        List<String> formats = new ArrayList<>();
        for (ProgramSource program : family().programs()) {
            assertThat(program.text()).contains(program.className());
            formats.add(program.format());
        }
        assertThat(formats).isNotEmpty().doesNotHaveDuplicates();
        assertThat(family().programs()).isEqualTo(family().programs());
    }

    @Test
    void saysWhatItsProgramsSaveForTheBackwardPass() {
        for (ModelDimensions dimensions : models()) {
            for (ProgramSource program : family().programs()) {
                family().activations(program.format(), dimensions)
                        .ifPresent(count -> assertThat(count.layer()).isPositive());
            }
            assertThat(family().activations("of an engine that nobody made", dimensions))
                    .isEmpty();
        }
    }
}
