// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.ToyFamily;
import dev.seance.api.tokenizer.SpecialToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final ByteVocabulary VOCABULARY = new ByteVocabulary();
    private static final int DOCUMENT = VOCABULARY.id(SpecialToken.DOCUMENT);
    private static final int USER = VOCABULARY.id(SpecialToken.USER);
    private static final int ASSISTANT = VOCABULARY.id(SpecialToken.ASSISTANT);
    private static final int CONTEXT = 64;

    private final List<int[]> prompts = new ArrayList<>();

    @Test
    void whateverIsSaidThePromptIsOfWholeTurnsAndEndsWithTheLatest() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Conversation conversation = conversation("");
        for (int i = 0; i < 40; i++) {
            String said = "x".repeat(1 + random.nextInt(28));
            assertThat(say(conversation, said)).isEqualTo("Yes.");
            int[] prompt = prompts.get(i);
            assertThat(prompt).as("seed %d", seed).startsWith(DOCUMENT, USER).endsWith(DOCUMENT, ASSISTANT);
            assertThat(prompt.length).isLessThanOrEqualTo(CONTEXT / 2);
            // Every question that is left but the last has its reply.
            assertThat(count(prompt, USER)).isEqualTo(count(prompt, ASSISTANT));
            int[] last = Arrays.copyOfRange(prompt, prompt.length - 2 - said.length(), prompt.length - 2);
            assertThat(VOCABULARY.decode(last)).isEqualTo(said);
        }
    }

    @Test
    void theOldestQuestionGoesWithItsReply() {
        Conversation conversation = conversation("");
        for (String said : List.of("one", "two", "and three")) {
            say(conversation, said);
        }
        String second = VOCABULARY.decode(prompts.get(1));
        String third = VOCABULARY.decode(prompts.get(2));
        assertThat(second).contains("one", "two");
        assertThat(third).contains("and three").contains("two").doesNotContain("one");
        assertThat(conversation.dropped()).as("a question and its reply").isEqualTo(2);
        conversation.forget();
        assertThat(conversation.dropped()).isZero();
    }

    @Test
    void tagsStayWhenTurnsGo() {
        Conversation conversation = conversation("[1862]\n");
        for (int i = 0; i < 6; i++) {
            say(conversation, "say " + i);
        }
        for (int[] prompt : prompts) {
            assertThat(VOCABULARY.decode(Arrays.copyOfRange(prompt, 1, 8))).isEqualTo("[1862]\n");
            assertThat(prompt[8]).isEqualTo(USER);
        }
    }

    @Test
    void theSystemPromptStandsBeforeTheOldestQuestionThatIsLeft() {
        Conversation conversation = conversation("", "Be brief.");
        for (int i = 0; i < 6; i++) {
            say(conversation, "say " + i);
        }
        for (int[] prompt : prompts) {
            assertThat(VOCABULARY.decode(prompt)).startsWith("Be brief.\n\nsay ");
            assertThat(VOCABULARY.decode(prompt).split("Be brief", -1)).hasSize(2);
        }
    }

    @Test
    void aMessageThatIsTooLongLeavesTheConversationAsItWas() {
        Conversation conversation = conversation("");
        say(conversation, "one");
        assertThatThrownBy(() -> say(conversation, "x".repeat(CONTEXT)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "this message is 68 tokens long, and the model reads at most 32 at a time; send a shorter one");
        say(conversation, "two");
        assertThat(VOCABULARY.decode(prompts.get(1))).contains("one", "two");
    }

    @Test
    void aReplyThatIsStoppedStaysAsFarAsItCame() {
        Conversation conversation = conversation("");
        StringBuilder shown = new StringBuilder();
        Reply reply = conversation.reply("one", shown::append, () -> shown.length() == 2);
        assertThat(reply.text()).isEqualTo("Ye");
        assertThat(shown).hasToString("Ye");
        assertThat(reply.tokens()).isEqualTo(2);
        assertThat(reply.finish()).isEqualTo(Reply.Finish.INTERRUPTED);
        say(conversation, "two");
        assertThat(VOCABULARY.decode(prompts.get(1)))
                .contains("one", "Ye", "two")
                .doesNotContain("Yes");
    }

    @Test
    void aReplySaysWhyItEndedAndHowLongItIs() {
        Conversation conversation = conversation("");
        Reply whole = conversation.reply("one", text -> {}, () -> false);
        assertThat(whole.finish()).isEqualTo(Reply.Finish.STOP);
        assertThat(whole.tokens()).isEqualTo(4);
        assertThat(whole.seconds()).isPositive();
        conversation.setSampling(Sampling.DEFAULT.withMaxTokens(2));
        Reply cut = conversation.reply("two", text -> {}, () -> false);
        assertThat(cut.finish()).isEqualTo(Reply.Finish.LENGTH);
        assertThat(cut.text()).isEqualTo("Ye");
        assertThat(cut.json().toString())
                .startsWith("{\"text\":\"Ye\",\"tokens\":2,\"finishReason\":\"length\",\"seconds\":");
    }

    @Test
    void aNewConversationRemembersNothing() {
        Conversation conversation = conversation("");
        say(conversation, "one");
        conversation.forget();
        say(conversation, "two");
        assertThat(VOCABULARY.decode(prompts.get(1))).doesNotContain("one");
    }

    private static String say(Conversation conversation, String message) {
        return conversation.reply(message, text -> {}, () -> false).text();
    }

    private static long count(int[] tokens, int token) {
        return IntStream.of(tokens).filter(each -> each == token).count();
    }

    private Conversation conversation(String tags) {
        return conversation(tags, "");
    }

    private Conversation conversation(String tags, String system) {
        ModelConfig config = ToyFamily.config(new ModelDimensions(1, 8, 1, 1, 8, CONTEXT, VOCABULARY.size()));
        return new Conversation(new Yes(config), VOCABULARY, tags, system, Sampling.DEFAULT, 1);
    }

    /** Says "Yes." to everything, and remembers what it was asked. */
    private final class Yes implements LanguageModel {

        private final ModelConfig config;

        Yes(ModelConfig config) {
            this.config = config;
        }

        @Override
        public ModelConfig config() {
            return config;
        }

        @Override
        public DecodingSession decode() {
            int[] reply = VOCABULARY.encode("Yes.");
            return new DecodingSession() {
                private int position;
                private int said;

                @Override
                public int position() {
                    return position;
                }

                @Override
                public void append(int[] tokens, float[] logits) {
                    if (position == 0) {
                        prompts.add(tokens.clone());
                    }
                    position += tokens.length;
                    Arrays.fill(logits, -1000);
                    logits[said < reply.length ? reply[said++] : DOCUMENT] = 1000;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Loss score(TokenBatch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
