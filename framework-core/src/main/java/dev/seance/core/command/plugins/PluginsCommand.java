// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.run.UserError;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.store.Json;
import dev.seance.core.text.NearestName;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The plugins that are here. */
@Command(
        name = "plugins",
        description = "List plugins and their options; write, check, install and remove them.",
        subcommands = {
            PluginsCommand.ListPlugins.class,
            PluginsCommand.Info.class,
            PluginsNewCommand.class,
            PluginsVerifyCommand.class,
            PluginsInstallCommand.class,
            PluginsRemoveCommand.class,
            PluginsCommand.Reference.class
        })
public final class PluginsCommand extends SeanceCommand {

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }

    @Command(name = "list", description = "List every extension by the key recipes use.")
    static final class ListPlugins extends SeanceCommand {

        @Override
        public Integer call() {
            try (CommandRuntime runtime = openRuntime()) {
                PluginCatalog catalog = runtime.host().catalog();
                if (json()) {
                    printJson(tree(catalog));
                    return 0;
                }
                for (ExtensionKind kind : ExtensionKind.values()) {
                    for (InstalledExtension extension : catalog.extensions(kind)) {
                        System.out.printf(
                                "%-10s %-18s %s (%s %s)%n",
                                kind.key(),
                                extension.name(),
                                extension.summary(),
                                extension.plugin().id(),
                                extension.plugin().version());
                    }
                }
                return 0;
            }
        }

        private static ObjectNode tree(PluginCatalog catalog) {
            ObjectNode root = Json.mapper().createObjectNode();
            ArrayNode extensions = root.putArray("extensions");
            catalog.extensions().forEach(extension -> extensions
                    .addObject()
                    .put("kind", extension.kind().key())
                    .put("name", extension.name())
                    .put("summary", extension.summary())
                    .put("plugin", extension.plugin().id())
                    .put("version", extension.plugin().version()));
            ArrayNode refused = root.putArray("refused");
            catalog.problems().forEach(problem -> refused.addObject()
                    .put("file", problem.file().toString())
                    .put("message", problem.message()));
            return root;
        }
    }

    @Command(name = "info", description = "Show an extension's options: what they do, defaults, ranges.")
    static final class Info extends SeanceCommand {

        @Parameters(paramLabel = "NAME", description = "An extension's name, or a plugin's id.")
        private String name;

        @Override
        public Integer call() {
            try (CommandRuntime runtime = openRuntime()) {
                List<InstalledExtension> all = runtime.host().catalog().extensions();
                List<InstalledExtension> found = all.stream()
                        .filter(extension -> extension.name().equals(name)
                                || extension.plugin().id().equals(name))
                        .toList();
                if (found.isEmpty()) {
                    throw new UserError("no extension or plugin '" + name + "'"
                            + NearestName.hint(
                                    name,
                                    all.stream().map(InstalledExtension::name).toList()));
                }
                found.forEach(Info::print);
                return 0;
            }
        }

        private static void print(InstalledExtension extension) {
            System.out.println(extension.title() + ": " + extension.summary());
            for (OptionDescriptor option : extension.options().options()) {
                System.out.printf("  %s: %s%s%n", option.name(), option.type().inWords(), OptionFacts.of(option));
                System.out.println("      " + option.doc());
            }
        }
    }

    @Command(name = "reference", description = "Print the reference page of everything installed, in Markdown.")
    static final class Reference extends SeanceCommand {

        @Override
        public Integer call() {
            try (CommandRuntime runtime = openRuntime()) {
                System.out.print(ReferencePage.of(runtime.host().catalog()));
                return 0;
            }
        }
    }
}
