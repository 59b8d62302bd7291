// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code bin/seance} in the places and locales people have. What has names beyond ASCII is done by shell scripts: the
 * Java of these tests may itself run in a locale that has no such names.
 */
class LauncherIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String TEXTS = """
            mkdir -p 'Brontë' && cd 'Brontë'
            i=0; while [ $i -lt 40 ]; do echo "The rain fell upon the roof of Mr. Dawson, no. $i; «Élise» said nothing."; i=$((i+1)); done > 'Brontë 1847.txt'
            """;

    private Seance seance;

    @BeforeEach
    void arrive() throws IOException {
        seance = Seance.in(Places.fresh("launcher"));
    }

    /** Runs a script in which {@code "$seance"} is the command. */
    private Outcome script(String text) throws IOException {
        Path script = seance.folder().resolve("script.sh");
        Files.writeString(script, "seance=$1\n" + text);
        return seance.behind("sh", script.toString()).start().finish(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export LC_ALL=C",
                "export LC_ALL=POSIX",
                "export LC_ALL=fr_FR.UTF-8",
                "export LC_ALL=tlh_XX.ISO-8859-1",
                "unset LC_ALL LC_CTYPE LANG",
                "unset LC_ALL LC_CTYPE; export LANG=C",
                "unset LC_ALL; export LC_CTYPE=C LANG=C.UTF-8",
                "export LC_ALL=C.UTF-8"
            })
    void namesArgumentsAndOutputAreUtf8InEveryLocale(String locale) throws IOException {
        Outcome outcome = script(locale + "\n" + TEXTS + """
                "$seance" tokenizer train --size 270 'Brontë 1847.txt' --to 'wörter' --json | cat || exit
                "$seance" tokenizer encode --vocabulary 'wörter' 'Brontë 1847.txt' --count || exit
                "$seance" tokenizer train --size 270 'Zoë.txt' --to x
                [ -f 'wörter/tokenizer.json' ] && echo written
                """);
        assertThat(outcome.out())
                .as(outcome.toString())
                .contains("\"vocabulary\" : \"wörter\"")
                .contains("Brontë 1847.txt")
                .contains("written");
        assertThat(outcome.err()).contains("Zoë.txt").doesNotContain("\tat ").doesNotContain("warning");
    }

    @Test
    void aPlaceWithBlanksAndAccentsThroughALinkFromAnywhere() throws IOException {
        Outcome outcome = script("""
                export LC_ALL=C
                mkdir -p 'mes séances/ici' 'ailleurs, là'
                cp -r "${seance%/bin/seance}/bin" "${seance%/bin/seance}/lib" "${seance%/bin/seance}/recipes" 'mes séances/ici/'
                mkdir 'mes séances/ici/plugins'
                for plugin in "${seance%/bin/seance}"/plugins/corpus-*; do cp -r "$plugin" 'mes séances/ici/plugins/'; done
                ln -s "$PWD/mes séances/ici/bin/seance" 'ailleurs, là/séance'
                chmod -R a-w 'mes séances/ici'
                cd 'ailleurs, là'
                export SEANCE_CACHE="$PWD/caché"
                ./séance recipes list && ./séance recipes list && ./séance plugins list && PATH="$PWD:$PATH" séance --version
                result=$?
                chmod -R u+w "../mes séances"
                exit $result
                """);
        assertThat(outcome.exits(0).out())
                .contains("victorian-tiny")
                .contains("folder")
                .contains("seance 0");
        assertThat(outcome.err()).isEmpty();
    }

    /** As a release has it: no Java anywhere else, and one in JAVA_HOME that nobody wants. */
    @Test
    void theJavaInTheInstallationIsTheOneThatRuns() throws IOException {
        Outcome outcome = script("""
                real=$JAVA_HOME
                mkdir -p 'à moi/release' && cd 'à moi/release'
                cp -r "${seance%/bin/seance}/bin" "${seance%/bin/seance}/lib" "${seance%/bin/seance}/recipes" .
                mkdir plugins && ln -s "$real" java
                env -i PATH=/nonexistent SEANCE_CACHE=/proc/none JAVA_HOME=/nonexistent "$PWD/bin/seance" --version || exit
                rm java
                env -i PATH=/nonexistent SEANCE_CACHE=/proc/none "$PWD/bin/seance" --version
                """);
        assertThat(outcome.exits(2).out()).contains("seance 0");
        assertThat(outcome.err()).contains("no Java found").doesNotContain("nonexistent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xshare:off", "-Xmx33g", "-XX:SharedArchiveFile=/nonexistent", "-XX:-UseCompressedOops"})
    void javaOptionsThatLeaveNoArchiveToBuildOn(String option) throws IOException {
        Seance with = seance.with("SEANCE_JAVA_OPTS", option);
        for (int start = 0; start < 2; start++) {
            assertThat(with.run("--version").exits(0).err()).isEmpty();
        }
    }

    @Test
    void aCacheThatCannotBeWritten() throws IOException {
        Outcome outcome = script("""
                export SEANCE_CACHE=/proc/none HOME=/nonexistent
                "$seance" --version && "$seance" recipes list
                """);
        assertThat(outcome.exits(0).err()).isEmpty();
    }

    @Test
    void twoAtOnce() throws IOException {
        Outcome outcome = script("""
                "$seance" plugins list > one & first=$!
                "$seance" plugins list > two & second=$!
                wait $first && wait $second && cmp one two
                """);
        assertThat(outcome.exits(0).err()).isEmpty();
    }

    @Test
    void aPlaceWithAColonIsNamed() throws IOException {
        Outcome outcome = script("""
                mkdir -p a:b/bin && cp "$seance" a:b/bin/ && a:b/bin/seance --version
                """);
        assertThat(outcome.exits(2).err()).contains("colon").contains("a:b");
    }
}
