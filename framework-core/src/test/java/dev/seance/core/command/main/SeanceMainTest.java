// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class SeanceMainTest {

    static Iterable<String> names() {
        return SeanceMain.commands().keySet();
    }

    @Test
    void everyCommandIsListedUnderTheNameItGivesItself() {
        Map<String, CommandLine> made = SeanceMain.commandLine().getSubcommands();

        assertThat(made.keySet()).containsExactlyElementsOf(names());
        made.forEach((name, command) -> assertThat(command.getCommandName()).isEqualTo(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aCommandAloneHelpsAsItDoesAmongAll(String name) {
        CommandLine alone = SeanceMain.commandLine(name).getSubcommands().get(name);

        assertThat(alone.getUsageMessage())
                .isEqualTo(SeanceMain.commandLine().getSubcommands().get(name).getUsageMessage());
    }

    @Test
    void onlyTheCommandAskedForIsMade() {
        assertThat(SeanceMain.commandLine("plan", "victorian").getSubcommands()).containsOnlyKeys("plan");
        assertThat(SeanceMain.commandLine("--json", "plan").getSubcommands()).hasSizeGreaterThan(5);
        assertThat(SeanceMain.commandLine("generate-completion").getSubcommands())
                .hasSizeGreaterThan(5);
    }
}
