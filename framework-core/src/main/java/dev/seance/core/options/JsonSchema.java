// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.step.CorpusRules;
import dev.seance.core.step.ModelArtifact;
import dev.seance.core.step.StepKind;
import dev.seance.core.step.StepKinds;
import java.util.List;

/**
 * The JSON Schema (draft-07) of recipes with a given set of extensions, by which editors complete and check. It is a
 * little more lenient than the reader: what depends on other files or on two keys at once is left to that.
 */
public final class JsonSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NAME = "^[a-z][a-z0-9-]*$";

    private final List<ExtensionOptions> extensions;

    private JsonSchema(List<ExtensionOptions> extensions) {
        this.extensions = List.copyOf(extensions);
    }

    /** The schema of recipes that use these extensions. */
    public static ObjectNode of(List<ExtensionOptions> extensions) {
        return new JsonSchema(extensions).root();
    }

    private ObjectNode root() {
        ObjectNode schema = JSON.objectNode()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "Seance recipe");
        schema.putArray("required").add("recipe");
        ObjectNode properties = JSON.objectNode();
        properties.set(
                "recipe",
                typed("string", "The recipe's name; names the folder of its runs.")
                        .put("pattern", NAME));
        properties.set("title", typed("string", "What the model is called."));
        properties.set("extends", typed("string", "The name or path of a recipe this one differs from."));
        properties.set("era", era());
        properties.set("seed", OptionSchema.orFromEnvironment(typed("integer", "Where all randomness starts.")));
        properties.set("budget", budget());
        properties.set("backend", namedPlugin(ExtensionOptions.BACKEND));
        properties.set("plugins", pins());
        properties.set("steps", mapping(step()));
        properties.set("llms", mapping(llm()));
        return schema.setAll(OptionSchema.closed(properties));
    }

    private static ObjectNode typed(String type, String description) {
        return JSON.objectNode().put("type", type).put("description", description);
    }

    private static ObjectNode era() {
        ObjectNode properties = JSON.objectNode();
        properties.set("from", OptionSchema.orFromEnvironment(typed("integer", "The first year.")));
        properties.set("to", OptionSchema.orFromEnvironment(typed("integer", "The last year.")));
        properties.set("language", typed("string", "The language's English name."));
        return OptionSchema.closed(properties);
    }

    private static ObjectNode budget() {
        ObjectNode properties = JSON.objectNode();
        properties.set(
                "usd", OptionSchema.orFromEnvironment(typed("number", "The most a run may cost, in US dollars.")));
        properties.set(
                "usd-per-hour",
                OptionSchema.orFromEnvironment(typed(
                        "number",
                        "What the machine costs, in US dollars an hour: plan and report count it. Without it, the stated"
                                + " price of --device, and nothing for one's own.")));
        return OptionSchema.closed(properties);
    }

    private static ObjectNode pins() {
        ObjectNode pins = JSON.objectNode()
                .put("description", "Plugins by id, each in the one version that the recipe is to be run with.");
        pins.putArray("type").add("object").add("null");
        ArrayNode versions = JSON.arrayNode().add("string").add("number").add("null");
        pins.putObject("additionalProperties").set("type", versions);
        return pins;
    }

    private static ObjectNode mapping(ObjectNode values) {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("type").add("object").add("null");
        schema.putObject("propertyNames").put("pattern", NAME);
        return schema.set("additionalProperties", values);
    }

    private ObjectNode step() {
        ObjectNode properties = JSON.objectNode();
        ArrayNode conditions = JSON.arrayNode();
        for (StepKind kind : StepKinds.all()) {
            properties.set(kind.key(), choice(kind.key()));
            for (ExtensionOptions extension : at(kind.key())) {
                conditions.add(when(kind.key(), extension.name(), withOptions(extension)));
            }
        }
        properties.set("from", namesOfSteps());
        properties.putObject("with").put("description", "The plugin's options.");
        ObjectNode filters = typed(
                "array",
                "The filters, in the order they work: of a corpus's documents, or of the replies of dialogues.");
        filters.set("items", namedPlugin(ExtensionOptions.FILTER));
        properties.set("filters", filters);
        properties.set(
                "validation-fraction",
                fraction(
                        "The fraction of documents for validation: nothing is trained on them.",
                        CorpusRules.MAX_VALIDATION_FRACTION,
                        CorpusRules.DEFAULT_VALIDATION_FRACTION));
        ObjectNode onBad = typed(
                "string", "What becomes of records that the source cannot read: an error, or left out and counted.");
        CorpusRules.ON_BAD.forEach(onBad.putArray("enum")::add);
        properties.set("on-bad", OptionSchema.orFromEnvironment(onBad));
        properties.set(
                "max-bad",
                fraction(
                        "With on-bad: skip, the fraction of records that may be left out.",
                        1,
                        CorpusRules.DEFAULT_MAX_BAD));
        properties.set(
                "seed",
                OptionSchema.orFromEnvironment(
                        typed("integer", "Where this step's randomness starts; without it, the recipe's seed.")));
        properties.set("model", model());
        properties.set(
                ModelArtifact.TAGS,
                OptionSchema.orFromEnvironment(typed(
                        "string",
                        "Tags before each document's text, such as [{year}][{kind}]; on a step with model.")));
        properties.set(
                ModelArtifact.SYSTEM,
                OptionSchema.orFromEnvironment(typed(
                        "string",
                        "The system prompt, or persona, before each conversation that has none; on a step that fine-tunes."
                                + " Chat and evaluations put it there too.")));
        ObjectNode schema = OptionSchema.closed(properties);
        if (!conditions.isEmpty()) {
            schema.set("allOf", conditions);
        }
        return schema;
    }

    private static ObjectNode namesOfSteps() {
        ObjectNode from = JSON.objectNode().put("description", "The steps whose results this one takes.");
        ObjectNode list = JSON.objectNode().put("type", "array");
        list.putObject("items").put("type", "string");
        from.putArray("anyOf").add(JSON.objectNode().put("type", "string")).add(list);
        return from;
    }

    private static ObjectNode fraction(String description, double max, double otherwise) {
        ObjectNode fraction = typed("number", description);
        fraction.put("minimum", 0).put("maximum", max).put("default", otherwise);
        return OptionSchema.orFromEnvironment(fraction);
    }

    private static ObjectNode withOptions(ExtensionOptions extension) {
        ObjectNode properties = JSON.objectNode();
        properties.set("with", OptionSchema.of(extension.options()));
        return JSON.objectNode().set("properties", properties);
    }

    private ObjectNode model() {
        ObjectNode properties = JSON.objectNode();
        properties.set("architecture", choice(ExtensionOptions.ARCHITECTURE));
        return choosing("architecture", properties, at(ExtensionOptions.ARCHITECTURE));
    }

    private ObjectNode llm() {
        ObjectNode properties = JSON.objectNode();
        properties.set("provider", choice(ExtensionOptions.LLM));
        properties.set("model", typed("string", "The model's name at the service."));
        properties.set("price", price());
        properties.set(
                "batch",
                OptionSchema.orFromEnvironment(
                        typed("boolean", "Send requests in batches, which are answered later and may cost less.")
                                .put("default", false)));
        properties.set("concurrency", count("How many requests may be under way at once; the size of a batch.", 1));
        properties.set("requests-per-minute", count("How many requests may be sent in a minute.", 1));
        properties.set("tokens-per-minute", count("How many tokens may be asked for in a minute.", 1));
        properties.set("max-retries", count("How often a request is sent again that the service could not answer.", 0));
        return choosing("provider", properties, at(ExtensionOptions.LLM));
    }

    private static ObjectNode price() {
        ObjectNode properties = JSON.objectNode();
        properties.set("input", OptionSchema.orFromEnvironment(typed("number", "US dollars a million input tokens.")));
        properties.set(
                "output", OptionSchema.orFromEnvironment(typed("number", "US dollars a million output tokens.")));
        properties.set("batch-factor", fraction("What a request in a batch costs of that.", 1, 1));
        properties.set("as-of", typed("string", "When that was the price."));
        return OptionSchema.closed(properties);
    }

    private static ObjectNode count(String description, int least) {
        return OptionSchema.orFromEnvironment(
                typed("integer", description).put("minimum", least).put("maximum", Integer.MAX_VALUE));
    }

    /** A mapping in which one key names an extension, and the others are common ones or that extension's options. */
    private static ObjectNode choosing(String key, ObjectNode common, List<ExtensionOptions> extensions) {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("type").add("object").add("null");
        schema.set("properties", common);
        ArrayNode conditions = JSON.arrayNode();
        for (ExtensionOptions extension : extensions) {
            // draft-07 sees only the properties beside it, so each branch repeats the common ones.
            ObjectNode options = OptionSchema.of(extension.options());
            ObjectNode known = (ObjectNode) options.get("properties");
            common.fieldNames().forEachRemaining(known::putObject);
            conditions.add(when(key, extension.name(), options));
        }
        if (!conditions.isEmpty()) {
            schema.set("allOf", conditions);
        }
        return schema;
    }

    private static ObjectNode when(String key, String value, ObjectNode then) {
        ObjectNode condition = JSON.objectNode();
        ObjectNode test = condition.putObject("if");
        test.putObject("properties").putObject(key).put("const", value);
        test.putArray("required").add(key);
        condition.set("then", then);
        return condition;
    }

    /** A plugin's name, or its name with options. */
    private ObjectNode namedPlugin(String point) {
        ObjectNode properties = JSON.objectNode();
        for (ExtensionOptions extension : at(point)) {
            ObjectNode options = OptionSchema.of(extension.options());
            properties.set(extension.name(), options.put("description", extension.summary()));
        }
        ObjectNode withOptions = OptionSchema.closed(properties).put("maxProperties", 1);
        ObjectNode either = JSON.objectNode();
        either.putArray("anyOf").add(choice(point)).add(withOptions);
        return either;
    }

    /** The names at a point, each with its summary for the editor's completion list. */
    private ObjectNode choice(String point) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode names = schema.putArray("enum");
        ArrayNode summaries = schema.putArray("enumDescriptions");
        for (ExtensionOptions extension : at(point)) {
            names.add(extension.name());
            summaries.add(extension.summary());
        }
        names.addNull();
        summaries.add("Nothing; removes what the extended recipe says.");
        return schema;
    }

    private List<ExtensionOptions> at(String point) {
        return extensions.stream()
                .filter(extension -> extension.point().equals(point))
                .toList();
    }
}
