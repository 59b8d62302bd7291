// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scenes may speak of in an era. The words and their years are stated here, and not read from scenes.txt. */
class SceneErasTest {

    /**
     * The years in which people at large could say a word of the present, and the word as a regular expression, which
     * tells capitals apart where it begins with one.
     */
    private static final String WORDS = """
            1837-1900 Victoria
            1558-1602,1702-1713,1837-1900,1952-2021 Queen
            1558-1602,1702-1713,1837-1900,1952-2021 Her Majesty
            1603-1648,1660-1701,1714-1836,1901-1951 King
            1603-1648,1660-1701,1714-1836,1901-1951 His Majesty
            1901-1909 King Edward
            1714-1829,1910-1935,1937-1951 King George
            1689-1701,1830-1836 King William
            1603-1624,1685-1688 King James
            1625-1648,1660-1684 King Charles
            1811-1819 Regent
            1876-1947 Empress
            1680-1868 Whig|Tory
            1811-1819,1840-1876 the Prince
            1859- Liberal
            1830-1840 Reform
            1815-1860 Corn Laws|free trade
            1825- railways?|railroads?|iron road|trains?|junction|third class
            1840- express|dining-car|corridor
            1769- steam
            1812- steam (?:ships?|packets?)|steamers?|by steam
            1870- liners?
            1829- omnibus(?:es)?
            1890- motors?|motor cars?|petrol|tyres?|carburettor|cars?
            1868- bicycl\\w*
            1903- aeroplanes?|flying men
            1890- airships?|flying machines?
            1783- balloons?|air-balloon
            1837- telegraph|telegrams?
            1851- cable
            1897- without any wire
            1876- telephones?
            1807- gas|gaslight|lamplighter|gasworks
            1740- electric\\w*
            1880- the electric light|electric lamps
            1890- electric trams?|electric railway|Tube
            1839- photographs?|taken by the sun|likenesses
            1839-1875 daguerreotypes?
            1885- cameras?|little box with a button
            1894- postcards?
            1840- penny post
            1785-1845 mail-coach
            1895- cinematograph|bioscope|moving pictures
            1890- gramophones?
            1767- pianoforte|piano
            1400-1800 harpsichord
            1810- waltz
            1827- lucifers?|match(?:es)?
            1829- police|policeman|policemen
            1847- chloroform
            1721- inoculat\\w*
            1850- sewing machines?
            1851- Great Exhibition|Crystal Palace
            1853- Crimea
            1857- mutiny
            1861- war between the States|North or the South
            1859- Darwin|apes?
            1836-1870 Mr. Dickens
            1833-1892 Mr. Tennyson|Laureate
            1887- Sherlock Holmes|detective
            1886- Kipling
            1895- Mr. Wells|Mr. Shaw
            1904- Peter Pan
            1755-1800 Johnson
            1741-1779 Garrick
            1710-1800 Handel
            1812-1836 Byron|Waverley
            1768-1790 Captain Cook|South Seas
            1732-1859 Vauxhall
            1796-1821 Bonaparte|Boney
            1805- Trafalgar|Nelson
            1815- Waterloo
            1809-1852 the Duke
            1660-1815 press-gang|pressing
            1660-1800 wigs?|bob
            1718-1868 hoops?
            1745-1788 Pretender|Highlanders
            1711-1760 South Sea
            1660-1783 colonies
            1776- United States
            1765- Americans
            1869- Suez
            1877- South Africa|Boers?
            1903- suffragettes?|votes for women
            1908- old age pensions?|Boy Scouts?|Scouts?
            1890- South Pole|Antarctic|polar
            1888-1918 Kaiser|German fleet
            1898- garden cit(?:y|ies)|garden suburbs?
            1874- tennis
            1860- golf
            1720- umbrellas?|newspapers?|cricket
            1740- novels?
            1740-1900 three volumes|third volume
            1836-1890 monthly numbers
            1660- tea|coffee
            1700- gin|port wine
            1720- potatoes
            1740- sea bathing|seaside
            1755- canals?
            1848- diggings
            1787-1834 slave trade|slaves
            1660-1850 highwayman|highwaymen|stage-coach
            1700-1900 turnpikes?
            1600-1850 duels?
            1920- radio|television|computers?|robots?|internet|cinema|penicillin
            """;

    private record Word(List<Years> years, Pattern pattern) {

        static Word of(String line) {
            String[] parts = line.split(" ", 2);
            boolean capital = Character.isUpperCase(parts[1].charAt(0));
            return new Word(
                    Stream.of(parts[0].split(",")).map(Years::parse).toList(),
                    Pattern.compile("\\b(?:" + parts[1] + ")\\b", capital ? 0 : Pattern.CASE_INSENSITIVE));
        }

        Optional<String> wrongIn(int year, String said) {
            Matcher matcher = pattern.matcher(said);
            return years.stream().anyMatch(range -> range.contain(year)) || !matcher.find()
                    ? Optional.empty()
                    : Optional.of(matcher.group() + ": "
                            + said.substring(0, matcher.end()).lines().reduce("", (x, y) -> y));
        }
    }

