// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.matter;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.kit.text.LanguageCodes;
import dev.seance.kit.text.ListFile;
import dev.seance.plugins.filters.Letters;
import dev.seance.plugins.filters.Resources;
import dev.seance.plugins.filters.WordHash;
import dev.seance.plugins.filters.language.FunctionWords;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.Extension;

/**
 * Cuts title pages, tables of contents, lists of illustrations and of subscribers, indexes and publishers' catalogues from
 * the two ends of documents: by pages where there are pages, else by paragraphs.
 */
@Extension
@ExtensionSpec(
        name = "front-and-back-matter",
        summary = "Cuts title pages, contents, lists, indexes and publishers' catalogues from the ends of documents.",
        options = MatterOptions.class)
public final class FrontAndBackMatterFilter implements DocumentFilter {

    /** Paragraphs are taken together until they have so many words: fewer tell nothing. */
    private static final int WORDS = 60;

    /** A document of fewer stretches has no middle to compare its ends with. */
    private static final int FEWEST = 8;

    private final MatterOptions options;
    private final FunctionWords functionWords = FunctionWords.of(Optional.empty());
    private final Optional<Set<Long>> given;
    private final Map<String, Set<Long>> catalogueWords = new ConcurrentHashMap<>();

    @Inject
    public FrontAndBackMatterFilter(MatterOptions options) {
        this.options = options;
        this.given = options.file().map(FrontAndBackMatterFilter::read);
    }

    @Override
    public Verdict judge(Document document) {
        String code = LanguageCodes.of(document.language().isBlank() ? options.language() : document.language());
        int language = functionWords.bit(code);
        List<String> texts =
                document.paged() ? document.pages().stream().map(Page::text).toList() : paragraphs(document.text());
        if (language == 0 || texts.size() < FEWEST) {
            return Verdict.kept();
        }
        Set<Long> catalogue = given.orElseGet(() -> catalogueWords.computeIfAbsent(
                code, its -> hashes(Resources.lines(getClass(), its + "/catalogue-words.txt"))));
        List<Stretch> stretches = texts.stream()
                .map(text -> Stretch.of(text, functionWords, language, catalogue))
                .toList();
        BitSet matter = new Matter(stretches, options.maxShare()).found();
        if (matter.isEmpty()) {
            return Verdict.kept();
        }
        return Verdict.changed(
                document.paged() ? pagesBut(document, matter) : document.withText(joinedBut(texts, matter)),
                "cut front and back matter");
    }

    /** The pages keep their places: what was cut is an empty page. */
    private static Document pagesBut(Document document, BitSet matter) {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < document.pages().size(); i++) {
            Page page = document.pages().get(i);
            pages.add(matter.get(i) ? page.withText("") : page);
        }
        return document.withPages(pages);
    }

    private static String joinedBut(List<String> texts, BitSet matter) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            if (!matter.get(i)) {
                joined.append(texts.get(i));
            }
        }
        return joined.toString().strip();
    }

    /** A text in stretches of whole paragraphs, which together are the text; a long paragraph is one by itself. */
    private static List<String> paragraphs(String text) {
        List<String> stretches = new ArrayList<>();
        int begun = 0;
        int gathered = 0;
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf("\n\n", start);
            end = end < 0 ? text.length() : end + 2;
            int words = words(text, start, end);
            if (words >= WORDS && start > begun) {
                stretches.add(text.substring(begun, start));
                begun = start;
                gathered = 0;
            }
            gathered += words;
            if (gathered >= WORDS) {
                stretches.add(text.substring(begun, end));
                begun = end;
                gathered = 0;
            }
            start = end;
        }
        stretches.add(text.substring(begun));
        return stretches;
    }

    private static int words(String text, int start, int end) {
        int words = 0;
        for (int i = start; i < end; i++) {
            words += Letters.isWord(text.charAt(i)) && (i == start || !Letters.isWord(text.charAt(i - 1))) ? 1 : 0;
        }
        return words;
    }

    private static Set<Long> read(Path file) {
        return hashes(ListFile.read(file, "a file of words of catalogues").stream()
                .map(ListFile.Line::text)
                .toList());
    }

    private static Set<Long> hashes(List<String> lines) {
        Set<Long> hashes = new HashSet<>();
        for (String line : lines) {
            for (String word : line.strip().split("\\s+")) {
                hashes.add(WordHash.of(word));
            }
        }
        return Set.copyOf(hashes);
    }
}
