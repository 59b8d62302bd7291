// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
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
import dev.seance.kit.text.ListFile;
import dev.seance.plugins.synthesis.FormedAnswers.Answer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.pf4j.Extension;

/**
 * Has whole conversations written: a person of today asks about things of the period, and the model answers in its manner.
 * What a conversation is about, who asks and which passages show the manner is drawn by the step's seed and the
 * conversation's own number, so that no two requests are alike and each is the same again.
 */
@Extension
@ExtensionSpec(
        name = "scenes-llm",
        summary = "Has a language model write conversations on period topics, in the manner of the corpus.",
        options = WrittenScenesOptions.class,
        inputs = @Input(kind = ArtifactKind.CORPUS, min = 0))
public final class WrittenScenes implements SyntheticGenerator {

    private static final String FILE = "scenes-llm.txt";
    private static final Set<String> NAMES =
            Set.of("topic", "persona", "passages", "exchanges", "name", "year", "from", "to", "language");
    private static final String PREFIX = "scene-";

    /** Spreads neighbouring numbers over all bits (Steele, Lea and Flood 2014). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /** So many passages are shown in turn, of a length that gives away a manner. */
    private static final int PASSAGES = 400;

    /** A question of a line and an answer of a few sentences. */
    private static final long TOKENS_AN_EXCHANGE = 80;

    private static final int SAMPLES = 50;
    private static final int MIN_WORDS = 25;
    private static final int MAX_WORDS = 70;

    private final WrittenScenesOptions options;
    private final LlmGateway llms;

    @Inject
    public WrittenScenes(WrittenScenesOptions options, LlmGateway llms) {
        this.options = options;
        this.llms = llms;
    }

    @Override
    public SynthesisSession open(StepInputs inputs, StepContext context) throws IOException {
        Prompt prompt = Prompt.read(options.prompts(), FILE, NAMES);
        Material material = material(passages(inputs, context));
        FormedAnswers answers = new FormedAnswers(llms.client(options.llm()));
        RowRules rules = new RowRules();
        SimilarRows similar = new SimilarRows(options.maxSimilarity());
        List<String> items = new ArrayList<>();
        for (int i = 1; i <= options.conversations(); i++) {
            items.add(String.format(Locale.ROOT, PREFIX + "%06d", i));
        }
        long seed = context.seed();
        return new SynthesisSession() {
            @Override
            public List<String> items() {
                return items;
            }

            @Override
            public Generated generate(String item) {
                long number = Long.parseLong(item.substring(PREFIX.length()));
                return written(item, request(number, seed, material, prompt), prompt, answers, rules);
            }

            @Override
            public Generated judge(String item, Generated made) {
                return similar.judge(made);
            }
        };
    }

    /** What scenes are made of. */
    private record Material(List<String> topics, List<String> edges, List<String> personas, List<Passage> passages) {}

    private Material material(List<Passage> passages) {
        return new Material(
                Topics.read(options.topics(), "topics.txt", options.from(), options.to()),
                Topics.read(options.edges(), "edges.txt", options.from(), options.to()),
                Texts.lines(options.personas(), "personas.txt", "a list of persons, one a line").stream()
                        .map(ListFile.Line::text)
                        .map(String::strip)
                        .toList(),
                passages);
    }

    private List<Passage> passages(StepInputs inputs, StepContext context) {
        return options.examples() == 0 || inputs.corpora().isEmpty()
                ? List.of()
                : Passage.draw(inputs.corpus(), PASSAGES, MIN_WORDS, MAX_WORDS, context.seed(), context);
    }

    /**
     * What is asked for one conversation.
     *
     * @param topic what it is about
     * @param exchanges how many questions with answers it has
     */
    private record SceneRequest(LlmRequest request, String topic, int exchanges) {}

    private SceneRequest request(long number, long seed, Material material, Prompt prompt) {
        SplittableRandom random = new SplittableRandom(seed ^ number * GOLDEN);
        boolean edge = random.nextDouble() < options.edgeShare();
        String topic = one(edge ? material.edges() : material.topics(), random);
        int exchanges = options.minExchanges() + random.nextInt(options.maxExchanges() - options.minExchanges() + 1);
        Map<String, String> values = Map.of(
                "topic", topic,
                "persona", one(material.personas(), random),
                "passages", passages(material.passages(), random),
                "exchanges",
                        exchanges == 1 ? "one question and its answer" : exchanges + " questions and their answers",
                "name", options.name(),
                "year", Integer.toString(options.year()),
                "from", Integer.toString(options.from()),
                "to", Integer.toString(options.to()),
                "language", options.language());
        return new SceneRequest(
                prompt.request(values, options.temperature(), options.maxTokens(), number), topic, exchanges);
    }

    @Override
    public Optional<LlmForecast> forecast() {
        Prompt prompt = Prompt.read(options.prompts(), FILE, NAMES);
        // The corpus need not be there yet: passages of the length that will be shown.
        List<Passage> passages = options.examples() == 0
                ? List.of()
                : List.of(new Passage("", 0, 0, Typical.words((MIN_WORDS + MAX_WORDS) / 2)));
        Material material = material(passages);
        List<LlmRequest> samples = LongStream.rangeClosed(1, SAMPLES)
                .mapToObj(number -> request(number, 0, material, prompt).request())
                .toList();
        long exchanges = (options.minExchanges() + options.maxExchanges() + 1) / 2;
        return Optional.of(
                new LlmForecast(options.llm(), options.conversations(), samples, TOKENS_AN_EXCHANGE * exchanges));
    }

    private Generated written(String item, SceneRequest scene, Prompt prompt, FormedAnswers answers, RowRules rules) {
        Answer<List<Turn>> answer =
                answers.ask(scene.request(), text -> QuestionsAndAnswers.read(text, scene.exchanges()));
        if (answer.value().isEmpty()) {
            return Generated.dropped(answer.dropped());
        }
        String reason = rules.reasonAgainst(answer.value().get());
        if (!reason.isEmpty()) {
            return Generated.dropped(reason);
        }
        Origin origin =
                new Origin("llm", "", scene.topic(), "written by " + options.llm() + ", prompt " + prompt.digest());
        return Generated.of(List.of(new Dialogue(item, answer.value().get(), origin)));
    }

    private static <T> T one(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    private String passages(List<Passage> passages, SplittableRandom random) {
        if (passages.isEmpty()) {
            return "";
        }
        StringBuilder shown = new StringBuilder("This is how people wrote then:");
        for (int i = 0; i < options.examples(); i++) {
            shown.append("\n").append(one(passages, random).text());
        }
        return shown.toString();
    }
}
