// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class PackagesSourceTest extends CorpusSourceContract {

    @TempDir
    Path temporary;

    private Path speeches;
    private Path tale;

    @BeforeEach
    void packTexts() throws IOException {
        speeches = TestPackage.at(temporary.resolve("speeches.tgz"))
                .with("package/data/1841_ada_pym.txt", "\uFEFF  Friends:  I am brief.\r\n")
                .with("package/data/1851_tom_rudge.txt", "Friends: I am 41\u0002 per cent done.   \n\n\n\nEnough.")
                .with("package/data/1851_tom_rudge.json", "{}")
                .pack();
        tale = TestPackage.at(temporary.resolve("tale.tgz"))
                .with("package/chapter_1.txt", "It began.\n")
                .with("package/deep/" + "long_".repeat(30) + "name.txt", "It went on.\n")
                .pack();
    }

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return PackagesSource.class;
    }

    @Override
    protected CorpusSource source() throws IOException {
        return source(
                TestPackage.speeches(Sha256.of(speeches), Optional.of(speeches)), TestPackage.plain("tale", tale));
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws IOException {
        Path changed = TestPackage.at(temporary.resolve("changed.tgz"))
                .with("package/chapter_1.txt", "It began again.\n")
                .pack();
        return source(
                TestPackage.speeches(Sha256.of(speeches), Optional.of(speeches)), TestPackage.plain("tale", changed));
    }

    private CorpusSource source(PackageOptions... packages) {
        Environment offline = new Environment(temporary.resolve("cache"), true, 1, Clock.systemUTC());
        return new PackagesSource(new PackagesOptions(List.of(packages), 60), offline);
    }

    @Test
    void tellsOfTextsWhatTheirNamesAndTheRecipeTell() throws Exception {
        assertThat(everything(source()).get(0))
                .isEqualTo(Document.of("speeches/1841-ada_pym", "Friends: I am brief.\n")
                        .title("Speech of 1841")
                        .author("Ada Pym")
                        .year(1841)
                        .language("en")
                        .place("Bath")
                        .provenance(new Provenance("@attic/speeches@1.0.0", "data/1841_ada_pym.txt", "CC0"))
                        .build());
    }

    @Test
    void takesTheDustOffTheTexts() throws Exception {
        assertThat(everything(source()).get(1).text()).isEqualTo("Friends: I am 41 per cent done.\n\nEnough.\n");
    }

    @Test
    void knowsTheSizeOfItsTexts() throws Exception {
        assertThat(source().splits()).extracting(InputSplit::bytes).containsExactly(28L + 46, 22L);
    }

    @Test
    void passesOverNamesThatLeadOutOfThePackage() throws Exception {
        Path odd = TestPackage.at(temporary.resolve("odd.tgz"))
                .with("package/../../escaped.txt", "out")
                .with("/etc/absolute.txt", "out")
                .with("package\\..\\windows.txt", "out")
                .withLink("package/link.txt", "/etc/hostname")
                .with("package/good.txt", "in")
                .pack();
        assertThat(everything(source(TestPackage.plain("odd", odd))))
                .extracting(Document::id)
                .containsExactly("odd/good");
    }

    @Test
    void listsWhatItDoesNotRead() throws Exception {
        Path odd = TestPackage.at(temporary.resolve("odd.tgz"))
                .withLink("package/link.txt", "/etc/hostname")
                .with("package/data/1841_ada_pym.txt", "in")
                .with("package/data/1842.txt", "out")
                .with("package/data/1842.md", "out")
                .pack();
        CorpusSource source = source(TestPackage.speeches(Sha256.of(odd), Optional.of(odd)));
        source.splits();
        assertThat(source.skipped())
                .containsExactly(
                        new Skipped("@attic/speeches@1.0.0 data/1842.txt", SkippedEntries.UNMATCHED),
                        new Skipped("@attic/speeches@1.0.0 package/link.txt", SkippedEntries.UNREADABLE));
    }

    @Test
    void hasTheSameRevisionWhereverThePackageLies() throws Exception {
        Path elsewhere = Files.copy(tale, temporary.resolve("elsewhere.tgz"));
        assertThat(source(TestPackage.plain("tale", elsewhere)).revision())
                .isEqualTo(source(TestPackage.plain("tale", tale)).revision());
    }

    @Test
    void hasAnotherRevisionForOtherOptions() throws Exception {
        assertThat(source(TestPackage.plain("tale", tale)).revision())
                .isNotEqualTo(source(TestPackage.plain("saga", tale)).revision());
    }

    @Test
    void readsNamesOfOtherAlphabets() throws Exception {
        Path package1 = TestPackage.at(temporary.resolve("accents.tgz"))
                .with("package/\u00e9t\u00e9.txt", "Summer.")
                .pack();
        assertThat(everything(source(TestPackage.plain("accents", package1))))
                .extracting(Document::id)
                .containsExactly("accents/\u00e9t\u00e9");
    }

    @Test
    void saysWhatThereIsWhenNoFileMatches() throws Exception {
        Path other = TestPackage.at(temporary.resolve("other.tgz"))
                .with("package/data/a.json", "{}")
                .pack();
        CorpusSource source = source(TestPackage.plain("other", other));
        assertThatThrownBy(source::splits)
                .isInstanceOf(UserError.class)
                .hasMessage("package other@1.0.0 has no file that matches files '.*\\.txt' (it has: data/a.json,"
                        + " package.json); correct 'files'");
    }

    @Test
    void refusesTwoTextsOfOneId() throws Exception {
        Path twins = TestPackage.at(temporary.resolve("twins.tgz"))
                .with("package/a/one.txt", "1")
                .with("package/b/one.txt", "2")
                .pack();
        CorpusSource source = source(TestPackage.plain("twins", twins));
        assertThatThrownBy(source::splits)
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "two texts have the id 'twins/one': twins@1.0.0 a/one.txt and twins@1.0.0" + " b/one.txt");
    }

    @Test
    void namesTheFileThatIsNotUtf8() throws Exception {
        Path latin = TestPackage.at(temporary.resolve("latin.tgz"))
                .with("package/cafe.txt", new byte[] {'c', 'a', 'f', (byte) 0xE9})
                .pack();
        CorpusSource source = source(TestPackage.plain("latin", latin));
        assertThatThrownBy(() -> everything(source))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("package latin@1.0.0, cafe.txt: byte 3 (0xE9) is not UTF-8");
    }
}
