// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Which package and version a {@code .tgz} file is, by its own {@code package.json}. A digest alone would let a recipe
 * name a version that it does not read: when the version is changed and the digest is not.
 */
final class PackageIdentity {

    private static final String FILE = "package.json";
    private static final int MAX_BYTES = 16 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private PackageIdentity() {}

    /**
     * Compares a file with the package that is wanted.
     *
     * @throws UserError when it says that it is another one; a file without {@code package.json} says nothing
     */
    static void check(PackageOptions wanted, Path file) {
        try (PackageArchive archive = new PackageArchive(file)) {
            while (archive.next()) {
                if (archive.name().equals(FILE) && archive.bytes() <= MAX_BYTES) {
                    check(wanted, JSON.readTree(archive.content()));
                    return;
                }
            }
        } catch (IOException e) {
            throw new UserError("package " + wanted.coordinates() + ": its package.json is not JSON", e);
        }
    }

    private static void check(PackageOptions wanted, JsonNode json) {
        String name = json.path("name").asText(wanted.name());
        String version = json.path("version").asText(wanted.version());
        if (!name.equals(wanted.name()) || !version.equals(wanted.version())) {
            throw new UserError(
                    "package " + wanted.coordinates() + ": the file of that sha256 is " + name + "@" + version
                            + "; correct 'name' and 'version', or give the sha256 of the version you mean (npm pack "
                            + wanted.coordinates() + ", then sha256sum)");
        }
    }
}
