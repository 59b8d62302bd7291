// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.seance.api.corpus.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The one way the host writes and reads JSON: fields in declared order, unknown fields ignored, numbers plain, every
 * text fit for UTF-8.
 */
public final class Json {

    /** A book may be longer than the 20 million characters that Jackson takes for an attack. */
    private static final StreamReadConstraints LONG_TEXTS =
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();

    private static final ObjectMapper MAPPER = new ObjectMapper(
                    JsonFactory.builder().streamReadConstraints(LONG_TEXTS).build())
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    private static final ObjectMapper PRETTY = MAPPER.copy().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /** The mapper itself, for streaming and for trees. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** One line. */
    public static String line(Object value) {
        return write(MAPPER, value);
    }

    /** Indented, for files and output that people read too. */
    public static String pretty(Object value) {
        return write(PRETTY, value);
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return Utf8.wellFormed(mapper.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a whole file. */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        T value = MAPPER.readValue(file.toFile(), type);
        if (value == null) {
            throw new IOException("it says null");
        }
        return value;
    }

    /** Why something could not be read, on one line: Jackson's own messages go on about the source. */
    public static String reason(Exception failure) {
        return failure instanceof JsonProcessingException json ? json.getOriginalMessage() : failure.getMessage();
    }
}
