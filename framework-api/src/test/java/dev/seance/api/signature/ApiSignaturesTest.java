// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.seance.api.plugin.ExtensionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change does to the API is seen in the review of one file, and a published version loses nothing. */
class ApiSignaturesTest {

    private static final Path FILE = Path.of("api.txt");

    private static final String UPDATE = "seance.api.update";

    private static final String COMMAND =
            "mvn -pl framework-api test -Dtest=ApiSignaturesTest -D" + UPDATE + " (writes framework-api/api.txt)";

    @Test
    void areThoseOfTheCommittedFile() throws Exception {
        ApiFile committed = ApiFile.read(FILE);
        SortedSet<String> now = ApiSignatures.of(classes(), List.of("dev.seance.api", "dev.seance.kit"));
        String version = version();
        String wrong = check(committed, now, version);
        if (System.getProperty(UPDATE) != null && !wrong.contains("seance.api.version")) {
            boolean published = committed.published() && committed.version().equals(version);
            new ApiFile(version, published, now).write(FILE);
        } else if (!wrong.isEmpty()) {
            fail(wrong);
        }
    }

    /** What is wrong, with what to do; empty when all is well. */
    private static String check(ApiFile committed, SortedSet<String> now, String version) {
        ApiChange change = ApiChange.between(committed.lines(), now);
        boolean sameVersion = committed.version().equals(version);
        if (committed.published() && !change.breaking().isEmpty() && !mayBreak(committed.version(), version)) {
            return "the API changes in a way that breaks plugins built against " + committed.version()
                    + ", which is published:\n"
                    + change.inWords() + "Keep what was there, or raise seance.api.version in pom.xml (below 1.0 the"
                    + " second number, from 1.0 on the first) and run\n  " + COMMAND;
        }
        if (!change.isEmpty()) {
            return "the API is not what framework-api/api.txt says:\n" + change.inWords() + "If this is meant, run\n  "
                    + COMMAND + "\nand commit the file with the change";
        }
        return sameVersion
                ? ""
                : "the API has the version " + version + ", framework-api/api.txt says " + committed.version()
                        + "; run\n  " + COMMAND;
    }

    /** Whether a version may take away what another had: the first number that is not 0 is greater, or one before it. */
    private static boolean mayBreak(String before, String now) {
        List<Integer> old = numbers(before);
        List<Integer> next = numbers(now);
        int last = old.get(0) > 0 ? 0 : 1;
        for (int i = 0; i <= last; i++) {
            if (!next.get(i).equals(old.get(i))) {
                return next.get(i) > old.get(i);
            }
        }
        return false;
    }

