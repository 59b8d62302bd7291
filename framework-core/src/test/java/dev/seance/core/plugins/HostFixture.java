// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.run.Environment;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** An installation in a temporary folder. */
public record HostFixture(Path root) {

    public static HostFixture in(Path root) throws IOException {
        HostFixture fixture = new HostFixture(root);
        Files.createDirectories(fixture.installation());
        Files.createDirectories(fixture.user());
        return fixture;
    }

    public Path installation() {
        return root.resolve("installation");
    }

    public Path user() {
        return root.resolve("user");
    }

    public Path cache() {
        return root.resolve("cache");
    }

    public PluginFolders folders() {
        return new PluginFolders(installation(), List.of(user()), cache());
    }

    public PluginHost open() {
        return PluginHost.open(
                folders(), new Environment(root.resolve("downloads"), true, 3, Clock.systemUTC()), "0.1.0");
    }

    /** Opened for a command that asks for a few kinds of extensions. */
    PluginHost open(Set<ExtensionKind> kinds) {
        return PluginHost.open(
                new PluginFolders(installation(), List.of(user()), cache()),
                new Environment(root.resolve("downloads"), true, 3, Clock.systemUTC()),
                kinds);
    }

    /** A line for each problem, without the path of this run's temporary folder. */
    List<String> problems() {
        try (PluginHost host = open()) {
            return host.catalog().problems().stream()
                    .map(problem -> problem.line().replace(root + "/", ""))
                    .toList();
        }
    }

    /** Options of an extension, made as the binder would. */
    static Record options(InstalledExtension extension, Object... values) throws ReflectiveOperationException {
        Constructor<?> constructor = extension.options().record().getDeclaredConstructors()[0];
        return (Record) constructor.newInstance(values);
    }
}
