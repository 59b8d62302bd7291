// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.core.recipe.Problem;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Source;
import dev.seance.core.recipe.Value;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A group of options that may be written as one scalar. */
class ShorthandTest {

    private static final OptionsDescriptor OPTIONS = OptionsDescriptor.of(ShorthandOptions.class);

    private final Problems problems = new Problems();

    private Optional<BoundOptions> bind(String yaml) {
        Value settings =
                Value.parse(yaml, Source.file("r.yaml", yaml), problems).orElseThrow();
        return OptionsBinder.bind("trainer 'pretrain'", OPTIONS, (Settings) settings, problems);
    }

    private ShorthandOptions options(String yaml) {
        return bind(yaml)
                .orElseThrow(() -> new AssertionError(problems.render()))
                .as(ShorthandOptions.class);
    }

    private String message(String yaml) {
        assertThat(bind(yaml)).isEmpty();
        assertThat(problems.all()).hasSize(1);
        return problems.all().stream().map(Problem::message).findFirst().orElseThrow();
    }

    @Test
    void aScalarIsTheMappingOfItsOneComponent() {
        assertThat(options("{steps: 250}")).isEqualTo(options("{steps: {count: 250}}"));
        assertThat(options("{steps: 250}").steps()).contains(ShorthandOptions.count(250));
        assertThat(options("{steps: {minutes: 4}}").steps())
                .contains(new ShorthandOptions.Amount(Optional.empty(), Optional.of(4.0)));
        assertThat(options("{}").steps()).isEmpty();
    }

    @Test
    void worksInListsAndDefaults() {
        ShorthandOptions options = options("{stages: [7, {count: 8}]}");
        assertThat(options.stages()).containsExactly(ShorthandOptions.count(7), ShorthandOptions.count(8));
        assertThat(options.least()).isEqualTo(ShorthandOptions.count(5));
    }

    @Test
    void bothSpellingsHaveTheSameEffectiveValues() {
        BoundOptions scalar = bind("{steps: 0_250, stages: [7]}").orElseThrow();
        assertThat(scalar.effective())
                .containsExactly(entry("steps", "250"), entry("stages", "[{count: 7}]"), entry("least", "5"));
        assertThat(bind("{steps: {count: 250}, stages: [{count: 7}]}")
                        .orElseThrow()
                        .effective())
                .isEqualTo(scalar.effective());
        assertThat(bind("{steps: {count: 250, minutes: 4}}").orElseThrow().effective())
                .containsEntry("steps", "250")
                .containsEntry("steps.minutes", "4");
    }

    @Test
    void mistakesInAScalarAreReportedUnderTheGroupsName() {
        assertThat(message("{steps: many}")).isEqualTo("steps: 'many' is not a whole number");
    }

    @Test
    void aScalarOutOfRangeIsReportedUnderTheGroupsName() {
        assertThat(message("{steps: 0}")).isEqualTo("steps 0 is below 1 (steps)");
    }

    @Test
    void mistakesInTheMappingAreReportedUnderTheComponentsName() {
        assertThat(message("{steps: {count: 0}}")).isEqualTo("steps.count 0 is below 1 (steps)");
    }

    @Test
    void aListIsNeither() {
        assertThat(message("{steps: [250]}"))
                .isEqualTo("steps takes a whole number, or a group of options, not a list");
    }

    @Test
    void editorsAreOfferedBoth() {
        JsonNode steps = OptionSchema.of(OPTIONS).at("/properties/steps");
        assertThat(steps.get("description").asText()).isEqualTo("How long.");
        assertThat(steps.get("oneOf")).hasSize(2);
        assertThat(steps.at("/oneOf/0/anyOf/0/type").asText()).isEqualTo("integer");
        assertThat(steps.at("/oneOf/0/anyOf/0/minimum").asInt()).isEqualTo(1);
        assertThat(steps.at("/oneOf/1/properties/minutes").isObject()).isTrue();
        assertThat(OptionSchema.of(OPTIONS).at("/properties/stages/items/oneOf"))
                .hasSize(2);
    }
}
