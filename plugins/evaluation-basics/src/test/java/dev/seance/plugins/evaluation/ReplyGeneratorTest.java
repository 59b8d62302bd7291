// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.run.StopException;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.ScriptedBackend;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.SpecialToken;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReplyGeneratorTest {

    private static final Question QUESTION = new Question(List.of("Why?"), new Topic(List.of("because")), "");

    @Test
    void showsLoopsThatThePenaltyHides() {
        ReplyGenerator.Replies replies = generate(new Repeating(), 1.3, new TestContext(Path.of("."), 1));
        assertThat(replies.replies()).singleElement().satisfies(reply -> {
            assertThat(reply.text()).isEqualTo("x");
            assertThat(reply.isLoop()).isFalse();
        });
        assertThat(replies.plain()).singleElement().matches(Reply::isLoop);
    }

    @Test
    void generatesOnceWhereThereIsNoPenalty() {
        Repeating model = new Repeating();
        ReplyGenerator.Replies replies = generate(model, 1, new TestContext(Path.of("."), 1));
        assertThat(replies.plain()).isEqualTo(replies.replies());
        assertThat(model.sessions).hasValue(1);
    }

    @Test
    void stopsWhenAsked() {
        assertThatThrownBy(
                        () -> generate(new Repeating(), 1, new TestContext(Path.of("."), 1).stoppingWhen(() -> true)))
                .isInstanceOf(StopException.class);
    }

    private static ReplyGenerator.Replies generate(LanguageModel model, double penalty, TestContext context) {
        ConversationOptions options = new ConversationOptions(
                Optional.empty(),
                "English",
                0,
                Optional.empty(),
                1,
                new Sampling(0, 0, penalty, 60, 60),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new ReplyGenerator(options, Clock.systemUTC())
                .generate(model, ScriptedBackend.VOCABULARY, "", List.of(QUESTION), context);
    }

    /** A model that says "x x x" for ever, if only just rather than end; a penalty on what was said makes it end. */
    private static final class Repeating implements LanguageModel {

        private static final ByteVocabulary VOCABULARY = ScriptedBackend.VOCABULARY;

        final AtomicInteger sessions = new AtomicInteger();

        @Override
        public ModelConfig config() {
            return new ScriptedBackend(0).model("", 128).config();
        }

        @Override
        public DecodingSession decode() {
            sessions.incrementAndGet();
            return new DecodingSession() {
                private int position;
                private boolean space = true;

                @Override
                public int position() {
                    return position;
                }

                @Override
                public void append(int[] tokens, float[] logits) {
                    position += tokens.length;
                    space = !space;
                    Arrays.fill(logits, -100);
                    logits[VOCABULARY.encode(space ? " " : "x")[0]] = 10;
                    logits[VOCABULARY.id(SpecialToken.DOCUMENT)] = 9;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Loss score(TokenBatch batch) {
            throw new IllegalStateException("is not scored");
        }

        @Override
        public void close() {}
    }
}
