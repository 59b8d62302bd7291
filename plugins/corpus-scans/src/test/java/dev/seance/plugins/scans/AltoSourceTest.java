// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class AltoSourceTest extends CorpusSourceContract {

    @TempDir
    Path temporary;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return AltoSource.class;
    }

    @Override
    protected CorpusSource source() throws Exception {
        return TestScans.alto(folders("scans", "Third."));
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws Exception {
        return TestScans.alto(folders("changed", "Other."));
    }

    private Path folders(String name, String third) throws Exception {
        Path folder = temporary.resolve(name);
        TestScans.write(folder.resolve("one/p1.xml"), TestScans.page("First page,", "two lines."));
        TestScans.write(folder.resolve("one/p2.xml"), TestScans.page("Second page."));
        TestScans.write(folder.resolve("two/p1.xml"), TestScans.page(third));
        TestScans.write(folder.resolve("two/inner/p1.xml"), TestScans.page("Inner."));
        TestScans.write(folder.resolve("p1.xml"), TestScans.page("Here."));
        return folder;
    }

    @Nested
    class OfArchives extends CorpusSourceContract {

        @Override
        protected Class<? extends ExtensionPoint> extension() {
            return AltoSource.class;
        }

        @Override
        protected CorpusSource source() throws Exception {
            return TestScans.alto(archives("zips", "Third."));
        }

        @Override
        protected CorpusSource sourceOfChangedData() throws Exception {
            return TestScans.alto(archives("changed", "Other."));
        }

        private Path archives(String name, String third) throws Exception {
            Path folder = temporary.resolve(name);
            TestScans.zip(
                    folder.resolve("one.zip"), "p1.xml", TestScans.page("One."), "p2.xml", TestScans.page("Two."));
            TestScans.zip(folder.resolve("two.zip"), "p1.xml", TestScans.page(third));
            TestScans.zip(folder.resolve("more/three.zip"), "a/p1.xml", TestScans.page("Three."));
            return folder;
        }
    }
}
