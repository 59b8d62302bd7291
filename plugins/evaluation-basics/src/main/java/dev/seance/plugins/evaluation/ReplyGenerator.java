// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.chat.ChatTemplate;
import dev.seance.kit.model.GeneratedText;
import dev.seance.kit.model.Generator;
import dev.seance.kit.model.TextStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Generates the replies of a model to questions, each in a conversation of its own. Each question is answered a second time
 * without repetition penalty, after the same earlier turns: the penalty keeps a model from repeating itself, so what it
 * would do by itself does not show with it.
 */
final class ReplyGenerator {

    /** So that the draws of the second replies are not those of the first. */
    private static final long PLAIN_SEED = 0x5EA7CE;

    /** What stands for an earlier reply without words, since no turn of a conversation is empty. */
    private static final String NOTHING = "...";

    private final ConversationOptions options;
    private final Clock clock;

    ReplyGenerator(ConversationOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    /**
     * What a model replied.
     *
     * @param replies as in a chat, in the order of the questions
     * @param plain the same without repetition penalty
     * @param questions how many were asked: all, or as many as the time allowed
     */
    record Replies(List<Reply> replies, List<Reply> plain, int questions) {

        Replies {
            replies = List.copyOf(replies);
            plain = List.copyOf(plain);
        }
    }

    /** The replies, in the order of the questions. */
    Replies generate(TrainedModel trained, List<Question> questions, StepContext context) throws IOException {
        context.progress()
                .begin("generating replies of " + trained.name(), questions.size() * options.repeats(), "replies");
        try (LanguageModel model = trained.backend().load(trained.folder())) {
            String system = trained.conditioning().system().orElse("");
            return generate(model, trained.vocabulary(), system, questions, context);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw MemoryExhausted.explained(e, "lower sampling.max-tokens or train a smaller model");
        }
    }

    Replies generate(
            LanguageModel model, Vocabulary vocabulary, String system, List<Question> questions, StepContext context) {
        Sampling sampling = options.sampling().fitting(model.config().context());
        Speaker chat = new Speaker(model, vocabulary, system, sampling, context.seed());
        Speaker plain =
                new Speaker(model, vocabulary, system, sampling.withRepetitionPenalty(1), context.seed() ^ PLAIN_SEED);
        List<Reply> replies = new ArrayList<>();
        List<Reply> plainReplies = new ArrayList<>();
        long began = clock.millis();
        int asked = 0;
        for (Question question : questions) {
            // The first is asked in any case: of no reply there is nothing to say.
            if (asked > 0 && isOver(began)) {
                break;
            }
            for (int i = 0; i < options.repeats(); i++) {
                if (context.stopRequested()) {
                    throw new StopException("the next run starts this evaluation again");
                }
                List<Turn> said = earlierTurns(question, chat);
                Reply reply = chat.reply(question, said);
                replies.add(reply);
                plainReplies.add(sampling.repetitionPenalty() == 1 ? reply : plain.reply(question, said));
                context.progress().advance(1);
            }
            asked++;
        }
        return new Replies(replies, plainReplies, asked);
    }

    private boolean isOver(long began) {
        return options.timeLimit()
                .filter(seconds -> clock.millis() - began >= seconds * 1000L)
                .isPresent();
    }

    /** The conversation up to the question, which is its last turn. */
    private static List<Turn> earlierTurns(Question question, Speaker speaker) {
        List<Turn> said = new ArrayList<>();
        for (String turn : question.turns()) {
            if (!said.isEmpty()) {
                String reply = speaker.say(said).text();
                said.add(new Turn(Role.ASSISTANT, reply.isEmpty() ? NOTHING : reply));
            }
            said.add(new Turn(Role.USER, turn));
        }
        return said;
    }

    private record Said(String text, boolean ended) {}

    /** A model that takes part in a conversation. */
    private static final class Speaker {

        private final Vocabulary vocabulary;
        private final ChatTemplate template;
        private final String system;
        private final Generator generator;
        private final Sampling sampling;
        private final int context;

        Speaker(LanguageModel model, Vocabulary vocabulary, String system, Sampling sampling, long seed) {
            this.vocabulary = vocabulary;
            this.template = new ChatTemplate(vocabulary);
            this.system = system;
            this.generator = Generator.of(model, vocabulary, sampling, seed);
            this.sampling = sampling;
            this.context = model.config().context();
        }

        Reply reply(Question question, List<Turn> said) {
            Said last = say(said);
            List<String> earlier = said.stream()
                    .filter(turn -> turn.role() == Role.ASSISTANT)
                    .map(Turn::text)
                    .toList();
            return new Reply(question, earlier, last.text(), last.ended());
        }

        Said say(List<Turn> said) {
            TextStream stream = new TextStream(vocabulary, sampling.stop(), true, text -> {});
            GeneratedText reply = generator.write(prompt(said), template.end(), stream);
            return new Said(reply.text().strip(), reply.ended());
        }

        /** As in a chat, the oldest turns go where the model cannot read all, a question with its reply. */
        private int[] prompt(List<Turn> said) {
            List<Turn> kept = said;
            int[] prompt = template.prompt(ChatTemplate.withSystem(system, kept));
            while (prompt.length > context - sampling.maxTokens() && kept.size() > 2) {
                kept = kept.subList(2, kept.size());
                prompt = template.prompt(ChatTemplate.withSystem(system, kept));
            }
            return prompt;
        }
    }
}
