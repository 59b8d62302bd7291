// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.testing.RandomText;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderJsonTest {

    private static final String GRAMMAR = "{}[]\":,\\u0a1b9- \n";

    @Test
    void readsObjectsListsStringsAndWholeNumbers() {
        assertThat(HeaderJson.object(" { \"a\" : [ 1 , -2 ,[]], \"b\":{\"c\":\"d\"} } \n"))
                .isEqualTo(Map.of("a", List.of(1L, -2L, List.of()), "b", Map.of("c", "d")));
        assertThat(HeaderJson.object("{}")).isEmpty();
    }

    @Test
    void readsEscapes() {
        assertThat(HeaderJson.object("{\"a\":\"\\n\\t\\r\\b\\f\\/\\\\\\\"\\u00e9\\ud835\\udd04\"}"))
                .isEqualTo(Map.of("a", "\n\t\r\b\f/\\\"é𝔄"));
    }

    @Test
    void readsWhateverItQuotes() {
        for (long seed = 0; seed < 500; seed++) {
            String text = new RandomText(seed).next(60);
            String json = "{" + HeaderJson.quote(text) + ":" + HeaderJson.quote(text) + "}";
            assertThat(HeaderJson.object(json)).as("seed %d", seed).isEqualTo(Map.of(text, text));
        }
    }

    @Test
    void refusesWhatIsNoJson() {
        for (String wrong : List.of(
                "",
                " ",
                "[]",
                "7",
                "\"a\"",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1}x",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1.5}",
                "{\"a\":true}",
                "{\"a\":99999999999999999999}",
                "{\"a\":-}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\\u00\"}",
                "{\"a\":[1,]}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"")) {
            assertThatThrownBy(() -> HeaderJson.object(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
        String deep = "{\"a\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> HeaderJson.object(deep)).hasMessage("the header nests too deep");
    }

    @Test
    void failsInOneWayOnlyOnAnyText() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "{\"" : "");
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(
                        random.nextInt(10) == 0
                                ? (char) random.nextInt(0x10000)
                                : GRAMMAR.charAt(random.nextInt(GRAMMAR.length())));
            }
            try {
                HeaderJson.object(text.toString());
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d", seed).hasMessageMatching("(?s).+");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
