// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.plugin.OptionsDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {

    private static final OptionsDescriptor SAMPLE = OptionsDescriptor.of(SampleOptions.class);

    private final JsonNode schema = JsonSchema.of(List.of(
            new ExtensionOptions("tokenizer", "bpe", "Byte pairs.", SAMPLE),
            new ExtensionOptions(ExtensionOptions.FILTER, "era", "Years.", SAMPLE),
            new ExtensionOptions(ExtensionOptions.BACKEND, "pytorch", "Trains.", SAMPLE),
            new ExtensionOptions(ExtensionOptions.ARCHITECTURE, "gpt", "A model family.", SAMPLE),
            new ExtensionOptions(ExtensionOptions.LLM, "anthropic", "Asks.", SAMPLE)));

    @Test
    void saysWhichDraftItIs() {
        assertThat(schema.get("$schema").asText()).isEqualTo("http://json-schema.org/draft-07/schema#");
    }

    @Test
    void listsThePluginsOfEachPoint() {
        JsonNode step = schema.at("/properties/steps/additionalProperties");
        assertThat(step.at("/properties/tokenizer/enum/0").asText()).isEqualTo("bpe");
        assertThat(step.at("/properties/tokenizer/enumDescriptions/0").asText()).isEqualTo("Byte pairs.");
        assertThat(step.at("/properties/filters/items/anyOf/0/enum/0").asText()).isEqualTo("era");
        assertThat(schema.at("/properties/backend/anyOf/1/properties/pytorch/properties/size")
                        .isObject())
                .isTrue();
        assertThat(schema.at("/properties/llms/additionalProperties/allOf/0/then/properties/model")
                        .isObject())
                .isTrue();
    }

    @Test
    void bindsOptionsToTheirPlugin() {
        JsonNode rule = schema.at("/properties/steps/additionalProperties/allOf/0");
        assertThat(rule.at("/if/properties/tokenizer/const").asText()).isEqualTo("bpe");
        JsonNode size = rule.at("/then/properties/with/properties/size");
        assertThat(size.get("description").asText())
                .isEqualTo("How many tokens. More is more. Unit: tokens. Required.");
        assertThat(size.at("/anyOf/0/minimum").asInt()).isEqualTo(257);
        assertThat(rule.at("/then/properties/with/additionalProperties").asBoolean())
                .isFalse();
    }

    @Test
    void describesEveryTypeOfOption() {
        JsonNode options = schema.at("/properties/steps/additionalProperties/allOf/0/then/properties/with/properties");
        assertThat(options.at("/split/anyOf/0/enum/2").asText()).isEqualTo("near-miss");
        assertThat(options.at("/lower-case/anyOf/0/type").asText()).isEqualTo("boolean");
        assertThat(options.at("/specials/items/type/0").asText()).isEqualTo("string");
        assertThat(options.at("/shares/additionalProperties/anyOf/0/maximum").asInt())
                .isEqualTo(1);
        assertThat(options.at("/retry/properties/times").isObject()).isTrue();
        assertThat(options.at("/tokens/deprecated").asBoolean()).isTrue();
    }

    @Test
    void knowsTheOptionsOfAModelByItsArchitecture() {
        JsonNode model = schema.at("/properties/steps/additionalProperties/properties/model");
        assertThat(model.at("/properties/architecture/enum/0").asText()).isEqualTo("gpt");
        assertThat(model.at("/allOf/0/if/properties/architecture/const").asText())
                .isEqualTo("gpt");
        JsonNode options = model.at("/allOf/0/then/properties");
        assertThat(options.at("/size").isObject()).isTrue();
        assertThat(options.at("/architecture").isObject()).isTrue();
    }
}
