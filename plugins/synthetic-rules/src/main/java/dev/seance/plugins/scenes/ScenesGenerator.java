// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.LlmForecast;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Makes short conversations by rules: a person greets, asks, asks on; the model answers in the manner of the period. It
 * costs nothing, needs no network, and gives a small model what a novel's dialogue cannot: questions with answers.
 *
 * <p>What is said stands in {@code scenes.txt}, written for the purpose; who, where and what is said of comes from the
 * corpus ({@link CorpusSurvey}). All scenes are of one year of the era: nothing is spoken of that came later, and no king
 * of another year. A scene depends on the step's seed and its own name alone.
 */
@Extension
@ExtensionSpec(
        name = "scenes",
        summary = "Short conversations on period topics, made by rules from the corpus's people, places and things.",
        options = ScenesOptions.class,
        inputs = {@Input(kind = ArtifactKind.CORPUS), @Input(kind = ArtifactKind.DIALOGUES, min = 0, max = 4)})
public final class ScenesGenerator implements SyntheticGenerator {

    private final ScenesOptions options;

    @Inject
    public ScenesGenerator(ScenesOptions options) {
        this.options = options;
    }

    /** Asks no language model, but it is in planning that a user wants to learn that a scene too many is asked for. */
    @Override
    public Optional<LlmForecast> forecast() {
        if (options.hasEra()) {
            book();
        }
        return Optional.empty();
    }

    /** What can be said in the scenes' year, if that is enough for them. */
    private SceneBook book() {
        SceneBook book = SceneBook.bundled().at(options.yearOfScenes());
        SceneLimit.of(book, options).check(options);
        return book;
    }

    @Override
    public SynthesisSession open(StepInputs inputs, StepContext context) throws IOException {
        SceneBook book = book();
        Setting setting = Setting.of(book, survey(inputs, context).found());
        note(setting, context);
        SceneWriter writer = new SceneWriter(book, setting, options);
        List<String> items = IntStream.rangeClosed(1, options.conversations())
                .mapToObj(number -> String.format(Locale.ROOT, "scene-%05d", number))
                .toList();
        long seed = context.seed();
        return new SynthesisSession() {
            @Override
            public List<String> items() {
                return items;
            }

            @Override
            public Generated generate(String item) {
                try {
                    SceneWriter.Scene scene = writer.write(new Random(seedOf(seed, item)));
                    String topics = String.join(", ", scene.topics());
                    Origin origin = new Origin("rules", "", "scenes.txt", topics);
                    return Generated.of(List.of(new Dialogue(item, scene.turns(), origin)));
                } catch (SceneWriter.NotWritten e) {
                    return Generated.dropped(e.getMessage());
                }
            }
        };
    }

    private CorpusSurvey survey(StepInputs inputs, StepContext context) {
        CorpusSurvey survey = new CorpusSurvey();
        Corpus corpus = inputs.corpus();
        context.progress().begin("surveying", corpus.size(Subset.TRAIN).documents(), "documents");
        try (Stream<Document> documents = corpus.read(Subset.TRAIN)) {
            Iterator<Document> each = documents.iterator();
            while (survey.words() < options.surveyWords() && each.hasNext()) {
                stopIfAsked(context);
                survey.add(each.next().text());
                context.progress().advance(1);
            }
        }
        for (Dialogues dialogues : inputs.dialogues()) {
            try (Stream<Dialogue> stream = dialogues.read()) {
                Iterator<Dialogue> each = stream.iterator();
                while (survey.words() < options.surveyWords() && each.hasNext()) {
                    stopIfAsked(context);
                    each.next().turns().stream().map(Turn::text).forEach(survey::add);
                }
            }
        }
        return survey;
    }

    private static void stopIfAsked(StepContext context) {
        if (context.stopRequested()) {
            throw new StopException("the survey of the corpus starts over");
        }
    }

    private static void note(Setting setting, StepContext context) {
        for (String kind : List.of(Setting.PERSON, Setting.PLACE, Setting.THING)) {
            List<String> names = setting.of(kind);
            context.progress()
                    .note(names.size() + " names for {" + kind + "}: "
                            + String.join(", ", names.subList(0, Math.min(5, names.size()))) + ", ...");
        }
    }

    /** A seed of an item's own: FNV-1a over its name, begun from the step's seed. */
    private static long seedOf(long seed, String item) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (int i = 0; i < item.length(); i++) {
            hash = (hash ^ item.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ (hash >>> 29);
    }
}