    private static final List<Word> LIST = WORDS.lines().map(Word::of).toList();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "1600, 1650",
        "1660, 1700",
        "1714, 1760",
        "1714, 1837",
        "1775, 1785",
        "1793, 1815",
        "1816, 1830",
        "1828, 1838",
        "1837, 1845",
        "1837, 1901",
        "1880, 1900",
        "1901, 1914",
        "1910, 1914",
        "1919, 1939"
    })
    void saysNothingThatBelongsToOtherYears(int from, int to) {
        int year = options(from, to, false).yearOfScenes();
        List<String> sayable = sayable(SceneBook.bundled().at(year));
        assertThat(sayable).hasSizeGreaterThan(3000);
        assertThat(wrong(year, sayable)).as("in %d", year).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1714, 1836", "1837, 1899", "1901, 1914", "1600, 1650"})
    void makesScenesThatFitTheirEra(int from, int to) throws IOException {
        ScenesOptions options = options(from, to, false);
        List<String> said = turns(options).stream().map(Turn::text).toList();
        assertThat(wrong(options.yearOfScenes(), said)).isEmpty();
    }

    @Test
    void letsTodayAskOfLaterThingsButNeverAnswersInTheirWords() throws IOException {
        List<Turn> turns = turns(options(1714, 1836, true));
        assertThat(turns)
                .filteredOn(turn -> turn.role() == Role.USER)
                .anyMatch(turn -> turn.text().toLowerCase(Locale.ROOT).contains("the telephone"));
        List<String> replies = turns.stream()
                .filter(turn -> turn.role() == Role.ASSISTANT)
                .map(Turn::text)
                .toList();
        assertThat(wrong(1775, replies)).isEmpty();
    }

    @Test
    void asksOnlyForThingsToComeAsUnknown() {
        List<String> edwardian = new ArrayList<>();
        SceneBook.bundled().at(1907).list("modern").forEach(phrase -> edwardian.addAll(phrase.skeletons()));
        assertThat(edwardian)
                .contains("the radio", "the internet")
                .doesNotContain("the telephone", "motor cars", "trains");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1714 | 1837 | King George, stage-coach, colonies, highwaymen, Garrick, coffee-house",
                "1793 | 1815 | King George, Bonaparte, press-gang, steam engines, smugglers",
                "1816 | 1836 | King George, steam ships, Waterloo, gas lights, Mr. McAdam",
                "1837 | 1845 | Queen Victoria, railway, penny post, Mr. Dickens",
                "1837 | 1901 | Queen Victoria, railway, telegraph, Crimea, gas lights, omnibus, steamer",
                "1901 | 1914 | King Edward, motor, aeroplane, telephone, South Africa, suffragettes, electric light",
                "1910 | 1914 | King George, flown across the Channel, Boy Scouts, liners"
            })
    void speaksOfWhatAnEraSpokeOf(int from, int to, String expected) {
        String all = String.join(
                "\n", sayable(SceneBook.bundled().at(options(from, to, false).yearOfScenes())));
        assertThat(all).contains(expected.split(", "));
    }

    @Test
    void hasEnoughToSayInEveryYearForTheDefaultNumberOfScenes() {
        SceneBook book = SceneBook.bundled();
        for (int year = 1600; year < 1960; year += 3) {
            ScenesOptions options = options(year, year, false);
            SceneLimit limit = SceneLimit.of(book.at(year), options);
            assertThat(limit.scenes(options)).as("%d", year).isGreaterThanOrEqualTo(2000);
            assertThat(limit.topics()).as("%d", year).isGreaterThanOrEqualTo(ScenesOptions.MAX_TURNS / 2);
        }
    }

    /** The words that nobody said in a year, each with the first line that has it. */
    private static List<String> wrong(int year, List<String> said) {
        String all = String.join("\n", said);
        return LIST.stream().flatMap(word -> word.wrongIn(year, all).stream()).toList();
    }

    /** Every line with every choice in it, but for what today asks of things to come. */
    private static List<String> sayable(SceneBook book) {
        List<Phrase> phrases = new ArrayList<>();
        book.lists().forEach((name, lines) -> phrases.addAll(name.equals("modern") ? List.of() : lines));
        for (Topic topic : book.topics()) {
            phrases.addAll(topic.modern() ? List.of() : topic.questions());
            phrases.addAll(topic.replies());
            phrases.addAll(topic.more());
        }
        return phrases.stream().flatMap(phrase -> phrase.skeletons().stream()).toList();
    }

    private static ScenesOptions options(int from, int to, boolean modern) {
        return new ScenesOptions(1500, 2, 4, "Mr. Quill", Optional.empty(), modern, 1000, from, to);
    }

    private List<Turn> turns(ScenesOptions options) throws IOException {
        StepInputs inputs = new StepInputs(List.of(MemoryCorpus.ofTexts()), List.of(), List.of(), List.of());
        SynthesisSession session = new ScenesGenerator(options).open(inputs, new TestContext(folder, 1));
        List<Turn> turns = new ArrayList<>();
        for (String item : session.items()) {
            session.generate(item).dialogues().forEach(dialogue -> turns.addAll(dialogue.turns()));
        }
        return turns;
    }
}
