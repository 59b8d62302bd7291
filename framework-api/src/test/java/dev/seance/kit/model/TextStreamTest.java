// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.model.Sampling;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextStreamTest {

    /** A token a byte, so that characters come in pieces. */
    private final Vocabulary vocabulary = new ByteVocabulary();

    private final List<String> pieces = new ArrayList<>();

    @Test
    void handsOnWholeCharacters() {
        String text = "née 🎩 “so”";
        TextStream stream = stream(List.of(), false);
        assertThat(feed(stream, text)).isFalse();
        stream.finish();
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).noneMatch(piece -> piece.contains("\uFFFD") || piece.isEmpty());
        assertThat(pieces).contains("é", "🎩");
    }

    @Test
    void handsOnACharacterThatIsCutOffAtTheEndAsItIs() {
        TextStream stream = stream(List.of(), false);
        int[] tokens = vocabulary.encode("a🎩");
        stream.accept(tokens[0]);
        stream.accept(tokens[1]);
        stream.finish();
        assertThat(stream.text()).isEqualTo("a\uFFFD");
    }

    @Test
    void leavesOutWhiteSpaceBeforeAReply() {
        TextStream reply = stream(List.of(), true);
        feed(reply, " \n Good day, ");
        reply.finish();
        assertThat(reply.text()).isEqualTo("Good day, ");
        assertThat(pieces.get(0)).isEqualTo("G");
        TextStream continuation = stream(List.of(), false);
        feed(continuation, " once");
        assertThat(continuation.text()).isEqualTo(" once");
    }

    @Test
    void endsBeforeAStopString() {
        TextStream stream = stream(List.of("\n\n", "END"), false);
        assertThat(feed(stream, "To the ENDING")).isTrue();
        assertThat(stream.stopped()).isTrue();
        stream.finish();
        assertThat(stream.text()).isEqualTo("To the ");
        assertThat(String.join("", pieces)).isEqualTo("To the ");
    }

    @Test
    void handsOnWhatOnlyBeganLikeAStopString() {
        TextStream stream = stream(List.of("aab"), false);
        feed(stream, "aaa");
        assertThat(stream.text()).isEqualTo("a");
        assertThat(feed(stream, "c")).isFalse();
        assertThat(stream.text()).isEqualTo("aaac");
        feed(stream, "aa");
        stream.finish();
        assertThat(stream.text()).isEqualTo("aaacaa");
    }

    @Test
    void whiteSpaceBeforeAReplyMayStopIt() {
        TextStream stream = stream(List.of("\n"), true);
        assertThat(feed(stream, " \nGood day")).isTrue();
        assertThat(stream.text()).isEmpty();
    }

    /** At every moment what was handed on is the text up to the first stop string, and never a part of one. */
    @Test
    void neverHandsOnAPartOfAStopString() {
        for (long seed = 1; seed <= 400; seed++) {
            Random random = new Random(seed);
            List<String> stop = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                stop.add(word(random, 1 + random.nextInt(4)));
            }
            String text = word(random, 40);
            String expected = upToTheFirst(stop, text);
            boolean comes = stop.stream().anyMatch(text::contains);

            TextStream stream = stream(stop, false);
            for (int token : vocabulary.encode(text)) {
                boolean stopped = stream.accept(token);
                assertThat(expected)
                        .as("seed %d, stop %s, text %s", seed, stop, text)
                        .startsWith(stream.text());
                if (stopped) {
                    break;
                }
            }
            stream.finish();
            assertThat(stream.text())
                    .as("seed %d, stop %s, text %s", seed, stop, text)
                    .isEqualTo(expected);
            assertThat(stream.stopped()).isEqualTo(comes);
        }
    }

    @Test
    void aGeneratorEndsWithTheStopString() {
        String rhyme = "One, two. Buckle my shoe.";
        int[] tokens = vocabulary.encode(rhyme);
        ScriptedModel model = new ScriptedModel(
                64, vocabulary.size(), (text, token) -> token == tokens[(text.size() - 1) % tokens.length] ? 1 : 0);
        Sampling sampling = new Sampling(0, 0, 1, 0, 40).withStop(List.of(". B"));
        GeneratedText written =
                Generator.of(model, vocabulary, sampling, 1).write(new int[] {1}, 0, stream(sampling.stop(), false));
        assertThat(written).isEqualTo(new GeneratedText("One, two", 11, true));
        assertThat(model.open()).isZero();

        GeneratedText cut = Generator.of(model, vocabulary, sampling.withMaxTokens(4), 1)
                .write(new int[] {1}, 0, stream(sampling.stop(), false));
        assertThat(cut).isEqualTo(new GeneratedText("One,", 4, false));
    }

    /** A text read character by character, up to where the first stop string that is complete begins. */
    private static String upToTheFirst(List<String> stop, String text) {
        for (int end = 1; end <= text.length(); end++) {
            String read = text.substring(0, end);
            OptionalInt longest = stop.stream()
                    .filter(read::endsWith)
                    .mapToInt(String::length)
                    .max();
            if (longest.isPresent()) {
                return read.substring(0, end - longest.getAsInt());
            }
        }
        return text;
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("abé".charAt(random.nextInt(3)));
        }
        return word.toString();
    }

    private TextStream stream(List<String> stop, boolean reply) {
        pieces.clear();
        return new TextStream(vocabulary, stop, reply, pieces::add);
    }

    private boolean feed(TextStream stream, String text) {
        boolean stopped = false;
        for (int token : vocabulary.encode(text)) {
            stopped = stream.accept(token);
        }
        return stopped;
    }
}
