// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.plugin.NoOptions;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.api.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PluginCatalogTest {

    private static PluginCatalog of(List<PluginProblem> problems, String... tokenizers) {
        InstalledPlugin plugin = new InstalledPlugin(
                "words",
                "1.0.0",
                "",
                "",
                "",
                Path.of("words.jar"),
                false,
                new PluginCode(new PluginContent(Path.of("words.jar"))));
        return new PluginCatalog(
                List.of(plugin),
                Arrays.stream(tokenizers)
                        .map(name -> new InstalledExtension(
                                plugin,
                                ExtensionKind.TOKENIZER,
                                name,
                                "Cuts.",
                                OptionsDescriptor.of(NoOptions.class),
                                List.of(),
                                Tokenizer.class))
                        .toList(),
                problems);
    }

    @Test
    void saysWhatThereIsAndWhatMayHaveBeenMeant() {
        assertThat(of(List.of(), "bpe", "characters").absence(ExtensionKind.TOKENIZER, "charcters"))
                .isEqualTo("there is no tokenizer 'charcters'; did you mean 'characters'? (have: bpe, characters)");
    }

    @Test
    void suggestsNothingFarFetched() {
        assertThat(of(List.of(), "bpe").absence(ExtensionKind.TOKENIZER, "unigram"))
                .isEqualTo("there is no tokenizer 'unigram' (have: bpe)");
        assertThat(of(List.of(), "bpe").absence(ExtensionKind.BACKEND, "pytorch"))
                .isEqualTo("there is no backend 'pytorch' (none is installed)");
    }

    @Test
    void namesTheRefusedPluginsThatMayHaveHadIt() {
        PluginProblem problem = new PluginProblem(Path.of("unigram.jar"), Optional.of("unigram"), "has no version");

        assertThat(of(List.of(problem)).absence(ExtensionKind.TOKENIZER, "unigram"))
                .isEqualTo(
                        "there is no tokenizer 'unigram' (none is installed)\n  refused: unigram.jar: has no version");
    }

    @Test
    void knowsKindsByTheirRecipeKeys() {
        assertThat(ExtensionKind.ofKey("synthetic")).contains(ExtensionKind.SYNTHETIC);
        assertThat(ExtensionKind.ofKey("seance")).isEmpty();
    }
}
