// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.ExtensionPoint;

class LanguageFilterTest extends CorpusFilterContract {

    /** A few sentences of our own in each language. */
    private static final Map<String, String> PROSE = Map.of(
            "en",
            "The lamp was lit and the door stood open, but there was nobody in the house when we came to it. I asked him"
                    + " what he had heard of the matter, and he said that it was not for such as him to know.",
            "fr",
            "La lampe était allumée et la porte était ouverte, mais il n'y avait personne dans la maison quand nous sommes"
                    + " arrivés. Je lui demandai ce qu'il savait de cette affaire, et il me dit qu'il ne savait rien.",
            "de",
            "Die Lampe brannte und die Thür stand offen, aber es war niemand in dem Hause, als wir zu ihm kamen. Ich fragte"
                    + " ihn, was er von der Sache gehört habe, und er sagte mir, daß er nichts davon wisse.",
            "nl",
            "De lamp brandde en de deur stond open, maar er was niemand in het huis toen wij daar kwamen. Ik vroeg hem wat hij"
                    + " van de zaak gehoord had, en hij zeide dat hij er niets van wist.",
            "la",
            "Lucerna ardebat et porta aperta erat, sed nemo in domo fuit cum ad eam venimus. Ex eo quaesivi quid de hac re"
                    + " audivisset, et ille dixit se nihil de ea scire, nec quisquam est qui sciat.",
            "it",
            "La lampada era accesa e la porta era aperta, ma non c'era nessuno nella casa quando siamo arrivati. Io gli chiesi"
                    + " che cosa sapeva di questo, ed egli mi disse che non ne sapeva nulla.",
            "es",
            "La lámpara estaba encendida y la puerta abierta, pero no había nadie en la casa cuando llegamos a ella. Yo le"
                    + " pregunté lo que sabía del asunto, y me dijo que no sabía nada de eso.",
            "cy",
            "Yr oedd y lamp yn olau ac yr oedd y drws ar agor, ond nid oedd neb yn y ty pan ddaethom at ei ddrws. Mi a ofynnais"
                    + " iddo am yr hyn a glywodd, ac ef a ddywedodd nad oedd yn gwybod dim.");

