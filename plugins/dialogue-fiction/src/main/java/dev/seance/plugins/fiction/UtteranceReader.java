// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.corpus.Words;
import dev.seance.plugins.fiction.Attribution.Manner;
import dev.seance.plugins.fiction.Cast.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups the spans of a document into utterances and says whose they are. One document, one thread. */
final class UtteranceReader {

    /** Narration longer than this within a paragraph, and the speaker may have changed. */
    private static final int LONGEST_INTERRUPTION = 20;

    /** Nobody is interrupted more often in one paragraph; where it looks so, a mark is lost. */
    private static final int MOST_PIECES = 15;

    /** An attribution follows speech this closely. */
    private static final int NEAR = 200;

    private final String text;
    private final List<Paragraph> paragraphs;
    private final Cast cast;
    private final GapReader gaps;
    private final boolean paragraphed;
    private final List<Utterance> utterances = new ArrayList<>();

    UtteranceReader(String text, List<Paragraph> paragraphs, Cast cast) {
        this.text = text;
        this.paragraphs = paragraphs;
        this.cast = cast;
        this.paragraphed = !Paragraph.areLost(text, paragraphs);
        this.gaps = new GapReader(text, paragraphs, cast, paragraphed);
    }

    List<Utterance> read(List<Span> spans) {
        List<Span> speech = spans.stream().filter(this::isSpeech).toList();
        int from = 0;
        for (int i = 1; i <= speech.size(); i++) {
            if (i == speech.size() || !goesOn(speech.subList(from, i), speech.get(i))) {
                add(
                        speech.subList(from, i),
                        i == speech.size() ? text.length() : speech.get(i).start() - 1);
                from = i;
            }
        }
        return utterances;
    }

    /** Words "so called", titles and scraps of quotation within a sentence of the narrator's are not speech. */
    private boolean isSpeech(Span span) {
        if (!span.closed() || span.start() - paragraphs.get(span.paragraph()).start() <= 1) {
            return true;
        }
        boolean ends = span.endsLikeSpeech(text) || span.breaksOff(text);
        return ends && !isObject(span) || Attribution.after(rest(span), true).isPresent();
    }

