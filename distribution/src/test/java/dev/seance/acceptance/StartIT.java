// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first things anybody types. */
class StartIT {

    private static Seance seance;

    @BeforeAll
    static void arrive() throws IOException {
        seance = Seance.in(Places.fresh("start"));
    }

    @Test
    void helpsSoon() {
        // A few times a bare start of Java. With plugins opened or natives loaded it would be hundreds.
        double limit = 60 * Floor.seconds();
        Outcome help = seance.run("--help").exits(0);
        assertThat(help.out())
                .contains("  run ", "  plan ", "  validate ", "  chat ", "  report ", "  recipes ", "  runs ")
                .contains("  plugins ", "  doctor ", "seance run victorian-tiny");
        System.out.printf("--help took %.2f s of at most %.2f%n", help.seconds(), limit);
        assertThat(help.seconds()).isLessThan(limit);
        assertThat(seance.run().exits(0).out()).isEqualTo(help.out());
    }

    @Test
    void helpsWithEachCommand() {
        assertThat(seance.run("run", "--help").exits(0).out()).contains("RECIPE", "--set=PATH=VALUE", "--runs=DIR");
    }

    @Test
    void saysItsVersion() {
        assertThat(seance.run("--version").exits(0).out())
                .matches("(?s)seance \\d+\\.\\d+\\.\\d+ \\(API \\d+\\.\\d+\\.\\d+, Java .*\\)\\s*");
    }

    @Test
    void guessesAMistypedCommand() {
        assertThat(seance.run("chatt", "victorian").isTheUsersMistake().err())
                .isEqualTo("seance: there is no command 'chatt'; did you mean 'chat'? try: seance --help\n");
    }

    @Test
    void guessesAMistypedOption() {
        assertThat(seance.run("plan", "victorian", "--jsno").isTheUsersMistake().err())
                .isEqualTo("seance: there is no option '--jsno' of plan; did you mean '--json'? try: seance plan"
                        + " --help\n");
    }

    @Test
    void leavesNothingBehind() throws IOException {
        seance.run("recipes", "list").exits(0);
        assertThat(Places.files(seance.folder())).allMatch(file -> file.endsWith(".jsa"));
    }
}