    private static List<Integer> numbers(String version) {
        return Arrays.stream(version.split("\\.")).map(Integer::valueOf).toList();
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(ExtensionSpec.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = ExtensionSpec.class.getResourceAsStream("/dev/seance/api/version.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    @Test
    void haveALineForWhateverCanBeCompiledAgainst() {
        assertThat(ApiSignatures.of(
                        Shapes.class,
                        Shapes.Box.class,
                        Shapes.Named.class,
                        Shapes.Marked.class,
                        Shapes.Side.class,
                        Shapes.Sealed.class,
                        Shapes.Hidden.class,
                        Shapes.Guarded.class))
                .containsExactly(
                        name("Box: method <R> R as(Class<R>)"),
                        name("Box: method String name()"),
                        name("Box: record<T extends Comparable<T>>(T value, int size) implements ") + name("Named"),
                        name("Guarded: constructor(int)"),
                        name("Guarded: method protected final void check() throws java.io.IOException"),
                        name("Guarded: protected abstract class extends ") + "java.util.ArrayList<String>",
                        name("Marked: annotation"),
                        name("Marked: method abstract String name()"),
                        name("Marked: method abstract String[] words() default {\"a\"}"),
                        name("Marked: method abstract int least() default 0"),
                        name("Named: interface"),
                        name("Named: method abstract String name() throws java.io.IOException"),
                        name("Named: method default String title()"),
                        name("Sealed: sealed interface permits ") + name("Sealed$One"),
                        name("Side: constant LEFT"),
                        name("Side: enum"),
                        "dev.seance.api.signature.Shapes: field static final String WORD = \"a\\nb\"",
                        "dev.seance.api.signature.Shapes: final class");
    }

    private static String name(String nested) {
        return "dev.seance.api.signature.Shapes$" + nested;
    }

    @Test
    void breakPluginsWhenTheyLoseALineOrAskForMore() {
        SortedSet<String> before = lines("A: interface", "A: method abstract int a()", "B: record(int x)");
        assertThat(ApiChange.between(before, before).isEmpty()).isTrue();
        assertThat(breaking(before, "A: interface", "A: method abstract int a()"))
                .containsExactly("B: record(int x)");
        assertThat(breaking(before, "A: interface", "A: method abstract long a()", "B: record(int x)"))
                .containsExactly("A: method abstract int a()", "A: method abstract long a()");
        assertThat(breaking(
                        before,
                        "A: interface",
                        "A: method abstract int a()",
                        "A: method abstract int b()",
                        "B: record(int x)"))
                .containsExactly("A: method abstract int b()");
        assertThat(breaking(
                        before,
                        "A: interface",
                        "A: method abstract int a()",
                        "A: method default int b()",
                        "A: method abstract int c() default 0",
                        "B: method int y()",
                        "B: record(int x)",
                        "C: interface",
                        "C: method abstract int c()"))
                .isEmpty();
    }

    private static SortedSet<String> breaking(SortedSet<String> before, String... now) {
        return ApiChange.between(before, lines(now)).breaking();
    }

    private static SortedSet<String> lines(String... lines) {
        return new TreeSet<>(List.of(lines));
    }

    @Test
    void ofAPublishedVersionMayGrowAndLoseNothing() {
        ApiFile published = new ApiFile("1.2.0", true, lines("A: interface"));
        assertThat(check(published, lines("A: interface"), "1.2.0")).isEmpty();
        assertThat(check(published, lines("A: interface", "B: class"), "1.2.0"))
                .contains("+ B: class", UPDATE)
                .doesNotContain("seance.api.version");
        assertThat(check(published, lines("B: class"), "1.2.0")).contains("- A: interface", "seance.api.version");
        assertThat(check(published, lines("B: class"), "1.3.0")).contains("- A: interface", "seance.api.version");
        assertThat(check(published, lines("B: class"), "0.9.0")).contains("- A: interface", "seance.api.version");
        assertThat(check(published, lines("B: class"), "2.0.0"))
                .contains("- A: interface", UPDATE)
                .doesNotContain("seance.api.version");
        assertThat(check(published, lines("A: interface"), "1.3.0")).contains("1.3.0", "1.2.0", UPDATE);
    }

    @Test
    void belowOneTheSecondNumberMayTakeAway() {
        ApiFile published = new ApiFile("0.1.0", true, lines("A: interface"));
        assertThat(check(published, lines("B: class"), "0.1.1")).contains("- A: interface", "seance.api.version");
        assertThat(check(published, lines("B: class"), "0.2.0")).doesNotContain("seance.api.version");
        assertThat(check(published, lines("B: class"), "1.0.0")).doesNotContain("seance.api.version");
    }

    @Test
    void ofADraftMayChangeInAnyWay() {
        ApiFile draft = new ApiFile("1.2.0", false, lines("A: interface"));
        assertThat(check(draft, lines("B: class"), "1.2.0"))
                .contains("- A: interface", UPDATE)
                .doesNotContain("seance.api.version");
    }

    @Test
    void comeBackFromTheFile(@TempDir Path folder) throws IOException {
        ApiFile file = new ApiFile("1.2.0", true, lines("A: interface", "B: class"));
        file.write(folder.resolve("api.txt"));
        assertThat(ApiFile.read(folder.resolve("api.txt"))).isEqualTo(file);
        Files.writeString(folder.resolve("api.txt"), "A: interface\n");
        assertThatThrownBy(() -> ApiFile.read(folder.resolve("api.txt"))).hasMessageContaining("# Version");
    }
}
