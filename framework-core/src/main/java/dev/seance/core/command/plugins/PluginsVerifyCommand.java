// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.Failures;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.install.UserPlugins;
import dev.seance.core.plugins.InstalledPlugin;
import dev.seance.core.plugins.PluginProblem;
import dev.seance.core.plugins.PluginVerification;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells everything that would go wrong with a plugin. */
@Command(
        name = "verify",
        description =
                "Check a plugin file, or one that is installed: API version, index, every class its code names, its"
                        + " options, its digest. Without one, check all in your plugins folder.")
final class PluginsVerifyCommand extends SeanceCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "PLUGIN",
            description = "A jar, a zip or a plugin's folder; or the id of a plugin.")
    private String plugin;

    @Override
    public Integer call() throws IOException {
        try (CommandRuntime runtime = openRuntime()) {
            List<PluginVerification> results = verify(runtime);
            if (json()) {
                printJson(tree(results));
            } else {
                results.forEach(PluginsVerifyCommand::print);
                if (results.isEmpty()) {
                    System.out.println(
                            "there are no plugins in " + runtime.installation().userPlugins());
                }
            }
            return results.stream().allMatch(PluginVerification::passed) ? 0 : Failures.USER;
        }
    }

    private List<PluginVerification> verify(CommandRuntime runtime) throws IOException {
        UserPlugins users = UserPluginsAccess.of(runtime);
        if (plugin == null) {
            return all(users);
        }
        Path file = Path.of(plugin);
        if (Files.exists(file) || plugin.matches("(?i).*(\\.jar|\\.zip|[/\\\\].*)")) {
            return List.of(UserPluginsAccess.verifier(runtime.installation()).verify(file));
        }
        List<Path> bundled = runtime.host()
                .catalog()
                .plugin(plugin)
                .filter(InstalledPlugin::bundled)
                .map(found -> List.of(found.file()))
                .orElse(List.of());
        return bundled.isEmpty()
                ? users.verify(plugin)
                : List.of(UserPluginsAccess.verifier(runtime.installation()).verify(bundled.get(0)));
    }

    /** Of each plugin of the user's; one that is gone does not keep the others from being checked. */
    private static List<PluginVerification> all(UserPlugins users) throws IOException {
        List<PluginVerification> results = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (String id : users.ids()) {
            try {
                results.addAll(users.verify(id));
            } catch (UserError e) {
                gone.add(e.getMessage());
            }
        }
        if (!gone.isEmpty()) {
            results.forEach(PluginsVerifyCommand::print);
            throw new UserError(String.join("\n", gone));
        }
        return results;
    }

    private static void print(PluginVerification result) {
        result.extensions()
                .forEach(extension -> System.out.println("found " + extension.title() + ": " + extension.summary()));
        result.findings().forEach(finding -> System.err.println(finding.line()));
        System.out.println(result.file() + (result.passed() ? ": valid" : ": not valid"));
    }

    private static ObjectNode tree(List<PluginVerification> results) {
        ObjectNode root = Json.mapper().createObjectNode();
        ArrayNode plugins = root.putArray("plugins");
        for (PluginVerification result : results) {
            ObjectNode node = plugins.addObject().put("file", result.file().toString());
            result.plugin().ifPresent(found -> node.put("id", found.id()).put("version", found.version()));
            node.put("valid", result.passed());
            ArrayNode extensions = node.putArray("extensions");
            result.extensions().forEach(extension -> extensions
                    .addObject()
                    .put("kind", extension.kind().key())
                    .put("name", extension.name()));
            ArrayNode findings = node.putArray("findings");
            result.findings().stream().map(PluginProblem::message).forEach(findings::add);
        }
        return root;
    }
}
