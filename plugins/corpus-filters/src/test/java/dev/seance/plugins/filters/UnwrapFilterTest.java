// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
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
            assertThat(wrap.undone()).as("seed %d", seed).isEqualTo(whole.toString());
            assertThat(HardWrap.of(whole.toString()).found())
                    .as("seed %d", seed)
                    .isFalse();
        }
    }

    @Test
    void leavesVerseAlone() {
        assertThat(new UnwrapFilter().judge(Document.of("verse", VERSE).build()))
                .isEqualTo(Verdict.kept());
    }

    @Test
    void leavesVerseWithinWrappedProseAlone() {
        Random random = new Random(7);
        String prose = paragraph(random, 300);
        HardWrap wrap = HardWrap.of(wrapped(prose, 70) + "\n\n" + VERSE + "\n  set apart\n  on purpose\n");
        assertThat(wrap.found()).isTrue();
        assertThat(wrap.undone()).isEqualTo(prose + "\n\n" + VERSE + "\n  set apart\n  on purpose\n");
    }

    @Test
    void knowsParagraphsThatBeginWithAnIndent() {
        Random random = new Random(9);
        String one = "  " + paragraph(random, 90);
        String two = "  " + paragraph(random, 90);
        HardWrap wrap = HardWrap.of(wrapped(one, 70) + "\n" + wrapped(two, 70));
        assertThat(wrap.found()).isTrue();
        assertThat(wrap.undone()).isEqualTo(one + "\n" + two);
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
        assertThat(wrap.undone())
                .contains("the well-worn gate")
                .contains("perhaps the--but no")
                .contains("who came -- and there");
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
