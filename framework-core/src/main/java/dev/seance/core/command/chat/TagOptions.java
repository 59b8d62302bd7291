// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.corpus.TagTemplate;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.UserError;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a model is to write as of, of the tags it was trained with. */
final class TagOptions {

    @Option(
            names = "--tag",
            paramLabel = "FIELD=VALUE",
            description = "What to write as of, such as year=1862, of the tags the model was trained with.")
    private Map<String, String> tags = new LinkedHashMap<>();

    /**
     * The tags as they stand before a text; "" where none are given.
     *
     * @throws UserError when the model has none, or not these
     */
    String render(TrainedModel model) {
        if (tags.isEmpty()) {
            return "";
        }
        TagTemplate template = model.conditioning()
                .tags()
                .orElseThrow(() -> new UserError("--tag: the model of step '" + model.name()
                        + "' was trained without tags; leave it out, or train with 'tags' in the recipe"));
        for (String field : tags.keySet()) {
            if (!template.fields().contains(field)) {
                throw new UserError("--tag " + field + ": the model of step '" + model.name()
                        + "' was trained with the tags " + template + " (have: " + String.join(", ", template.fields())
                        + ")");
            }
        }
        String rendered = template.render(tags);
        if (rendered.isEmpty()) {
            throw new UserError("--tag: no tag of " + template + " has all its fields; give more of them");
        }
        return rendered;
    }
}
