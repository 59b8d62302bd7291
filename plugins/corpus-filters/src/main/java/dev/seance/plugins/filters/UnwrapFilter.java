// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import org.pf4j.Extension;

/**
 * Makes a paragraph one line where a transcriber wrapped it at some 70 columns, as most free transcriptions are. A
 * model that learns from wrapped lines breaks its own sentences at the same columns.
 */
@Extension
@ExtensionSpec(
        name = "unwrap",
        summary = "Rejoins paragraphs that were wrapped at a fixed width; leaves verse and texts without wraps alone.")
public final class UnwrapFilter implements DocumentFilter {

    @Override
    public Verdict judge(Document document) {
        HardWrap wrap = HardWrap.of(document.text());
        return wrap.found()
                ? Verdict.changed(document.withText(wrap.undone()), "joined wrapped lines")
                : Verdict.kept();
    }
}
