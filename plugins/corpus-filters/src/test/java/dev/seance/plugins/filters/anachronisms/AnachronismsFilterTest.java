// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.run.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class AnachronismsFilterTest extends CorpusFilterContract {

    @TempDir
    private Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return AnachronismsFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return filter(1901, Tier.STRICT);
    }

    @Override
    protected List<Document> documents() {
        return List.of(
                text("old", "The carriage stood at the door, and the lamps were lit."),
                text("term", "She watched television after supper."),
                text("context", "The robot turned on the radio, and then the radio stopped."),
                text("years", "In 1931, in 1932, in May 1933, since 1934, and in 1935 it rained."));
    }

    @Nested
    class Terms {

        @Test
        void withoutAnotherSenseAreEnoughOnceWhenStrict() {
            assertThat(judge("She watched television after supper."))
                    .isEqualTo(Verdict.dropped("terms of a later time", "television (1908): 1"));
            assertThat(filter(1901, Tier.NORMAL).judge(text("one", "She watched television.")))
                    .isEqualTo(Verdict.kept());
        }

        @Test
        void ofOtherSensesCountFromThreeHitsOfTwoTerms() {
            assertThat(judge("A robot. A robot. A robot. A robot.")).isEqualTo(Verdict.kept());
            assertThat(judge("A robot. The radio.")).isEqualTo(Verdict.kept());
            assertThat(judge("A robot. The radio. A robot."))
                    .isEqualTo(Verdict.dropped("context of a later time", "robot (1920): 2, radio (1907): 1"));
        }

        @Test
        void ofOtherSensesMustBeFoundMoreOftenInLongTexts() {
            String longText = "and ".repeat(60_000);
            assertThat(judge(longText + "robot radio robot")).isEqualTo(Verdict.kept());
            assertThat(judge(longText + "robot radio robot radio robot")).isInstanceOf(Verdict.Dropped.class);
        }

        @Test
        void areOfTheEraTheyAreFirstUsedIn() {
            String text = "He sent a telegram about the photographs from the railway station.";
            assertThat(filter(1837, Tier.STRICT).judge(text("text", text))).isInstanceOf(Verdict.Dropped.class);
            assertThat(filter(1852, Tier.STRICT).judge(text("text", text))).isEqualTo(Verdict.kept());
        }

        @Test
        void areWholeWordsInAnyCase() {
            assertThat(judge("The televisionary spoke of internetting.")).isEqualTo(Verdict.kept());
            assertThat(judge("THE INTERNET")).isInstanceOf(Verdict.Dropped.class);
            assertThat(judge("«internet»")).isInstanceOf(Verdict.Dropped.class);
        }

        @Test
        void keepTheirCapitals() {
            assertThat(judge("the cold war of two neighbours")).isEqualTo(Verdict.kept());
            assertThat(judge("the Cold War")).isInstanceOf(Verdict.Dropped.class);
        }

        @Test
        void goOnOverBlanksHyphensAndOneLineEnd() {
            for (String text : List.of("an atomic bomb", "an atomic-bomb", "an atomic\nbomb", "an atomic  bombs")) {
                assertThat(judge(text)).as(text).isInstanceOf(Verdict.Dropped.class);
            }
            for (String text : List.of("atomic. Bomb", "atomic\n\nbomb", "atomicbomb", "atomic bombast")) {
                assertThat(judge(text)).as(text).isEqualTo(Verdict.kept());
            }
        }

        @Test
        void areTheLongestThatBeginThere() {
            assertThat(judge("D'Israeli, D\u2019Israeli and D'Israeli; the robot."))
                    .isEqualTo(Verdict.kept());
            assertThat(judge("An Israeli, an Israeli and the robot.")).isInstanceOf(Verdict.Dropped.class);
        }

        @Test
        void areNoAbbreviationsAmongCapitals() {
            assertThat(judge("AIDS TO FAITH. PUERO NATO CHRISTO. The robot.")).isEqualTo(Verdict.kept());
            assertThat(judge("AIDS, NATO, and the robot.")).isInstanceOf(Verdict.Dropped.class);
        }

        @Test
        void ofOtherSensesAreNoHalvesOfCompounds() {
            assertThat(judge("The radio-palmar and radio-dorsal veins, and robot-like forms."))
                    .isEqualTo(Verdict.kept());
        }

        @Test
        void areNoBeginningsOfWordsThatALineEndBroke() {
            for (String text :
                    List.of("Gregory Nazi-\nanzen", "Gregory Nazi- anzen", "Gregory Nazi\u00AD\nanzen", "Nazi-")) {
                assertThat(judge(text)).as(text).isEqualTo(Verdict.kept());
            }
            assertThat(judge("an anti-Nazi speech")).isInstanceOf(Verdict.Dropped.class);
        }

        @Test
        void doNotCountWhenTheirOldSenseIsFine() {
            assertThat(judge("The computer sowed broadcast, attended by satellites and missiles."))
                    .isEqualTo(Verdict.kept());
        }
    }

    @Nested
    class Years {

        @Test
        void countWhenSeveralAreLater() {
            assertThat(judge("In 1931, in 1932, in May 1933 and since 1934.")).isEqualTo(Verdict.kept());
            assertThat(judge("In 1931, in 1932, in May 1933, since 1934, and in 1935; until 1935."))
                    .isEqualTo(Verdict.dropped("years after the era", "1935: 2, 1931: 1, 1932: 1, 1933: 1, 1934: 1"));
        }

        @Test
        void mustBeDifferentOnes() {
            assertThat(judge("In 1952 and in 1952 ".repeat(20))).isEqualTo(Verdict.kept());
        }

        @Test
        void mustBeMoreThanMisreadOnesAmongThoseOfTheEra() {
            String history = "In 1850 it rained. ".repeat(400);
            String misread = "In 1950, in 1951, in 1952, in 1953, in 1954.";
            assertThat(judge(misread)).isInstanceOf(Verdict.Dropped.class);
            assertThat(judge(history + misread)).isEqualTo(Verdict.kept());
        }
    }

    @Nested
    class Tables {

        @Test
        void addToThePluginsOwn() throws Exception {
            AnachronismsFilter filter =
                    filter(table("# ours\nsteam cannon/s\t1950\talways\na note\t1950\tcontext\tnote\n"), false);
            assertThat(filter.judge(text("a", "Two steam cannons."))).isInstanceOf(Verdict.Dropped.class);
            assertThat(filter.judge(text("b", "television"))).isInstanceOf(Verdict.Dropped.class);
        }

        @Test
        void decideForATermOfBoth() throws Exception {
            AnachronismsFilter filter = filter(table("television\t-\tallow\ninternet\t1800\talways\n"), false);
            assertThat(filter.judge(text("a", "television, internet"))).isEqualTo(Verdict.kept());
        }

        @Test
        void replaceThePluginsOwn() throws Exception {
            AnachronismsFilter filter = filter(table("steam cannon\t1950\talways\n"), true);
            assertThat(filter.judge(text("a", "steam cannon"))).isInstanceOf(Verdict.Dropped.class);
            assertThat(filter.judge(text("b", "television, internet"))).isEqualTo(Verdict.kept());
        }

        @Test
        void areOfTheDocumentsLanguage() throws Exception {
            Document german = Document.of("de", "Das television, der internet.")
                    .language("German")
                    .build();
            assertThat(AnachronismsFilterTest.filter(1901, Tier.STRICT).judge(german))
                    .isEqualTo(Verdict.kept());
            AnachronismsFilter filter = filter(table("Fernseher\t1930\talways\n"), false);
            assertThat(filter.judge(
                            Document.of("de", "Ein Fernseher.").language("de").build()))
                    .isInstanceOf(Verdict.Dropped.class);
        }

        @Test
        void allowTermsByOption() {
            AnachronismsFilter filter = new AnachronismsFilter(new AnachronismOptions(
                    1901, Tier.STRICT, Optional.empty(), false, List.of("television/s", "atomic bomb"), "en"));
            assertThat(filter.judge(text("a", "Televisions. An atomic bomb."))).isEqualTo(Verdict.kept());
            assertThat(filter.judge(text("b", "Two atomic bombs."))).isInstanceOf(Verdict.Dropped.class);
        }

        @Test
        void areRefusedWithTheLineThatIsWrong() throws Exception {
            for (String line :
                    List.of("radar\t1940", "radar\tlong ago\talways", "radar\t1940\tsometimes", "\t1\tallow")) {
                Path file = table("# a comment\n\n" + line + "\n");
                assertThatThrownBy(() -> filter(file, false))
                        .as(line)
                        .isInstanceOf(UserError.class)
                        .hasMessageStartingWith(file + ", line 3: ")
                        .hasMessageEndingWith("write TERM, tab, YEAR, tab, and one of always, context, allow");
            }
            Path missing = folder.resolve("none.tsv");
            assertThatThrownBy(() -> filter(missing, false))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(missing.toString());
        }

        @Test
        void areNeededToReplaceThePluginsOwn() {
            assertThatThrownBy(() -> new AnachronismOptions(1901, Tier.STRICT, Optional.empty(), true, List.of(), "en"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("set 'file'");
        }

        private AnachronismsFilter filter(Path file, boolean replace) {
            return new AnachronismsFilter(
                    new AnachronismOptions(1901, Tier.STRICT, Optional.of(file), replace, List.of(), "en"));
        }

        private Path table(String lines) throws Exception {
            return Files.writeString(folder.resolve("terms.tsv"), lines);
        }
    }

    @Test
    void readsAllPages() {
        Document pages = Document.of(
                        "pages",
                        List.of(
                                new Page("1", Optional.empty(), "A robot."),
                                new Page("2", Optional.empty(), ""),
                                new Page("3", Optional.empty(), "The radio, a robot.")))
                .build();
        assertThat(filter(1901, Tier.STRICT).judge(pages)).isInstanceOf(Verdict.Dropped.class);
    }

    @Test
    void showsTheMostFrequentTermsAndCountsTheRest() {
        Verdict verdict = judge("radar sonar laptop laptop internet website nylon jeep penicillin insulin vitamin");
        assertThat(((Verdict.Dropped) verdict).detail())
                .startsWith("laptop (1983): 2, insulin (1909): 1, ")
                .endsWith(" and 2 more");
    }

    private static Verdict judge(String text) {
        return filter(1901, Tier.STRICT).judge(text("text", text));
    }

    private static AnachronismsFilter filter(int to, Tier tier) {
        return new AnachronismsFilter(new AnachronismOptions(to, tier, Optional.empty(), false, List.of(), "en"));
    }

    private static Document text(String id, String text) {
        return Document.of(id, text).build();
    }
}
