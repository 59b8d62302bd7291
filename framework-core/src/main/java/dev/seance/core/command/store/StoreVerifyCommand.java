// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.command.Failures;
import dev.seance.core.command.SeanceCommand;
import dev.seance.core.command.Sizes;
import dev.seance.core.run.Display;
import dev.seance.core.store.Json;
import dev.seance.core.store.StoreVerification;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Checks every artifact. */
@Command(
        name = "verify",
        description = "Check every file of every artifact against its digest. Exit code 1 when something is damaged.")
final class StoreVerifyCommand extends SeanceCommand {

    @Override
    public Integer call() throws IOException {
        StoreVerification found;
        try (Display.StepDisplay progress = display().step("verify")) {
            found = StoreVerification.of(StoreCommand.existing(runs()), progress);
        }
        if (json()) {
            printJson(json(found));
        } else {
            print(found);
        }
        return found.damaged().isEmpty() ? 0 : Failures.GATE;
    }

    private static void print(StoreVerification found) {
        for (StoreVerification.Damage damage : found.damaged()) {
            System.out.println(damage.folder() + (damage.step().isEmpty() ? "" : " (step " + damage.step() + ")"));
            damage.problems().forEach(problem -> System.out.println("    " + problem));
        }
        String checked = count(found.artifacts()) + ", " + Sizes.megabytes(found.bytes());
        if (found.damaged().isEmpty()) {
            System.out.println(checked + ": no problems found");
        } else {
            System.out.println(checked + ": " + found.damaged().size() + " damaged. Delete "
                    + (found.damaged().size() == 1 ? "its folder" : "their folders")
                    + " and run the recipe again: it makes again what is not there");
        }
    }

    private static String count(int artifacts) {
        return artifacts + (artifacts == 1 ? " artifact" : " artifacts");
    }

    private static ObjectNode json(StoreVerification found) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("artifacts", found.artifacts());
        root.put("bytes", found.bytes());
        ArrayNode damaged = root.putArray("damaged");
        for (StoreVerification.Damage damage : found.damaged()) {
            ObjectNode node = damaged.addObject();
            node.put("kind", damage.kind());
            node.put("fingerprint", damage.fingerprint());
            node.put("step", damage.step());
            node.put("folder", damage.folder().toString());
            damage.problems().forEach(node.putArray("problems")::add);
        }
        return root;
    }
}