    /** Whether a span is a word of the narrator's sentence, with nothing before it: the "Red Lion," a cry of "Fire!" */
    private boolean isObject(Span span) {
        int at = span.start() - 2;
        while (at > 0 && Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        int from = Math.max(paragraphs.get(span.paragraph()).start(), span.start() - NEAR);
        return Character.isLetter(text.charAt(at))
                && Attribution.before(slice(from, at + 1) + ",").isEmpty();
    }

    /** What stands close behind a span in its paragraph. */
    private String rest(Span span) {
        return slice(span.end() + 1, Math.min(paragraphs.get(span.paragraph()).end(), span.end() + NEAR));
    }

    /** Whether the speaker of these spans goes on in the next one. */
    private boolean goesOn(List<Span> spans, Span next) {
        Span last = spans.get(spans.size() - 1);
        if (last.continued()) {
            return true;
        }
        if (last.paragraph() != next.paragraph() || spans.size() == MOST_PIECES) {
            return false;
        }
        String narration = slice(last.end() + 1, next.start() - 1);
        long words = Words.count(narration);
        if (words == 0 || words > LONGEST_INTERRUPTION) {
            return false;
        }
        if (!paragraphed && !isWithinSentence(last, narration)) {
            return false;
        }
        Attribution said = attribution(spans, next.start() - 1);
        Attribution behind = Attribution.after(rest(next), next.isOpen(text)).orElse(Attribution.NONE);
        if (behind.manner() == Manner.UNSPOKEN && said.manner() != Manner.UNSPOKEN) {
            return false;
        }
        Attribution introduced = introduction(narration);
        if (introduced.manner() == Manner.UNSPOKEN && said.manner() != Manner.UNSPOKEN
                || introduced.manner() == Manner.ANSWERED
                        && Attribution.after(narration, last.isOpen(text)).isEmpty()) {
            return false;
        }
        return cast.compare(said.speaker(), introduced.speaker()) != Match.DIFFERENT
                && !cast.namesAnother(said.speaker(), behind.speaker());
    }

    /** Whether narration takes up the sentence of the speech before it. Where paragraphs are lost, only this is sure. */
    private boolean isWithinSentence(Span span, String narration) {
        return Character.isLowerCase(narration.strip().charAt(0))
                || Attribution.after(narration, span.isOpen(text)).isPresent();
    }

    private void add(List<Span> spans, int until) {
        Span first = spans.get(0);
        Span last = spans.get(spans.size() - 1);
        Attribution attribution = attribution(spans, until);
        boolean sound = spans.stream().allMatch(Span::closed)
                && spans.stream().noneMatch(span -> span.isVerse(text))
                && attribution.manner() != Manner.UNSPOKEN
                && (attribution.isSaid() || beginsLikeSpeech(first));
        UnquotedSentences own = sound ? UnquotedSentences.of(text, spans) : new UnquotedSentences(List.of(), List.of());
        String said = sound ? SpokenText.join(text, spans) : "";
        utterances.add(new Utterance(
                first.start(),
                last.end(),
                said,
                own.opening().equals(spans) ? said : SpokenText.join(text, own.opening()),
                own.ending().equals(spans) ? said : SpokenText.join(text, own.ending()),
                Words.count(said),
                isEmbedded(first),
                Vocatives.in(said, cast),
                attribution,
                gap(first, attribution.speaker())));
    }

    private Gap gap(Span first, Speaker speaker) {
        return utterances.isEmpty() ? Gap.START : gaps.read(since(), first, speaker, isIntroduced(first));
    }

    /** Where narration begins after the last utterance. */
    private int since() {
        return utterances.isEmpty() ? 0 : utterances.get(utterances.size() - 1).end() + 1;
    }

    /** A scrap of verse or of another's words begins in the middle of a sentence; what nobody is said to say must not. */
    private boolean beginsLikeSpeech(Span span) {
        int at = span.start();
        while (at < span.end() && !Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return at < span.end() && Character.isUpperCase(text.charAt(at));
    }

    /** Whether a span is a part of the narrator's sentence: it begins in lower case, or without a mark before it. */
    private boolean isEmbedded(Span span) {
        int before = span.start() - 2;
        boolean unmarked = before > paragraphs.get(span.paragraph()).start()
                && Character.isWhitespace(text.charAt(before))
                && Character.isLetter(text.charAt(before - 1));
        int at = span.start();
        while (at < span.end() && " _.(-—–…".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return unmarked || at < span.end() && Character.isLowerCase(text.charAt(at));
    }

    /** The surest of what stands behind, before and between these spans, up to a place in the document. */
    private Attribution attribution(List<Span> spans, int until) {
        List<String> behind = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            int end = Math.min(
                    paragraphs.get(span.paragraph()).end(),
                    i + 1 < spans.size() ? spans.get(i + 1).start() - 1 : until);
            String narration = slice(span.end() + 1, end);
            Optional<Attribution> said = Attribution.after(narration, span.isOpen(text));
            if (said.isPresent()) {
                return said.get();
            }
            behind.add(narration);
        }
        Attribution before = introduction(leading(spans.get(0)));
        if (before != Attribution.NONE) {
            return before;
        }
        return behind.stream()
                .map(narration -> Actor.first(narration, cast))
                .filter(Speaker::isKnown)
                .findFirst()
                .map(actor -> new Attribution(actor, Manner.ACTED))
                .orElse(Attribution.NONE);
    }

    /** Whom the narration before speech gives it to: who is said to speak, or who acts. */
    private Attribution introduction(String narration) {
        Speaker actor = Actor.last(narration, cast);
        Attribution acted = actor.isKnown() ? new Attribution(actor, Manner.ACTED) : Attribution.NONE;
        return Attribution.before(narration)
                .map(said -> said.speaker().isKnown() ? said : new Attribution(actor, said.manner()))
                .orElse(acted);
    }

    /** The narration before a span: of its own paragraph, or of the one before when that introduces it. */
    private String leading(Span span) {
        Paragraph own = paragraphs.get(span.paragraph());
        String lead = slice(Math.max(since(), own.start()), span.start() - 1);
        if (!lead.isBlank() || !isIntroduced(span)) {
            return lead;
        }
        Paragraph before = paragraphs.get(span.paragraph() - 1);
        return slice(Math.max(since(), before.start()), before.end());
    }

    /** Whether the paragraph before ends in a colon or the like, as in "He answered, with a bow:". */
    private boolean isIntroduced(Span span) {
        if (span.paragraph() == 0
                || span.start() - paragraphs.get(span.paragraph()).start() > 1) {
            return false;
        }
        Paragraph before = paragraphs.get(span.paragraph() - 1);
        return before.end() > since()
                && (":,—".indexOf(text.charAt(before.end() - 1)) >= 0
                        || Attribution.goesOn(slice(Math.max(since(), before.start()), before.end())));
    }

    /** A part of the document; "" where quotation marks meet. */
    private String slice(int from, int to) {
        return from < to ? text.substring(from, to) : "";
    }
}
