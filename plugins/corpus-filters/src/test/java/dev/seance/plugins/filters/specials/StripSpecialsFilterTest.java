// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.specials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class StripSpecialsFilterTest extends CorpusFilterContract {

    private static final List<String> TOKENS = List.of("<human>", "<victorian>", "<a ghost>");

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return StripSpecialsFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return new StripSpecialsFilter(new StripSpecialsOptions(TOKENS));
    }

    @Override
    protected List<Document> documents() {
        return List.of(
                Document.of("plain", "Words, <b>tags</b> and\ttabs:\n3 < 4 | 5 > 4.")
                        .build(),
                Document.of("token", "An end.<|endoftext|>A beginning.").build(),
                Document.of("all", "\uFEFFa\u0001b <human> \uE000 c").build());
    }

    @Test
    void removesSpecialTokensOfAnyNameAndThoseGiven() {
        assertThat(stripped("An end.<|endoftext|>A beginning.")).isEqualTo("An end. A beginning.");
        assertThat(stripped("<|im_start|>user\nHello<|im_end|>\n<\uFF5Ctool\u2581calls\uFF5C>"))
                .isEqualTo("user\nHello\n");
        assertThat(stripped("<human> How do you do? <victorian> Well. <a ghost>"))
                .isEqualTo("How do you do? Well. ");
    }

    @Test
    void leavesNoTokenThatRemovingOneMade() {
        assertThat(stripped("<<human>a ghost>")).isEqualTo("< a ghost>");
        assertThat(stripped("<a<human>ghost>")).isEmpty();
        assertThat(stripped("<|<|x|>y|>")).isEqualTo("<| y|>");
        assertThat(stripped("<|end\u200Bof\u0000text|>")).isEmpty();
    }

    @Test
    void leavesWhatOnlyLooksLikeOne() {
        for (String text : List.of(
                "<||>",
                "<|>",
                "<|a b|>",
                "<|a",
                "<|",
                "<",
                "a<|b>c",
                "<HUMAN>",
                "< human>",
                "<|" + "x".repeat(65) + "|>")) {
            assertThat(judge(text)).as(text).isEqualTo(Verdict.kept());
        }
    }

    @Test
    void removesCharactersThatAreNotPrinted() {
        assertThat(stripped("\uFEFFw\u0000o\u200Br\u2060d\uFEFF")).isEqualTo("word");
        assertThat(stripped("one\u0001two \u0002 three\u007F")).isEqualTo("one two three");
        assertThat(stripped("one\uE000two\uDBC0\uDC00three\uD800four\uFFFEfive\uFFFCsix"))
                .isEqualTo("one two three four five six");
        assertThat(stripped("\u202Dlaw\u202C\u00AD")).isEqualTo("law\u00AD");
    }

    @Test
    void makesLineEndsOfWhatEndsLines() {
        assertThat(stripped("a\r\nb\rc\fd\u2028e\u0085f")).isEqualTo("a\nb\nc\nd\ne\nf");
    }

    @Test
    void leavesWhatIsPrinted() {
        for (String text : List.of(
                "caf\u00E9 \u2014 \u201Cquoted\u201D\u00A0\u00A3",
                "\uD83D\uDE00",
                "\uFFFD",
                "\u0645\u06CC\u200C\u062E",
                "\u0915\u094D\u200D\u0937",
                "")) {
            assertThat(judge(text)).as(text).isEqualTo(Verdict.kept());
        }
        assertThat(stripped("of\u200Cfer")).isEqualTo("offer");
    }

    @Test
    void keepsPages() {
        Document scan = Document.of(
                        "scan",
                        List.of(
                                new Page("1", Optional.of(0.5), "<human>one"),
                                new Page("2", Optional.empty(), "\u0000"),
                                new Page("3", Optional.empty(), "three")))
                .build();
        Document changed = ((Verdict.Changed) ((StripSpecialsFilter) filter()).judge(scan)).document();
        assertThat(changed.pages())
                .containsExactly(
                        new Page("1", Optional.of(0.5), "one"),
                        new Page("2", Optional.empty(), ""),
                        new Page("3", Optional.empty(), "three"));
    }

    @Test
    void saysWhatItRemoved() {
        assertThat(((Verdict.Changed) judge("\uFEFFa\u0001b <human> \uE000 c")).reason())
                .isEqualTo("stripped special tokens, control, zero-width, private-use");
        assertThat(((Verdict.Changed) judge("<human>")).reason()).isEqualTo("stripped special tokens");
    }

    @Test
    void leavesNothingToStripAndEveryPrintedCharacter() {
        String[] parts = {
            "<",
            "|",
            ">",
            "<|",
            "|>",
            "human",
            "<human>",
            "<a",
            "ghost>",
            " ",
            "\n",
            "two words",
            "\u0000",
            "\u200B",
            "\u0007",
            "\uE123",
            "\r",
            "\uD800",
            "\uFEFF",
            "e\u0301",
            "<|x|>"
        };
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(25); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String once = stripped(text.toString());
            assertThat(judge(once)).as("seed %d: %s", seed, text).isEqualTo(Verdict.kept());
            assertThat(once).as("seed %d", seed).doesNotContain(TOKENS).doesNotContain("\u0000", "\u200B", "\u0007");
            assertThat(once.split("two words", -1))
                    .as("seed %d", seed)
                    .hasSameSizeAs(text.toString().split("two words", -1));
        }
    }

    @Test
    void refusesTokensOfOneCharacter() {
        for (String token : List.of("", " ", "a", " b ")) {
            assertThatThrownBy(() -> new StripSpecialsOptions(List.of("<human>", token)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + token + "'");
        }
    }

    private String stripped(String text) {
        Verdict verdict = judge(text);
        return verdict instanceof Verdict.Changed changed ? changed.document().text() : text;
    }

    private Verdict judge(String text) {
        return ((StripSpecialsFilter) filter()).judge(Document.of("text", text).build());
    }
}
