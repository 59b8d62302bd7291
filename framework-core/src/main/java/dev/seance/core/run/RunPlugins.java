// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.run.UserError;
import dev.seance.core.plugins.InstalledPlugin;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The plugins that a run uses, as its {@code plan.json} notes them. */
public final class RunPlugins {

    private static final String FIELD = "plugins";

    private RunPlugins() {}

    /**
     * A plugin that a run uses.
     *
     * @param id its id
     * @param version its version
     * @param code the digest of its code, the one in the keys of steps
     * @param bundled whether it came with the installation
     */
    public record Used(String id, String version, String code, boolean bundled) {}

    /** Notes them in a plan's JSON. */
    public static void write(List<InstalledPlugin> plugins, ObjectNode planJson) {
        ArrayNode array = planJson.putArray(FIELD);
        for (InstalledPlugin plugin : plugins) {
            array.addObject()
                    .put("id", plugin.id())
                    .put("version", plugin.version())
                    .put("code", plugin.code().digest())
                    .put("bundled", plugin.bundled());
        }
    }

    /**
     * Those of a run, by id; none when it did not come to have a plan, or an older Seance made it.
     *
     * @throws UserError when the plan is damaged
     */
    public static List<Used> read(RunFolder run) {
        Path file = run.file(RunFolder.PLAN);
        List<Used> plugins = new ArrayList<>();
        if (Files.exists(file)) {
            try {
                for (JsonNode node : Json.mapper().readTree(file.toFile()).path(FIELD)) {
                    plugins.add(Json.mapper().treeToValue(node, Used.class));
                }
            } catch (IOException e) {
                throw new UserError(
                        file + ": damaged (" + Json.reason(e) + "); delete the run with 'seance runs rm " + run.folder()
                                + "'",
                        e);
            }
        }
        return plugins;
    }
}
