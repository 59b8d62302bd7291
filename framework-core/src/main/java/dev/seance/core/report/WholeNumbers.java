// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/** Writes counts as {@code 131}, not {@code 131.0}: most figures are counts, and scripts compare them as such. */
final class WholeNumbers extends JsonSerializer<Double> {

    /** Above this a double skips whole numbers. */
    private static final double EXACT = 1L << 53;

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            out.writeNumber(value.longValue());
        } else {
            out.writeNumber(value);
        }
    }
}
