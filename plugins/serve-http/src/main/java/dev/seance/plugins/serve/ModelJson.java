// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Sampling;
import dev.seance.api.serving.ModelOrigin;
import dev.seance.api.serving.ServedModel;
import java.util.List;

/** The models that are served, for programs and for people. */
final class ModelJson {

    private ModelJson() {}

    /** As the protocol lists them. */
    static ObjectNode list(List<ServedModel> models) {
        ObjectNode body = Json.newObject();
        body.put("object", "list");
        ArrayNode data = body.putArray("data");
        models.forEach(model -> data.add(one(model)));
        return body;
    }

    static ObjectNode one(ServedModel model) {
        return Json.newObject()
                .put("id", model.name())
                .put("object", "model")
                .put("created", model.origin().made().getEpochSecond())
                .put("owned_by", "seance");
    }

    /** What the page tells of them: where each was raised from, and what it can read. */
    static ObjectNode about(List<ServedModel> models, Sampling sampling) {
        ObjectNode body = Json.newObject();
        ArrayNode all = body.putArray("models");
        for (ServedModel model : models) {
            ModelConfig config = model.model().config();
            ModelOrigin origin = model.origin();
            ObjectNode node = all.addObject()
                    .put("id", model.name())
                    .put("title", origin.title())
                    .put("era", origin.era())
                    .put("made", origin.made().toString())
                    .put("step", model.model().name())
                    .put("architecture", config.architecture())
                    .put("parameters", config.parameters().total())
                    .put("context", config.context())
                    .put("vocabulary", config.vocabularySize())
                    .put("system", model.model().conditioning().system().orElse(""));
            ArrayNode corpora = node.putArray("corpora");
            origin.corpora().forEach(books -> add(corpora.addObject(), books));
        }
        body.putObject("sampling")
                .put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put("min_p", sampling.minP())
                .put("top_k", sampling.topK())
                .put("repetition_penalty", sampling.repetitionPenalty())
                .put("max_tokens", sampling.maxTokens());
        return body;
    }

    private static void add(ObjectNode node, ModelOrigin.Books books) {
        node.put("step", books.step()).put("documents", books.documents()).put("words", books.words());
        ArrayNode stages = node.putArray("funnel");
        for (Funnel.Stage stage : books.funnel().stages()) {
            stages.addObject()
                    .put("filter", stage.filter())
                    .put("documentsIn", stage.in().documents())
                    .put("documentsOut", stage.out().documents())
                    .put("wordsIn", stage.in().words())
                    .put("wordsOut", stage.out().words());
        }
    }
}
