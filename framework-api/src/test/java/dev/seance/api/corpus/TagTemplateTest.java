// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagTemplateTest {

    private static final Document NOVEL = Document.of("book", "It was late.")
            .title("The [Lost]\n Guest")
            .year(1862)
            .place("London")
            .attribute(Document.KIND, "novel")
            .attribute(Document.QUALITY, "good")
            .provenance(new Provenance("a library", "12.zip", ""))
            .build();

    @ParameterizedTest
    @CsvSource({
        "[{year}][{kind}][ocr-{quality}],      [1862][novel][ocr-good]",
        "[{decade}],                           [1860s]",
        "[{place} {year}],                     [London 1862]",
        "[{author}][{kind}],                   [novel]", // a tag with an unknown field is left out
        "[{author} of {place}][{source}],      [a library]",
        "[{title}],                            [The Lost Guest]", // nothing of a value can end its tag or the row
    })
    void rendersWhatIsKnown(String template, String row) {
        assertThat(new TagTemplate(template).render(NOVEL)).isEqualTo(row + "\n");
    }

    @Test
    void rendersNothingWhereNothingIsKnown() {
        TagTemplate template = new TagTemplate("[{author}][{publisher}]");
        assertThat(template.render(NOVEL)).isEmpty();
        assertThat(template.fields()).containsExactly("author", "publisher");
    }

    @Test
    void rendersGivenValuesToo() {
        assertThat(new TagTemplate("[{year}][{kind}]").render(Map.of("year", "$1850\\")))
                .isEqualTo("[$1850\\]\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\"         | tags stand in square brackets",
                "{year}       | tags stand in square brackets",
                "[{year}] {a} | tags stand in square brackets",
                "[year]       | the tag [year] names no field",
                "[{year}}]    | the tag [{year}}] names no field",
                "[{Year}]     | {Year} in the tag [{Year}] is no name of a field",
                "[{}]         | {} in the tag [{}] is no name of a field",
            },
            delimiter = '|')
    void refusesOtherForms(String template, String message) {
        assertThatThrownBy(() -> new TagTemplate(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
