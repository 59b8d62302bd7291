// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApiVersionTest {

    @Test
    void isTheBuilds() {
        assertThat(ApiVersion.current()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void isInTheRangesThatIncludeIt() {
        assertThat(ApiVersion.isIn(">=0.1.0 & <0.2.0", "0.1.7")).isTrue();
        assertThat(ApiVersion.isIn(">=0.1.0 & <0.2.0", "0.2.0")).isFalse();
    }

    @Test
    void ofABareNumberIsAMinimum() {
        assertThat(ApiVersion.isIn("0.1.0", "0.1.0")).isTrue();
        assertThat(ApiVersion.isIn("0.1.0", "0.3.0")).isTrue();
        assertThat(ApiVersion.isIn("0.4.0", "0.3.0")).isFalse();
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThatThrownBy(() -> ApiVersion.isIn("new", "0.1.0")).hasMessage("'new' is not a range of versions");
    }
}
