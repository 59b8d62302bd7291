// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.plugins.bpe.MadeUpText;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our merges on six million made-up characters are those of rustbpe 0.1.0 and of Hugging Face's library 0.23, which
 * cannot run here. To confirm a digest: write the text with {@code MadeUpText}'s main, train 8,000 merges of it with the
 * other program (pattern gpt4 with three digits, all 256 bytes in the alphabet, no least frequency), write each merge as
 * a line {@code LEFT RIGHT} with the bytes in hexadecimal, and take {@code sha256sum} of the lines. rustbpe gives the
 * digest of {@code VALUE}, Hugging Face's trainer that of {@code CHARACTER}; so does gigatoken for both.
 */
class SameMergesAsOthersTest {

    private static final int MERGES = 8000;

    @ParameterizedTest
    @CsvSource({
        "VALUE, 2cb16f750193a26c298e49eb286f6601e7100fd6e723c428d8c397d2a79c48b8",
        "CHARACTER, c92946d531f44d258db1fb8993b59d166f273768d8011446aa2001f9b0d95e45"
    })
    void learnsTheMergesOfOtherTrainers(ByteOrder order, String expected) throws NoSuchAlgorithmException {
        String text = MadeUpText.write(6_000_000, 1837);
        PieceTotals pieces = PieceTotalsTest.count(SplitPattern.GPT4.scanner(3), text);
        Merges merges = MergeTrainer.train(pieces, order, MERGES, 1, made -> {}).merges();
        assertThat(digest(merges)).isEqualTo(expected);
    }

    private static String digest(Merges merges) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        HexFormat hex = HexFormat.of();
        for (int k = 0; k < merges.size(); k++) {
            String line = hex.formatHex(merges.bytes(merges.left(k))) + " "
                    + hex.formatHex(merges.bytes(merges.right(k))) + "\n";
            digest.update(line.getBytes(StandardCharsets.US_ASCII));
        }
        return hex.formatHex(digest.digest());
    }
}
