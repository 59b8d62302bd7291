// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.corpus.Words;
import dev.seance.plugins.fiction.Attribution.Manner;
import dev.seance.plugins.fiction.Utterance.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Groups the spans of a document into utterances and says whose they are. One document, one thread. */
final class UtteranceReader {

    /** Narration longer than this within a paragraph, and the speaker may have changed. */
    private static final int LONGEST_INTERRUPTION = 40;

    /** A paragraph of narration of at most so many words ("Mary shook her head.") leaves the talk where it was. */
    private static final int SHORT_PARAGRAPH = 10;

    /** Text whose paragraphs are longer than this on average has lost them: they are the pages of a scan. */
    private static final int LONGEST_PARAGRAPH = 1200;

    /** Somebody who does something: a pronoun or a name, then a verb. Not the first word of any sentence. */
    private static final Pattern BEAT = Pattern.compile(
            "(?:He|She|They|I"
                    + "|(?:(?:Mr|Mrs|Miss|Dr|Sir|Lady|Lord)\\b\\.? )?"
                    + Attribution.NO_NAME
                    + "[A-Z][\\p{L}'’-]+) \\p{Ll}+.*",
            Pattern.DOTALL);

    private final String text;
    private final List<Paragraph> paragraphs;
    private final boolean paragraphed;
    private final List<Utterance> utterances = new ArrayList<>();

    UtteranceReader(String text, List<Paragraph> paragraphs) {
        this.text = text;
        this.paragraphs = paragraphs;
        this.paragraphed = text.length() / Math.max(1, paragraphs.size()) <= LONGEST_PARAGRAPH;
    }

    List<Utterance> read(List<Span> spans) {
        List<Span> speech = spans.stream().filter(this::isSpeech).toList();
        int from = 0;
        Link link = Link.BREAK;
        for (int i = 1; i <= speech.size(); i++) {
            Join join = i == speech.size() ? Join.NEW : join(speech.get(i - 1), speech.get(i));
            if (join != Join.SAME) {
                Span after = i == speech.size() ? null : speech.get(i);
                add(speech.subList(from, i), after, link);
                link = join == Join.NEW ? Link.TURN : Link.BREAK;
                from = i;
            }
        }
        return utterances;
    }

    /** How a span stands to the one before it. */
    private enum Join {
        SAME,
        NEW,
        UNSURE
    }

    /** Words "so called", titles and scraps of quotation within a sentence of the narrator's are not speech. */
    private boolean isSpeech(Span span) {
        if (!span.closed()) {
            return true;
        }
        if (span.endsLikeSpeech(text)) {
            return true;
        }
        Paragraph paragraph = paragraphs.get(span.paragraph());
        return Attribution.after(text.substring(span.end() + 1, Math.max(span.end() + 1, paragraph.end())))
                        .isPresent()
                && span.start() - paragraph.start() <= 1;
    }

    private Join join(Span one, Span other) {
        if (one.continued()) {
            return Join.SAME;
        }
        if (one.paragraph() != other.paragraph()) {
            return Join.NEW;
        }
        String narration = narration(one, other);
        long words = Words.count(narration);
        if (words == 0) {
            return paragraphed ? Join.UNSURE : Join.NEW;
        }
        Optional<Attribution> after = Attribution.after(narration);
        Optional<Attribution> before = Attribution.before(narration);
        if (after.isPresent()
                && before.isPresent()
                && !after.get().speaker().mayBe(before.get().speaker())) {
            return Join.NEW;
        }
        if (words > LONGEST_INTERRUPTION) {
            return Join.UNSURE;
        }
        boolean sentenceGoesOn = Character.isLowerCase(narration.charAt(0));
        return paragraphed || sentenceGoesOn || after.isPresent() ? Join.SAME : Join.UNSURE;
    }

    private void add(List<Span> spans, Span following, Link link) {
        Span first = spans.get(0);
        Span last = spans.get(spans.size() - 1);
        Attribution attribution = attribution(spans, following);
        boolean sound = spans.stream().allMatch(Span::closed)
                && attribution.manner() != Manner.UNSPOKEN
                && (attribution != Attribution.NONE || beginsLikeSpeech(first));
        String said = sound ? SpokenText.join(text, spans) : "";
        int since =
                utterances.isEmpty() ? 0 : utterances.get(utterances.size() - 1).end();
        utterances.add(new Utterance(
                first.start(),
                last.end(),
                said,
                Words.count(said),
                attribution,
                words(since, first.start()),
                link == Link.TURN && isOthersTurn(since, first, attribution) ? Link.TURN : Link.BREAK));
    }

    /**
     * Whether an utterance in a paragraph after the one before may be taken for another person's. It may when nothing
     * lies between. After a paragraph of narration it must be an answer in so many words, or the paragraph short. After
     * narration in its own paragraph it must be attributed, or that narration begin with somebody who does something
     * ("Mary smiled."): else it is as likely that the same person goes on.
     */
    private boolean isOthersTurn(int since, Span first, Attribution attribution) {
        int paragraph = first.paragraph();
        boolean narrated = false;
        for (int i = paragraph; i >= 0 && paragraphs.get(i).start() >= since; i--) {
            if (paragraphs.get(i).isHeading(text)) {
                return false;
            }
            narrated |= i < paragraph;
        }
        if (narrated) {
            return attribution.manner() == Manner.ANSWERED || words(since, first.start()) <= SHORT_PARAGRAPH;
        }
        String beat = leading(first);
        return attribution.speaker().isKnown()
                || beat.isBlank()
                || BEAT.matcher(beat).lookingAt();
    }

    /** A scrap of verse or of another's words begins in the middle of a sentence; what nobody is said to say must not. */
    private boolean beginsLikeSpeech(Span span) {
        return text
                .substring(span.start(), span.end())
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .findFirst()
                .stream()
                .anyMatch(Character::isUpperCase);
    }

    private Attribution attribution(List<Span> spans, Span following) {
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            int paragraphEnd = paragraphs.get(span.paragraph()).end();
            Span next = i + 1 < spans.size() ? spans.get(i + 1) : following;
            int until = next == null ? paragraphEnd : Math.min(paragraphEnd, next.start() - 1);
            Optional<Attribution> after = until <= span.end() + 1
                    ? Optional.empty()
                    : Attribution.after(text.substring(span.end() + 1, until));
            if (after.isPresent()) {
                return after.get();
            }
        }
        return Attribution.before(leading(spans.get(0))).orElse(Attribution.NONE);
    }

    /** The narration before a span: of its own paragraph, or of the one before when that ends in a colon. */
    private String leading(Span span) {
        Paragraph own = paragraphs.get(span.paragraph());
        int since =
                utterances.isEmpty() ? 0 : utterances.get(utterances.size() - 1).end() + 1;
        if (span.start() - 1 > own.start()) {
            return text.substring(Math.min(Math.max(since, own.start()), span.start() - 1), span.start() - 1);
        }
        if (span.paragraph() == 0) {
            return "";
        }
        Paragraph before = paragraphs.get(span.paragraph() - 1);
        int from = Math.max(since, before.start());
        String narration = from >= before.end() ? "" : text.substring(from, before.end());
        return narration.endsWith(":") || narration.endsWith(",") || narration.endsWith("—") ? narration : "";
    }

    private long words(int from, int to) {
        return Words.count(text.substring(from, to).replaceAll("[\"“”‘’]", " "));
    }

    private String narration(Span one, Span other) {
        return text.substring(Math.min(one.end() + 1, other.start() - 1), other.start() - 1)
                .strip();
    }
}
