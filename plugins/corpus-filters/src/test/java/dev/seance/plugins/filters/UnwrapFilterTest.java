// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class UnwrapFilterTest extends CorpusFilterContract {

    private static final String VERSE = """
            The kettle sang upon the hob,
            The cat lay on the mat,
            And nobody in all the house
            Knew where the other sat.
            """;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return UnwrapFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return new UnwrapFilter();
    }

    @Override
    protected List<Document> documents() {
        Random random = new Random(1851);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String paragraph = paragraph(random, 80);
            documents.add(
                    Document.of("wrapped-" + i, wrapped(paragraph, 60 + i)).build());
            documents.add(Document.of("whole-" + i, paragraph).build());
        }
        return documents;
    }

    @Test
    void givesBackTheParagraphsThatWereWrapped() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int width = 50 + random.nextInt(40);
            StringBuilder whole = new StringBuilder("CHAPTER I\n");
            StringBuilder wrapped = new StringBuilder("CHAPTER I\n");
            for (int i = 0; i < 8; i++) {
                String paragraph = paragraph(random, 30 + random.nextInt(100));
                whole.append('\n').append(paragraph).append('\n');
                wrapped.append('\n').append(wrapped(paragraph, width)).append('\n');
            }
            HardWrap wrap = HardWrap.of(wrapped.toString());
            assertThat(wrap.found()).as("seed %d", seed).isTrue();
            assertThat(wrap.undone(hyphens(wrap))).as("seed %d", seed).isEqualTo(whole.toString());
            assertThat(HardWrap.of(whole.toString()).found())
                    .as("seed %d", seed)
                    .isFalse();
        }
    }

    @Test
    void leavesVerseAlone() {
        assertThat(new UnwrapFilter().judge(Document.of("verse", VERSE).build(), new WordSet()))
                .isEqualTo(Verdict.kept());
    }

    @Test
    void leavesVerseWithinWrappedProseAlone() {
        Random random = new Random(7);
        String prose = paragraph(random, 300);
        HardWrap wrap = HardWrap.of(wrapped(prose, 70) + "\n\n" + VERSE + "\n  set apart\n  on purpose\n");
        assertThat(wrap.found()).isTrue();
        assertThat(wrap.undone(hyphens(wrap))).isEqualTo(prose + "\n\n" + VERSE + "\n  set apart\n  on purpose\n");
    }

    @Test
    void knowsParagraphsThatBeginWithAnIndent() {
        Random random = new Random(9);
        String one = "  " + paragraph(random, 90);
        String two = "  " + paragraph(random, 90);
        HardWrap wrap = HardWrap.of(wrapped(one, 70) + "\n" + wrapped(two, 70));
        assertThat(wrap.found()).isTrue();
        assertThat(wrap.undone(hyphens(wrap))).isEqualTo(one + "\n" + two);
    }

    @Test
    void putsNoBlankAfterHyphensAndDashesThatCloseUp() {
        String wrapped = """
                The clock struck twelve upon the stairs of the old house by the well-
                worn gate, and nobody who heard it strike could have told you why the
                porter laughed so long about it in the hall below, unless perhaps the--
                but no, the porter was a sober man, and he would never have laughed at
                a clock -- he said so himself upon the following day to all who came --
                and there it rests.
                """;
        HardWrap wrap = HardWrap.of(wrapped);
        assertThat(wrap.found()).isTrue();
        assertThat(wrap.undone(hyphens(wrap)))
                .contains("the well-worn gate")
                .contains("perhaps the--but no")
                .contains("who came -- and there");
    }

    @Test
    void rejoinsWordsThatStandWholeElsewhereInTheText() {
        String text = ("It was upon the morning of the third day that the travel-\n"
                        + "lers came in sight of the town, and the elder, who had been con-\n"
                        + "tinually looking behind him, drew in his horse and said to his com-\n"
                        + "panion that he would go no farther until he had eaten. The travellers\n"
                        + "were continually at odds, and one companion left the other for good.\n\n")
                .repeat(3);
        assertThat(unwrapped(text))
                .contains("that the travellers came", "had been continually looking", "his companion that")
                .doesNotContain("-");
    }

    @Test
    void keepsTheHyphensOfWordsThatHaveThemElsewhere() {
        String text = ("They came to-day by the well-known road, and the travellers spoke of the well-\n"
                        + "known innkeeper whom they hoped to see again, for he had told the travel-\n"
                        + "lers of his mother-in-law and of how she had walked to the town and to-\n"
                        + "day meant to walk back again, though everybody begged his mother-in-\n"
                        + "law to wait for the coach, which was ever-chang-\n"
                        + "ing its hours; changing them, indeed, whenever the driver had drunk much.\n\n")
                .repeat(2);
        assertThat(unwrapped(text))
                .contains("the well-known innkeeper", "to-day meant", "mother-in-law to wait")
                .contains("told the travellers of", "ever-changing its hours");
    }

    @Test
    void asksTheCorpusWhereTheTextDoesNotKnow() {
        String text = ("The horses stood before the door, and nobody could say why the travel-\n"
                        + "lers had not come down to them though the clock had struck and the well-\n"
                        + "known innkeeper had knocked at every door of the house above the yard.\n\n")
                .repeat(2);
        assertThat(unwrapped(text, "The travellers were well-known."))
                .contains("why the travellers had", "the well-known innkeeper");
    }

    @Test
    void rejoinsPartsThatAreNoWordsWhateverTheTextKnows() {
        String text = "He had never in his life been asked so many questions about his educa-\n"
                + "tion, and he said so to the porter, who answered him with great bitter-\n"
                + "ness that a porter was not asked at all, and that in his own well-\n"
                + "worn coat he had waited, one whole winter and more, upon Anglo-\n"
                + "Saxons, as he called them, for thirty years, and would again to-mor\u00AD\n"
                + "row if he were let; which nobody who heard him in the hall believed.\n";
        assertThat(unwrapped(text))
                .contains(
                        "his education, and",
                        "great bitterness that",
                        "well-worn coat",
                        "Anglo-Saxons",
                        "to-morrow if");
    }

    @Test
    void breaksNothingThatWasWhole() {
        String[] words = {
            "travellers",
            "continually",
            "well-known",
            "to-day",
            "companion",
            "farther",
            "a",
            "of",
            "the",
            "mother-in-law"
        };
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder whole = new StringBuilder(String.join(" ", words));
            for (int i = 0; i < 150; i++) {
                whole.append(' ').append(words[random.nextInt(words.length)]);
            }
            String expected = whole.append('.').toString();
            assertThat(unwrapped(expected + "\n\n" + broken(expected, 45 + random.nextInt(30), random)))
                    .as("seed %d", seed)
                    .isEqualTo(expected + "\n\n" + expected);
        }
    }

    /** Fills lines as a compositor does: a word that does not fit is broken after its second letter or later, or a hyphen. */
    private static String broken(String paragraph, int width, Random random) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : paragraph.split(" ")) {
            int room = width - column - 2;
            if (column > 0 && word.length() > room + 1) {
                int hyphen = word.indexOf('-');
                int at = hyphen > 0 ? hyphen : Math.min(room, word.length() - 3);
                if (at >= 2
                        && at <= room
                        && Character.isLetter(word.charAt(word.length() - 1))
                        && random.nextInt(3) > 0) {
                    String rest = word.substring(hyphen > 0 ? at + 1 : at);
                    text.append(' ').append(word, 0, at).append("-\n").append(rest);
                    column = rest.length();
                    continue;
                }
                text.append('\n');
                column = 0;
            }
            text.append(column == 0 ? "" : " ").append(word);
            column += word.length() + (column == 0 ? 0 : 1);
        }
        return text.toString();
    }

    private static String unwrapped(String text, String... others) {
        UnwrapFilter filter = new UnwrapFilter();
        Document document = Document.of("text", text).language("en").build();
        Survey<WordSet> survey = filter.survey();
        WordSet words = survey.fold(survey.empty(), document);
        for (String other : others) {
            words = survey.merge(
                    words,
                    survey.fold(survey.empty(), Document.of("other", other).build()));
        }
        return ((Verdict.Changed) filter.judge(document, words)).document().text();
    }

    private static LineEndHyphens hyphens(HardWrap wrap) {
        return new LineEndHyphens(String.join("\n", wrap.lines()), wrap.lines(), "en", new WordSet());
    }

    private static String paragraph(Random random, int words) {
        StringBuilder text = new StringBuilder("So");
        for (int i = 1; i < words; i++) {
            text.append(' ').append("abcdefghijkl", 0, 1 + random.nextInt(12));
        }
        return text.append('.').toString();
    }

    private static String wrapped(String paragraph, int width) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        // An indent goes with the first word.
        for (String word : paragraph.split("(?<=\\S) ")) {
            boolean fits = column + 1 + word.length() <= width;
            text.append(column == 0 ? "" : fits ? " " : "\n").append(word);
            column = column == 0 || !fits ? word.length() : column + 1 + word.length();
        }
        return text.toString();
    }
}
