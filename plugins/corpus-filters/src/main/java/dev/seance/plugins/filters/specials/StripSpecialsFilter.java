// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.specials;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Removes what is no text: special tokens that somebody spelled out, which a vocabulary would read as the real ones, and
 * characters that are not printed. Pages stay as they are divided.
 */
@Extension
@ExtensionSpec(
        name = "strip-specials",
        summary = "Removes spelled special tokens, and control, zero-width and private-use characters.",
        options = StripSpecialsOptions.class)
public final class StripSpecialsFilter implements DocumentFilter {

    private final SpecialTokens tokens;

    @Inject
    public StripSpecialsFilter(StripSpecialsOptions options) {
        this.tokens = new SpecialTokens(options.tokens());
    }

    @Override
    public Verdict judge(Document document) {
        Set<Kind> found = EnumSet.noneOf(Kind.class);
        // Characters first: one without width may hide a token.
        Document clean = document.mapText(text -> tokens.strip(HiddenCharacters.strip(text, found), found));
        if (found.isEmpty()) {
            return Verdict.kept();
        }
        return Verdict.changed(
                clean, "stripped " + found.stream().map(Kind::title).collect(Collectors.joining(", ")));
    }
}
