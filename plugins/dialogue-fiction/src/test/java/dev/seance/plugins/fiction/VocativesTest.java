// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocativesTest {

    private final Cast cast = Cast.of("So Hester took her lamp, and Miss Hart her shawl, and then Mr. Ford his hat.");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Come, Hester, it is late.       | Hester
                    My dear Miss Hart!              | Hart
                    Oh Hester! Look at the sea.     | Hester
                    Yes, sir.                       | sir
                    It is Hester in there.          |
                    London, I think.                |
                    I saw Mr. Ford yesterday.       |
                    """)
    void areWhoIsCalled(String speech, String called) {
        assertThat(Vocatives.in(speech, cast)).isEqualTo(called == null ? Set.of() : Set.of(called));
    }
}
