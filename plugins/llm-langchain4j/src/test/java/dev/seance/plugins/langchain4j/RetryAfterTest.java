// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private final Clock clock = Clock.fixed(Instant.parse("2026-03-31T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void readsSecondsAndMoments() {
        assertThat(RetryAfter.read("7", clock)).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.read(" 0.25 ", clock)).contains(Duration.ofMillis(250));
        assertThat(RetryAfter.read("Tue, 31 Mar 2026 12:01:30 GMT", clock)).contains(Duration.ofSeconds(90));
        assertThat(RetryAfter.read("Tue, 31 Mar 2026 11:00:00 GMT", clock)).contains(Duration.ZERO);
        assertThat(RetryAfter.read("999999999", clock)).contains(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e9", "Tue, 31 Mar", "99999999999999999999"})
    void takesNothingElse(String header) {
        assertThat(RetryAfter.read(header, clock)).isEmpty();
    }
}
