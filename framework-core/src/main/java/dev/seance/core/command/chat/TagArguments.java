// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.corpus.TagTemplate;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.UserError;
import java.util.Map;

/** The values of {@code --tag}. */
final class TagArguments {

    private TagArguments() {}

    /**
     * The tags as they stand before a text; "" where none are given.
     *
     * @param tags values by field
     * @throws UserError when the model has none, or not these
     */
    static String render(Map<String, String> tags, TrainedModel model) {
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
