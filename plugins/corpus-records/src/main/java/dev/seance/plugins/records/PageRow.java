// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import java.util.Map;
import java.util.Optional;

/**
 * A row of the library's data: a page of an item, with the item's entry in the catalogue.
 *
 * @param record the item's id, of nine digits
 * @param number the page's number as it stands there, or ""
 * @param text the text, or "" for an empty page
 * @param ocrConfidence the mean word confidence, where there is one
 * @param catalogue the other columns that have a value, by {@link Columns#normalized} names; empty where the reader knows
 *     that the row before was of the same item
 */
record PageRow(
        String record, String number, String text, Optional<Double> ocrConfidence, Map<String, String> catalogue) {

    static final String RECORD = "record_id";
    static final String NUMBER = "pg";
    static final String TEXT = "text";
    static final String CONFIDENCE = "mean_wc_ocr";

    private static final int DIGITS = 9;

    /** An id as the library writes it: numbers that lost their leading zeros, as CSV and int columns do, get them back. */
    static String recordId(String raw) {
        String id = raw.strip();
        if (id.endsWith(".0")) {
            id = id.substring(0, id.length() - 2);
        }
        boolean digits = !id.isEmpty() && id.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && id.length() < DIGITS ? "0".repeat(DIGITS - id.length()) + id : id;
    }
}
