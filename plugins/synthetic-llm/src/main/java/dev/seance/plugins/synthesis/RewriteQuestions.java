// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.LlmForecast;
import dev.seance.api.synthesis.LlmGateway;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.plugins.synthesis.FormedAnswers.Answer;
import dev.seance.plugins.synthesis.FormedAnswers.NotInForm;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Puts the person's side of pairs found in books into the words of today and leaves the reply as it stands: people of today
 * ask, and the period answers. Of a longer conversation it takes the first exchange. Holds the chosen pairs in memory.
 */
@Extension
@ExtensionSpec(
        name = "rewrite-questions",
        summary = "Has the question of each pair put into today's words by a language model; the reply stays as it is.",
        options = RewriteOptions.class,
        inputs = @Input(kind = ArtifactKind.DIALOGUES))
public final class RewriteQuestions implements SyntheticGenerator {

    private static final String FILE = "rewrite-questions.txt";
    private static final Set<String> NAMES = Set.of("question", "reply", "from", "to", "language");

    /** A question many times as long as the old one is a comment on it. */
    private static final int MOST_TIMES_LONGER = 4;

    private static final int SHORT = 80;

    private final RewriteOptions options;
    private final LlmGateway llms;

    @Inject
    public RewriteQuestions(RewriteOptions options, LlmGateway llms) {
        this.options = options;
        this.llms = llms;
    }

    @Override
    public Optional<LlmForecast> forecast() {
        Prompt prompt = Prompt.read(options.prompts(), FILE, NAMES);
        LlmRequest sample = request(prompt, Typical.words(18), Typical.words(25));
        return Optional.of(new LlmForecast(options.llm(), options.pairs(), List.of(sample), 20));
    }

    private LlmRequest request(Prompt prompt, String question, String reply) {
        Map<String, String> values = Map.of(
                "question", question,
                "reply", reply,
                "from", Integer.toString(options.from()),
                "to", Integer.toString(options.to()),
                "language", options.language());
        return prompt.request(values, options.temperature(), options.maxTokens(), 0);
    }

    @Override
    public SynthesisSession open(StepInputs inputs, StepContext context) {
        Prompt prompt = Prompt.read(options.prompts(), FILE, NAMES);
        Map<String, Dialogue> pairs = pairs(inputs.dialogues().get(0));
        FormedAnswers answers = new FormedAnswers(llms.client(options.llm()));
        RowRules rules = new RowRules();
        List<String> items = List.copyOf(pairs.keySet());
        return new SynthesisSession() {
            @Override
            public List<String> items() {
                return items;
            }

            @Override
            public Generated generate(String item) {
                return rewritten(pairs.get(item), prompt, answers, rules);
            }
        };
    }

    private Map<String, Dialogue> pairs(Dialogues dialogues) {
        Map<String, Dialogue> pairs = new LinkedHashMap<>();
        long all = dialogues.count();
        long index = 0;
        try (Stream<Dialogue> stream = dialogues.read()) {
            for (Iterator<Dialogue> rest = stream.iterator(); rest.hasNext(); index++) {
                Dialogue dialogue = rest.next();
                // Evenly: where the share of all that were to be taken by here has grown by one.
                if (all <= options.pairs() || (index + 1) * options.pairs() / all > index * options.pairs() / all) {
                    pairs.put(dialogue.id(), dialogue);
                }
            }
        }
        return pairs;
    }

    private Generated rewritten(Dialogue pair, Prompt prompt, FormedAnswers answers, RowRules rules) {
        Turn question = pair.turns().get(0);
        Turn reply = pair.turns().get(1);
        Answer<String> answer = answers.ask(
                request(prompt, question.text(), reply.text()),
                text -> line(text, question.text().length()));
        if (answer.value().isEmpty()) {
            return Generated.dropped(answer.dropped());
        }
        List<Turn> turns = List.of(new Turn(Role.USER, answer.value().get()), reply);
        String reason = rules.reasonAgainst(turns.subList(0, 1));
        if (!reason.isEmpty()) {
            return Generated.dropped(reason);
        }
        Origin from = pair.origin();
        Origin origin = new Origin(
                "llm-question",
                from.document(),
                from.place(),
                "question rewritten by " + options.llm() + ", prompt " + prompt.digest());
        return Generated.of(List.of(new Dialogue(pair.id(), turns, origin)));
    }

    /** The line that an answer is, without quotation marks around it. */
    static String line(String answer, int length) throws NotInForm {
        String line = answer.strip();
        if (line.isEmpty() || line.indexOf('\n') >= 0) {
            throw new NotInForm("give one line and nothing else.");
        }
        if (line.length() > Math.max(SHORT, MOST_TIMES_LONGER * length)) {
            throw new NotInForm("that is much longer than the line; give the line alone.");
        }
        boolean quoted = line.length() > 2
                && "\"\u201C".indexOf(line.charAt(0)) >= 0
                && "\"\u201D".indexOf(line.charAt(line.length() - 1)) >= 0;
        return quoted ? line.substring(1, line.length() - 1).strip() : line;
    }
}
