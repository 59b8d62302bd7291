// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.testing.RandomText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgedDocumentsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void areReadAsTheyWereWritten(long seed) throws IOException {
        Random random = new Random(seed);
        List<Document> documents = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            documents.add(document("d" + i, random));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JudgedDocuments.Writer writer = new JudgedDocuments.Writer(bytes)) {
            for (Document document : documents) {
                writer.write(document);
            }
        }
        try (Stream<Document> read = JudgedDocuments.read(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(read.toList()).isEqualTo(documents);
        }
    }

    private static Document document(String id, Random random) {
        List<Page> pages = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            pages.add(new Page(
                    random.nextBoolean() ? "" : Integer.toString(i),
                    random.nextBoolean() ? Optional.empty() : Optional.of(random.nextDouble()),
                    text(random)));
        }
        Document.Builder document = Document.of(id, pages)
                .title(text(random))
                .author(text(random))
                .language(text(random))
                .place(text(random))
                .provenance(new Provenance(text(random), text(random), text(random)));
        if (random.nextBoolean()) {
            document.year(random.nextInt());
        }
        if (random.nextBoolean()) {
            document.ocrConfidence(random.nextDouble());
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            document.attribute("attribute-" + i, text(random));
        }
        return document.build();
    }

    private static String text(Random random) {
        return new RandomText(random.nextLong()).next(random.nextInt(60));
    }
}
