// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {

    private final Problems problems = new Problems();

    private Optional<Value> read(String yaml) {
        return YamlTree.read(Source.file("r.yaml", yaml), problems);
    }

    @Nested
    class TrapsOfYaml11 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1837-06-20",
                    "12:30",
                    "0644",
                    "0x10",
                    "1.10",
                    "1_000",
                    "no",
                    "on",
                    "Yes",
                    "OFF",
                    ".inf",
                    "1e3",
                    "=",
                    "+1"
                })
        void keepTheirText(String text) {
            Settings settings = (Settings) read("key: " + text + "\n").orElseThrow();
            assertThat(settings.value("key")).hasValueSatisfying(value -> assertThat(((Scalar) value).text())
                    .isEqualTo(text));
        }

        @Test
        void keepTheirTextAsKeys() {
            assertThat(((Settings) read("{no: 1, on: 2, 12:30: 3, 1837-06-20: 4}")
                                    .orElseThrow())
                            .keys())
                    .containsExactly("no", "on", "12:30", "1837-06-20");
        }

        @Test
        void tellNothingFromAnEmptyText() {
            Settings settings = (Settings)
                    read("a:\nb: null\nc: ~\nd: ''\ne: 'null'\nf: NULL\n").orElseThrow();
            assertThat(settings.keys().stream()
                            .filter(key -> settings.value(key).isEmpty()))
                    .containsExactly("a", "b", "c");
        }
    }

    @Nested
    class Refuses {

        @Test
        void keysThatOccurTwice() {
            read("a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n");
            assertThat(problems.render()).isEqualTo("""
                            r.yaml:2:17: key 'c' is here already, on line 2; keep one of them
                              b: {c: 1, d: 2, c: 3}
                                              ^
                            r.yaml:3:1: key 'a' is here already, on line 1; keep one of them
                              a: 2
                              ^""");
        }

        @ParameterizedTest
        @ValueSource(strings = {"!!int 5", "!!java.net.URL [x]", "!local {a: b}", "!!str x"})
        void tags(String value) {
            read("a: " + value + "\n");
            assertThat(problems.render()).contains("r.yaml:1:4: tag '").contains("is not allowed");
        }

        @Test
        void mergeKeys() {
            read("a: &x {b: 1}\nc: {<<: *x}\n");
            assertThat(problems.render()).startsWith("r.yaml:2:5: merge keys ('<<') are not supported");
        }

        @Test
        void whatContainsItself() {
            read("a: &x [1, *x]\n");
            assertThat(problems.render()).contains("contains itself through an alias");
        }

        @Test
        void aliasesThatMultiply() {
            StringBuilder yaml = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
            for (int i = 1; i < 5; i++) {
                yaml.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(10) + "]\n");
            }
            read(yaml.toString());
            assertThat(problems.render()).contains("more than 100000 values");
        }

        @Test
        void deepNesting() {
            read("[".repeat(60) + "]".repeat(60));
            assertThat(problems.render()).contains("refused").contains("Nesting Depth exceeded max 50");
        }

        @Test
        void textThatIsNotYaml() {
            read("a: 1\nb: [1, 2\nc: 3\n");
            assertThat(problems.render())
                    .startsWith("r.yaml:3:2: this is not YAML: while parsing a flow sequence that begins in line 2: ");
        }

        @Test
        void controlCharacters() {
            read("a: 1\nb: x\u0007\n");
            assertThat(problems.render()).startsWith("r.yaml:2:5: this is not text: character U+0007; remove it");
        }

        @Test
        void aSecondDocument() {
            read("a: 1\n---\nb: 2\n");
            assertThat(problems.render()).startsWith("r.yaml:2:1: this is not YAML: expected a single document");
        }
    }

    @Test
    void aliasesStandForTheirValues() {
        Settings settings = (Settings) read("a: &x {b: 1}\nc: *x\n").orElseThrow();
        assertThat(settings.value("c")).isEqualTo(settings.value("a"));
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void caretsStandBelowTabsAndAstralLetters() {
        read("a: {\"\uD835\uDC9C\": 1,\t! : 2, a: 1, a: 2}\n");
        String[] lines = problems.render().split("\n");
        assertThat(lines[lines.length - 1]).endsWith("^").contains("\t");
    }
}