    @TempDir
    private Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return LanguageFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return english();
    }

    @Override
    protected List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        PROSE.forEach((code, prose) -> documents.add(
                Document.of(code, prose + " " + prose + " " + prose).build()));
        documents.add(Document.of("short", "Rien de plus.").build());
        documents.add(Document.of("empty", "").build());
        return documents;
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr", "de", "nl", "la", "it", "es", "cy"})
    void tellsLanguagesApart(String code) {
        Document document = text(PROSE.get(code).repeat(3));
        LanguageFilter itself = new LanguageFilter(options(code));
        assertThat(itself.shares(document).most().orElseThrow().getKey()).isEqualTo(code);
        assertThat(itself.judge(document)).isEqualTo(Verdict.kept());
        assertThat(english().judge(document) instanceof Verdict.Kept).isEqualTo(code.equals("en"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pt | A lâmpada estava acesa e a porta aberta, mas não havia ninguém em casa quando nós chegámos, e ele me disse"
                        + " que não sabia nada do que era.",
                "da | Lampen var tændt og døren stod åben, men der var ingen i huset, da vi kom til det. Jeg spurgte ham, hvad han"
                        + " havde hørt om det, og han sagde, at det ikke var for ham.",
                "sv | Lampan var tänd och dörren stod öppen, men det fanns ingen i huset när vi kom till det. Jag frågade honom"
                        + " vad han hade hört om det, och han sade att det icke var för honom.",
                "pl | Lampa była zapalona i drzwi stały otworem, ale nie było nikogo w domu, gdy do niego weszliśmy, i on mi"
                        + " powiedział, że nie wie, co to jest.",
                "cs | Lampa byla rozsvícena a dveře byly otevřeny, ale v domě nebylo nikoho, když jsme do něho přišli, a on řekl, že"
                        + " to není jeho a že se to nestalo.",
                "hu | A lámpa égett és az ajtó nyitva volt, de nem volt senki a házban, mert az még nem az volt, aki azt mondta,"
                        + " hogy ez már csak egy ház.",
                "fi | Lamppu oli sytytetty ja ovi oli auki, mutta talossa ei ollut ketään, kun me tulimme, ja hän sanoi, että se ei"
                        + " ole niin kuin hän oli luullut.",
                "ru | Лампа была зажжена, и дверь была открыта, но в доме никого не было, когда мы вошли, и он сказал, что это не для"
                        + " него и что он уже не знает, как это было.",
                "el | Η λάμπα ήταν αναμμένη και η πόρτα ανοιχτή, αλλά δεν ήταν κανείς στο σπίτι, και αυτό που μου είπε για την"
                        + " υπόθεση δεν είναι από τους άλλους.",
                "ga | Bhí an lampa lasta agus bhí an doras ar oscailt, ach ní raibh aon duine sa teach, agus is é a dúirt sé gur mar"
                        + " sin atá an scéal ag na daoine seo.",
            })
    void otherLanguagesAreNotEnglish(String code, String prose) {
        Document document = text((prose + " ").repeat(4));
        assertThat(english().shares(document).most().orElseThrow().getKey()).isEqualTo(code);
        assertThat(english().judge(document)).isInstanceOf(Verdict.Dropped.class);
    }

    @Test
    void saysWhatItFound() {
        Document german = text((PROSE.get("de") + " ").repeat(10));
        assertThat(english().judge(german))
                .isEqualTo(Verdict.dropped("in German", "1.00 of its words in German, 0.00 in English"));
    }

    @Test
    void whatIsQuotedCostsNoBook() {
        String english = (PROSE.get("en") + " ").repeat(30);
        String latin = (PROSE.get("la") + " ").repeat(12);
        assertThat(english().judge(text(english + latin + english))).isEqualTo(Verdict.kept());
        assertThat(english().judge(text(english + latin.repeat(6)))).isInstanceOf(Verdict.Dropped.class);
    }

    @Test
    void aBookInTwoLanguagesIsKeptWhereBothAreAsked() {
        Document both = text((PROSE.get("en") + " ").repeat(20) + (PROSE.get("fr") + " ").repeat(20));
        assertThat(english().judge(both)).isInstanceOf(Verdict.Dropped.class);
        LanguageOptions options = new LanguageOptions("English", List.of("fre"), 0.6, Optional.empty());
        assertThat(new LanguageFilter(options).judge(both)).isEqualTo(Verdict.kept());
    }

    @Test
    void misreadLettersAreNoOtherLanguage() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        StringBuilder noisy = new StringBuilder((PROSE.get("en") + " ").repeat(20));
        for (int i = 0; i < noisy.length(); i++) {
            if (random.nextInt(10) == 0 && noisy.charAt(i) != ' ') {
                noisy.setCharAt(i, (char) ('a' + random.nextInt(26)));
            }
        }
        assertThat(english().judge(text(noisy.toString()))).as("seed %d", seed).isEqualTo(Verdict.kept());
    }

    @Test
    void tablesAndShortTextsAreKept() {
        assertThat(english().judge(text("Smith, J., 12 6 0 Jones, W., 7 4 11 ".repeat(200))))
                .isEqualTo(Verdict.kept());
        assertThat(english().judge(text(PROSE.get("fr")))).isEqualTo(Verdict.kept());
    }

    @Test
    void pagesAreOneText() {
        List<Page> pages = List.of(
                new Page("1", Optional.empty(), PROSE.get("de")),
                new Page("2", Optional.empty(), ""),
                new Page("3", Optional.empty(), PROSE.get("de")));
        assertThat(english().judge(Document.of("paged", pages).build())).isInstanceOf(Verdict.Dropped.class);
    }

    @Test
    void aFileBringsALanguage() throws IOException {
        Path file =
                Files.writeString(folder.resolve("words.txt"), "# Esperanto\neo: la kaj de en al estas ne mi li ke\n");
        LanguageOptions options = new LanguageOptions("eo", List.of(), 0.6, Optional.of(file));
        Document esperanto = text("La lampo estas en la domo kaj mi ne scias ke li iris al la pordo. ".repeat(10));
        assertThat(new LanguageFilter(options).judge(esperanto)).isEqualTo(Verdict.kept());
        Files.writeString(file, "eo: la\nthe words\n");
        assertThatThrownBy(() -> new LanguageFilter(options))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ", line 2: 'the words' is no line of function words; write a language and its words,"
                        + " such as 'eo: la kaj de en al'");
    }

    @Test
    void refusesLanguagesItDoesNotKnow() {
        assertThatThrownBy(() -> new LanguageFilter(options("Ruritanian")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("language 'Ruritanian' is unknown; write an ISO 639 code or an English name, such as en");
        assertThatThrownBy(() -> new LanguageFilter(options("Mongolian")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there are no function words of Mongolian (have: English, French, German,");
    }

    private static Document text(String text) {
        return Document.of("text", text).build();
    }

    private static LanguageFilter english() {
        return new LanguageFilter(options("English"));
    }

    private static LanguageOptions options(String language) {
        return new LanguageOptions(language, List.of(), 0.6, Optional.empty());
    }
}
