// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder of recipes for tests, with an environment of its own; its messages name files without the folder. */
final class RecipeFolder {

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    RecipeFolder(Path folder) {
        this.folder = folder;
    }

    RecipeFolder put(String name, String yaml) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), yaml);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RecipeFolder set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    RecipeReader reader() {
        return new RecipeReader(new RecipeLibrary(List.of(folder)), name -> Optional.ofNullable(environment.get(name)));
    }

    Recipe read(String name, String... overrides) {
        return reader().read(name, List.of(overrides));
    }

    /** All problems as a terminal shows them. */
    String problems(String name, String... overrides) {
        Problems problems = new Problems();
        reader().read(name, List.of(overrides), problems);
        return shown(problems);
    }

    String shown(Problems problems) {
        return problems.render().replace(folder + "/", "");
    }
}
