// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PeriodRegisterTest {

    private final PeriodRegister register = PeriodRegister.of("English").orElseThrow();

    @Test
    void tellsThePeriodFromToday() {
        assertThat(register.count("I am much obliged to you, sir; pray be seated, and we shall have tea to-morrow."))
                .matches(count -> count.period() >= 4 && count.modern() == 0);
        assertThat(register.count("That's a great question! Okay, you need to focus on the process and get feedback."))
                .matches(count -> count.modern() >= 5 && count.period() == 0);
        assertThat(register.count("The cat sat upon the mat, sir, upon the mat."))
                .as("each word once")
                .isEqualTo(new PeriodRegister.Count(2, 0));
        assertThat(register.count("")).isEqualTo(PeriodRegister.Count.NONE);
    }

    @Test
    void knowsLittleFromLittle() {
        assertThat(PeriodRegister.Count.NONE.logOdds()).isZero();
        assertThat(PeriodRegister.Count.NONE.margin()).isCloseTo(3.92, Offset.offset(1e-9));
        assertThat(new PeriodRegister.Count(10, 0).logOdds()).isCloseTo(Math.log(21), Offset.offset(1e-9));
        assertThat(new PeriodRegister.Count(100, 10).margin()).isLessThan(new PeriodRegister.Count(10, 1).margin());
    }

    @Test
    void hasNothingInOtherLanguages() {
        assertThat(PeriodRegister.of("German")).isEmpty();
        assertThat(PeriodRegister.of("no language")).isEmpty();
    }

    @Test
    void hasEveryEntryOnceAndAsTextsAreRead() {
        List<String> entries = LanguageList.lines("English", "register.txt").stream()
                .filter(line -> !line.startsWith("["))
                .toList();
        assertThat(entries).doesNotHaveDuplicates().allMatch(line -> line.equals(Reply.normalized(line)));
        assertThat(LanguageList.lines("English", "register.txt").stream().filter(line -> line.startsWith("[")))
                .containsExactly("[period]", "[modern]");
    }

    /** Whole books, cut into runs as long as a reply: every one of a bygone era above every one of today. */
    @Test
    void ordersRealTexts() throws IOException {
        Path corpora = Path.of(System.getProperty("seance.shared", "../../../shared"), "corpora");
        assumeThat(corpora).isDirectory();
        Map<String, Double> period = new TreeMap<>(logOdds(corpora.resolve("victorian")));
        period.putAll(logOdds(corpora.resolve("other-eras")));
        Map<String, Double> modern = logOdds(corpora.resolve("modern"));
        assertThat(period).hasSizeGreaterThan(90);
        assertThat(modern).hasSizeGreaterThan(15);
        assertThat(Collections.min(period.values()))
                .as("period %s, modern %s", period, modern)
                .isGreaterThan(Collections.max(modern.values()))
                .isPositive();
    }

    private Map<String, Double> logOdds(Path folder) throws IOException {
        Map<String, Double> odds = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".txt.gz"))
                    .sorted()
                    .toList()) {
                PeriodRegister.Count count = runs(file).stream()
                        .map(register::count)
                        .reduce(PeriodRegister.Count.NONE, PeriodRegister.Count::plus);
                odds.put(file.getFileName().toString(), count.logOdds());
            }
        }
        return odds;
    }

    /** The first 500 runs of 40 words. */
    private static List<String> runs(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            String[] words = Reply.normalized(new String(in.readNBytes(200_000), StandardCharsets.UTF_8))
                    .split(" ");
            List<String> runs = new ArrayList<>();
            for (int i = 0; i + 40 <= words.length && runs.size() < 500; i += 40) {
                runs.add(String.join(" ", List.of(words).subList(i, i + 40)));
            }
            return runs;
        }
    }
}
