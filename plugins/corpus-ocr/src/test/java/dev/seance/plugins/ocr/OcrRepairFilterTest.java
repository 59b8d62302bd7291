// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.ExtensionPoint;

class OcrRepairFilterTest extends CorpusFilterContract {

    private static final String KNOWN = "It was the time when all who like and believe that which he said will know him"
            + " well in the house of many years and his garden by a tree. ";

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return OcrRepairFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return filterOf();
    }

    @Override
    protected List<Document> documents() {
        List<Document> documents = books();
        documents.add(Document.of("misread", "It was tbe time wlien all who hke it will know")
                .build());
        documents.add(Document.of("spaced", "It was the time ; when").build());
        return documents;
    }

    private static OcrRepairFilter filterOf() {
        return new OcrRepairFilter(new LexiconOptions("en", Optional.empty()));
    }

    private static List<Document> books() {
        List<Document> books = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            books.add(Document.of("book-" + i, KNOWN.repeat(20)).build());
        }
        return books;
    }

    @ParameterizedTest
    @CsvSource({
        "tbe,the",
        "Tbe,The",
        "TBE,THE",
        "wliich,which",
        "beheve,believe",
        "Avas,was",
        "AVAS,WAS",
        "Avhich,which",
        "wiU,will",
        "WeU,Well",
        "aU,aU",
        "garclen,garden",
        "tirne,time",
        "thc,the",
        "bouse,house",
        "yeavs,yeavs",
        "Tbeodore,Tbeodore",
        "6tree,6tree",
        "wh1ch,which",
        "like,like",
    })
    void repairsWhatOneConfusionExplains(String misread, String right) {
        assertThat(repaired("It was the time when all who like " + misread + " and believe that he said"))
                .isEqualTo("It was the time when all who like " + right + " and believe that he said");
    }

    @Test
    void leavesAWordThatItsBookHasOften() {
        String text = "It was the time when all who like him know tbe well. ".repeat(3);
        assertThat(repaired(text)).isEqualTo(text.replace("tbe", "the"));
        String often = "It was the time when all who like him know tyme well. ".repeat(3);
        assertThat(repaired(often)).isEqualTo(often);
    }

    @Test
    void leavesPassagesOfWhichItKnowsLittle() {
        String latin = "quousque tandem abutere tbe patientia nostra quamdiu etiam furor iste tuus nos eludet";
        assertThat(repaired(latin)).isEqualTo(latin);
    }

    @Test
    void leavesOtherLanguages() {
        Document german =
                Document.of("a", "tbe time wlien ; all who hke").language("de").build();
        assertThat(judge(german)).isEqualTo(Verdict.kept());
    }

    @Test
    void leavesNumeralsAndAbbreviations() {
        String text = "It was the time when all who like vol. III and tbe. that he said will know IV him well";
        assertThat(repaired(text)).isEqualTo(text);
    }

    @Test
    void leavesWordsCutShortByAnApostrophe() {
        String text = "It was the time tho' all who like him and tho\u2019 he said will know";
        assertThat(repaired(text)).isEqualTo(text);
        assertThat(repaired(text.replaceAll("['\u2019]", ""))).isEqualTo(text.replaceAll("tho['\u2019]", "the"));
    }

    @Test
    void readsADigitAsAPronoun() {
        assertThat(repaired("when 1 said that it was the time and 1 time of 1 will"))
                .isEqualTo("when I said that it was the time and 1 time of I will");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Well ; all | Well; all",
                "~Surely ! he said .~ | ~Surely! he said.~",
                "~and . . . so~ | ~and . . . so~",
                "~3 . 5 or .5~ | ~3. 5 or .5~",
                "~' And so ? ' ' There ! ' he said . ' Well , ' said she~ | ~'And so?' 'There!' he said. 'Well,' said she~",
                "~\" And so ? \" \" There ! \"~ | ~\"And so?\" \"There!\"~",
                "~said he . ' And I saw the boys' house . ' ' Well ' he~ | ~said he. 'And I saw the boys' house.' 'Well' he~",
                "~was so. ' ' Yes,' he said~ | ~was so.' 'Yes,' he said~",
                "~\u25A0 The sand,\" says he, \"lodging\"~ | ~\"The sand,\" says he, \"lodging\"~",
                "~a \u25A0 b and \"that\"~ | ~a \u25A0 b and \"that\"~",
                "~the king 's men~ | ~the king's men~",
            })
    void closesUpPunctuation(String spaced, String closed) {
        assertThat(PunctuationRepair.repaired(spaced)).isEqualTo(closed);
    }

    private static String repaired(String text) {
        Document document = Document.of("a", text).build();
        return judge(document) instanceof Verdict.Changed changed
                ? changed.document().text()
                : text;
    }

    private static Verdict judge(Document document) {
        List<Document> corpus = books();
        corpus.add(document);
        return filterOf().judge(document, SharedCorpora.survey(corpus));
    }
}
