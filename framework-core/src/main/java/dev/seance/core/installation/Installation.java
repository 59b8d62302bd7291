// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.installation;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Where this installation and its user keep things.
 *
 * @param home the installation: {@code plugins/}, {@code recipes/}; only ever read
 * @param cache downloads, unpacked plugins, measurements; may be deleted at any time
 * @param data what the user has and wants kept: plugins, what was typed in chats
 */
public record Installation(Path home, Path cache, Path data) {

    /**
     * Finds them: the home from the launcher, the rest where the desktop's conventions put them.
     *
     * @throws UserError when the launcher did not say where the installation is
     */
    public static Installation find() {
        String home = System.getProperty("seance.home");
        if (home == null || !Files.isDirectory(Path.of(home))) {
            throw new UserError("the installation is not where it should be ("
                    + (home == null ? "seance.home is not set" : home) + "); start seance by its bin/seance");
        }
        UserFolders folders = new UserFolders(System::getenv, System.getProperty("user.home"));
        return new Installation(Path.of(home), folders.cache(), folders.data());
    }

    public Path plugins() {
        return home.resolve("plugins");
    }

    /** Plugins that came with the installation and are used once the user installs them; the folder need not be there. */
    public Path extras() {
        return home.resolve("extras");
    }

    /** Plugins the user installed. */
    public Path userPlugins() {
        return data.resolve("plugins");
    }

    public Path recipes() {
        return home.resolve("recipes");
    }

    /**
     * The extension that commands without a recipe use when several could do and none is named, as the distribution
     * declares it in {@code conf/defaults.properties}.
     *
     * @param kind the key of the extension point, such as {@code tokenizer}
     */
    public Optional<String> defaultExtension(String kind) {
        Properties defaults = new Properties();
        Path file = home.resolve("conf/defaults.properties");
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                defaults.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new UserError(file + " cannot be read (" + e.getMessage() + "); install Seance again", e);
            }
        }
        return Optional.ofNullable(defaults.getProperty(kind));
    }

    /** Where recipes are looked up by name: one's own first. */
    public List<Path> recipeFolders() {
        return List.of(Path.of("recipes"), recipes());
    }
}
