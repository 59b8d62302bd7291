// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionArgumentsTest {

    private final Problems problems = new Problems();

    private Settings read(String... arguments) {
        return OptionArguments.read("--with", List.of(arguments), problems);
    }

    private static String text(Settings settings, String key) {
        return ((Scalar) settings.value(key).orElseThrow()).text();
    }

    @Test
    void readsPlainTextAsItIs() {
        Settings settings = read("digits=2", " pattern = a=b ", "empty=");
        assertThat(problems.all()).isEmpty();
        assertThat(settings.keys()).containsExactly("digits", "pattern", "empty");
        assertThat(text(settings, "digits")).isEqualTo("2");
        assertThat(text(settings, "pattern")).isEqualTo("a=b");
        assertThat(settings.value("empty")).as("says nothing").isEmpty();
    }

    @Test
    void readsListsAndQuotedTextsAsYaml() {
        Settings settings = read("specials=[\"<|a|>\", b]", "pattern='a b'");
        assertThat(((Sequence) settings.value("specials").orElseThrow()).items())
                .extracting(item -> ((Scalar) item).text())
                .containsExactly("<|a|>", "b");
        assertThat(text(settings, "pattern")).isEqualTo("a b");
    }

    @Test
    void takesTheLaterOfTwoForOneKey() {
        assertThat(text(read("digits=2", "digits=3"), "digits")).isEqualTo("3");
    }

    @Test
    void tellsWhatIsNoPairAndGoesOn() {
        Settings settings = read("digits", "=3", "list=[a", "size=4");
        assertThat(settings.keys()).containsExactly("size");
        assertThat(problems.all())
                .extracting(Problem::render)
                .hasSize(3)
                .contains("--with digits: this is not KEY=VALUE", "--with =3: this is not KEY=VALUE");
        assertThat(problems.render()).contains("--with list=[a: this is not YAML");
    }

    @Test
    void namesTheOptionOfTheCommandThatGaveAValue() {
        Settings settings = OptionArguments.with(read("digits=2"), "--size", "size", "many");
        assertThat(settings.entry("size").orElseThrow().position()).hasToString("--size many");
    }
}
