// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.core.recipe.Problems;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.RecipeLibrary;
import dev.seance.core.recipe.RecipeReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The commonest messages, word for word; a change of wording is a change of the golden file, and meant. */
class CommonMistakesTest {

    @Test
    void areAllToldAtOnceWithTheirPlaces() throws IOException, URISyntaxException {
        Path file = Path.of(getClass().getResource("mistakes.yaml").toURI());
        Problems problems = new Problems();
        RecipeReader reader = new RecipeReader(new RecipeLibrary(List.of()), name -> Optional.empty());
        Recipe recipe = reader.read(file.toString(), List.of(), problems).orElseThrow();
        bind(recipe, "books", RequiredOptions.class, problems);
        bind(recipe, "vocabulary", SampleOptions.class, problems);

        String golden = Files.readString(file.resolveSibling("mistakes.golden"));
        assertThat(problems.render().replace(file.getParent() + "/", "") + "\n").isEqualTo(golden);
        assertThat(recipe.unreadable()).containsExactlyInAnyOrder("base", "chat");
    }

    private static void bind(Recipe recipe, String step, Class<? extends Record> options, Problems problems) {
        recipe.step(step)
                .ifPresent(found -> OptionsBinder.bind(
                        found.kind().key() + " '" + found.plugin() + "'",
                        OptionsDescriptor.of(options),
                        found.with(),
                        problems));
    }
}
