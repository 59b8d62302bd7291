// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.plugins.ocr.RepairTable.Rates;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What heads and repair are worth on scans whose text is known, where the machine has them. The rules were made on one of
 * the two books and the words come from the 18 books of the library's sample, which is far less than a library.
 */
@Tag("full")
class GroundTruthTest {

    private static FormCounts words;

    @BeforeAll
    static void survey() throws IOException {
        SharedCorpora.assume();
        words = SharedCorpora.survey(SharedCorpora.scans());
    }

    @Test
    void repairLowersTheErrorsOfTheBookItWasNotMadeOn() throws IOException {
        for (String book : RepairTable.BOOKS) {
            Rates rates = RepairTable.book(book, words);
            System.out.print(rates);
            assertThat(rates.lettersLeft()).as(book).isLessThanOrEqualTo(0.95);
        }
    }

    @Test
    void repairRaisesTheErrorsOfNoSet() throws IOException {
        for (String set : RepairTable.ALIGNED) {
            Rates rates = RepairTable.aligned(set, words);
            System.out.print(rates);
            assertThat(rates.lettersAdded()).as(set).isLessThanOrEqualTo(0.0005);
        }
    }
}
