// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Dialogue;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Draws passages from the corpus and has a question written that each of them answers: every reply is the period's own, word
 * for word. Holds the drawn passages in memory.
 */
@Extension
@ExtensionSpec(
        name = "verbatim-replies",
        summary = "Draws passages from the corpus and has a language model write the question that each answers.",
        options = VerbatimOptions.class,
        inputs = @Input(kind = ArtifactKind.CORPUS))
public final class VerbatimReplies implements SyntheticGenerator {

    private static final String FILE = "verbatim-replies.txt";
    private static final Set<String> NAMES = Set.of("passage", "from", "to", "language");
    private static final String NONE = "NONE";
    private static final int LONGEST = 300;
    private static final String PREFIX = "passage-";

    private final VerbatimOptions options;
    private final LlmGateway llms;

    @Inject
    public VerbatimReplies(VerbatimOptions options, LlmGateway llms) {
        this.options = options;
        this.llms = llms;
    }

    @Override
    public Optional<LlmForecast> forecast() {
        Prompt prompt = Prompt.read(options.prompts(), FILE, NAMES);
        LlmRequest sample = request(prompt, Typical.words((options.minWords() + options.maxWords()) / 2));
        return Optional.of(new LlmForecast(options.llm(), options.passages(), List.of(sample), 20));
    }

    private LlmRequest request(Prompt prompt, String passage) {
        Map<String, String> values = Map.of(
                "passage", passage,
                "from", Integer.toString(options.from()),
                "to", Integer.toString(options.to()),
                "language", options.language());
        return prompt.request(values, options.temperature(), options.maxTokens(), 0);
    }

    @Override
    public SynthesisSession open(StepInputs inputs, StepContext context) throws IOException {
        Prompt prompt = Prompt.read(options.prompts(), FILE, NAMES);
        List<Passage> passages = Passage.draw(
                inputs.corpus(), options.passages(), options.minWords(), options.maxWords(), context.seed(), context);
        FormedAnswers answers = new FormedAnswers(llms.client(options.llm()));
        RowRules rules = new RowRules();
        SimilarRows similar = new SimilarRows(options.maxSimilarity());
        List<String> items = new ArrayList<>();
        for (int i = 1; i <= passages.size(); i++) {
            items.add(String.format(Locale.ROOT, PREFIX + "%06d", i));
        }
        return new SynthesisSession() {
            @Override
            public List<String> items() {
                return items;
            }

            @Override
            public Generated generate(String item) {
                Passage passage = passages.get(Integer.parseInt(item.substring(PREFIX.length())) - 1);
                return answered(item, passage, prompt, answers, rules);
            }

            @Override
            public Generated judge(String item, Generated made) {
                return similar.judge(made);
            }
        };
    }

    private Generated answered(String item, Passage passage, Prompt prompt, FormedAnswers answers, RowRules rules) {
        Answer<String> answer = answers.ask(request(prompt, passage.text()), VerbatimReplies::question);
        if (answer.value().isEmpty()) {
            return Generated.dropped(answer.dropped());
        }
        if (answer.value().get().equals(NONE)) {
            return Generated.dropped("answers no question");
        }
        List<Turn> turns = List.of(new Turn(Role.USER, answer.value().get()), new Turn(Role.ASSISTANT, passage.text()));
        String reason = rules.reasonAgainst(turns.subList(0, 1));
        if (!reason.isEmpty()) {
            return Generated.dropped(reason);
        }
        Origin origin = new Origin(
                "llm-question",
                passage.document(),
                passage.place(),
                "question written by " + options.llm() + ", prompt " + prompt.digest());
        return Generated.of(List.of(new Dialogue(item, turns, origin)));
    }

    private static String question(String answer) throws NotInForm {
        String text = answer.strip();
        return text.startsWith(NONE) ? NONE : RewriteQuestions.line(text, LONGEST);
    }
}
