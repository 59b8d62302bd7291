// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.corpus.Document;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.DialogueExtractor;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Finds who speaks to whom in novels and plays, by the conventions of print alone.
 *
 * <p>Printers were strict, and their rules carry most of the way. Speech stands between quotation marks, double or, in
 * Britain, often single ({@link QuoteMarks} counts which, for the apostrophe looks the same). A new speaker gets a new
 * paragraph. Speech broken by "said he" stays in one paragraph ({@link UtteranceReader} joins it, {@link SpokenText} mends
 * the commas), and speech of several paragraphs repeats the opening marks and closes only at the end ({@link
 * SpanScanner}). The Irish and the French begin it with a dash instead, and nothing ends it ({@link DashScanner}). Whose it
 * is stands beside it, before, after or within ({@link Attribution}), or somebody acts beside it ({@link Actor}), or nothing
 * is said at all, because two people take turns. In plays and catechisms a label says it
 * ({@link ScriptReader}).
 *
 * <p>The literature on quoted speech attribution asks a harder question than we do, who of the cast is speaking. Glass
 * and Bangay (2007) look for the speech verb and score the people around it. Elson and McKeown (AAAI 2010) find that
 * few syntactic patterns, quotation, verb and name in some order, cover most of six 19th-century authors. O'Keefe and
 * others (EMNLP 2012) label quotations in sequence, and He, Barbosa and Kondrak (ACL 2013) rank candidates, both because
 * turns alternate. Muzny and others (EACL 2017) order deterministic sieves from the most to the least certain, one of
 * them the alternation of speakers. Byszuk and others (LT4HALA 2020) show how much typography varies between novels of
 * the 19th century. From these we take the patterns and the alternation. We need no list of characters: for an answer it
 * suffices that two utterances next to each other are not one person's, and for that what a book says of its names in
 * passing is enough ({@link Cast}).
 *
 * <p>No single rule is sure, so each counts for and against one person's going on and another's answering ({@link Signal},
 * {@link Evidence}), and so does the care that this book takes of the conventions ({@link Habit}). Who takes which turn is
 * decided over a whole talk ({@link SpeakerChain}), for a name three turns later tells as much as one three turns earlier.
 * The recipe says at what odds to cut ({@link AnswerOdds}). Beyond odds are thoughts and asides, scraps of verse, lost
 * quotation marks, and a chapter's end. Where somebody quotes somebody else, only the sentences before that are an answer,
 * and only those behind it are answered ({@link UnquotedSentences}).
 *
 * <p>Measured on 21 annotated novels that it was not made on (Project Dialogism Novel Corpus; {@code docs/LOG.md} has the
 * command): of 16,782 pairs 94 % are right, and 83 % of all pairs that the annotators know are found. What they do not
 * annotate, such as verse, counts as wrong.
 */
@Extension
@ExtensionSpec(
        name = "fiction",
        summary = "Pairs what is said in novels with what is answered.",
        options = FictionOptions.class)
public final class FictionExtractor implements DialogueExtractor {

    private final FictionOptions options;

    @Inject
    public FictionExtractor(FictionOptions options) {
        this.options = options;
    }

    @Override
    public Stream<Dialogue> extract(Document document) {
        String text = document.text();
        Cast cast = Cast.of(text);
        List<Utterance> script = ScriptReader.read(text);
        List<Utterance> utterances = script.isEmpty() ? quoted(text, cast) : script;
        return new Conversations(document.id(), options, utterances, cast).dialogues().stream();
    }

    private static List<Utterance> quoted(String text, Cast cast) {
        List<Paragraph> paragraphs = Paragraph.of(text);
        List<Span> marked = QuoteMarks.of(text)
                .map(marks -> new SpanScanner(text, marks, paragraphs).scan())
                .orElse(List.of());
        DashScanner dashes = new DashScanner(text, paragraphs);
        return new UtteranceReader(text, paragraphs, cast)
                .read(dashes.count() > marked.size() ? dashes.scan() : marked);
    }
}
