// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Subset;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Input;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.step.StepInputs;
import dev.seance.kit.chat.ChatTemplate;
import dev.seance.kit.model.Generator;
import dev.seance.kit.model.TextStream;
import dev.seance.kit.text.LanguageCodes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Looks for leaks of a later time everywhere by the same table: in what a model reads, in what it is tuned on, and in what
 * it says. A model is asked about things of known years: of those after its era it must know no more than chance, of those
 * before it may know something; both figures stand side by side.
 *
 * <p>Of dialogues only the model's part counts: the person's is in today's words on purpose.
 */
@Extension
@ExtensionSpec(
        name = "anachronism-audit",
        summary =
                "Looks for things of a later time in corpora, dialogues and a model's own replies, with a limit that can"
                        + " fail the run.",
        options = AuditOptions.class,
        inputs = {
            @Input(kind = ArtifactKind.CORPUS, min = 0, max = 4),
            @Input(kind = ArtifactKind.DIALOGUES, min = 0, max = 8),
            @Input(kind = ArtifactKind.MODEL, min = 0, max = 4)
        })
public final class AnachronismAudit implements Evaluator {

    private static final int COMMONEST = 12;

    private final AuditOptions options;
    private final String language;
    private final Detector detector;

    @Inject
    public AnachronismAudit(AuditOptions options) {
        this.options = options;
        this.language = LanguageCodes.of(options.language());
        this.detector = new Detector(options.to(), options.file(), false, options.allow(), options.language());
    }

    @Override
    public Evaluation evaluate(StepInputs inputs, StepContext context) throws IOException {
        List<AuditQuestion> questions = AuditQuestion.read(options.questions(), language);
        Results found = new Results(questions.size());
        for (Corpus corpus : inputs.corpora()) {
            found.add("corpus", corpus.name(), corpus(corpus, context), options.maxDocuments());
        }
        for (Dialogues dialogues : inputs.dialogues()) {
            found.add("dialogues", dialogues.name(), dialogues(dialogues, context), options.maxDialogues());
        }
        for (TrainedModel model : inputs.models()) {
            model(model, questions, context, found);
        }
        return found.evaluation();
    }

    private LeakCount corpus(Corpus corpus, StepContext context) {
        LeakCount count = new LeakCount(detector, language);
        for (Subset subset : Subset.values()) {
            context.progress()
                    .begin("auditing " + corpus.name(), corpus.size(subset).documents(), "documents");
            try (Stream<Document> documents = corpus.read(subset)) {
                for (Iterator<Document> rest = documents.iterator(); rest.hasNext(); ) {
                    stopIfAsked(context);
                    Document document = rest.next();
                    count.add(
                            document.id(),
                            document.language(),
                            document.pages().stream().map(Page::text).toList());
                    context.progress().advance(1);
                }
            }
        }
        return count;
    }

    private LeakCount dialogues(Dialogues dialogues, StepContext context) {
        LeakCount count = new LeakCount(detector, language);
        context.progress().begin("auditing " + dialogues.name(), dialogues.count(), "dialogues");
        try (Stream<Dialogue> stream = dialogues.read()) {
            for (Iterator<Dialogue> rest = stream.iterator(); rest.hasNext(); ) {
                stopIfAsked(context);
                Dialogue dialogue = rest.next();
                List<String> said = dialogue.turns().stream()
                        .filter(turn -> turn.role() == Role.ASSISTANT)
                        .map(Turn::text)
                        .toList();
                count.add(dialogue.id(), "", said);
                context.progress().advance(1);
            }
        }
        return count;
    }

    private void model(TrainedModel trained, List<AuditQuestion> questions, StepContext context, Results found)
            throws IOException {
        LeakCount count = new LeakCount(detector, language);
        Knowledge before = new Knowledge();
        Knowledge after = new Knowledge();
        ChatTemplate template = new ChatTemplate(trained.vocabulary());
        String system = trained.conditioning().system().orElse("");
        context.progress().begin("asking " + trained.name(), questions.size() * (long) options.repeats(), "replies");
        try (LanguageModel model = trained.backend().load(trained.folder())) {
            Sampling sampling = options.sampling().fitting(model.config().context());
            Generator generator = Generator.of(model, trained.vocabulary(), sampling, context.seed());
            for (AuditQuestion question : questions) {
                for (int i = 0; i < options.repeats(); i++) {
                    stopIfAsked(context);
                    int[] prompt = template.prompt(
                            ChatTemplate.withSystem(system, List.of(new Turn(Role.USER, question.question()))));
                    TextStream stream = new TextStream(trained.vocabulary(), sampling.stop(), true, text -> {});
                    String reply = generator
                            .write(prompt, template.end(), stream)
                            .text()
                            .strip();
                    count.add("reply to: " + question.question(), "", List.of(reply));
                    (question.year() <= options.to() ? before : after).add(question, reply);
                    context.progress().advance(1);
                }
            }
        }
        found.add("model", trained.name(), count, options.maxReplies());
        found.add(trained.name(), before, after);
    }

    private static void stopIfAsked(StepContext context) {
        if (context.stopRequested()) {
            throw new StopException("the next run starts this evaluation again");
        }
    }

    /** How many replies are those of somebody who knows, and how many would be by chance. */
    private static final class Knowledge {

        private final List<AuditQuestion> questions = new ArrayList<>();
        private final List<String> replies = new ArrayList<>();

        void add(AuditQuestion question, String reply) {
            questions.add(question);
            replies.add(reply);
        }

        private long known() {
            return IntStream.range(0, replies.size())
                    .filter(i -> questions.get(i).isAnsweredBy(replies.get(i)))
                    .count();
        }

        double rate() {
            return replies.isEmpty() ? 0 : known() / (double) replies.size();
        }

        /** How often a reply to another question has the answer. */
        double chance() {
            long pairs = 0;
            long met = 0;
            for (AuditQuestion question : questions) {
                for (int i = 0; i < replies.size(); i++) {
                    if (!questions.get(i).equals(question)) {
                        pairs++;
                        met += question.isAnsweredBy(replies.get(i)) ? 1 : 0;
                    }
                }
            }
            return pairs == 0 ? 0 : met / (double) pairs;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%d of %d; by chance %.1f", known(), replies.size(), chance() * replies.size());
        }
    }

    /** What all inputs came to; of several inputs of a kind the metrics are those of the worst. */
    private final class Results {

        private final int questions;
        private final Map<String, Double> metrics = new LinkedHashMap<>();
        private final List<List<String>> rows = new ArrayList<>();
        private final List<List<String>> knowledge = new ArrayList<>();
        private final List<List<String>> examples = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();

        Results(int questions) {
            this.questions = questions;
        }

        void add(String kind, String name, LeakCount count, Optional<Double> limit) {
            metrics.merge(kind + "LeakRate", count.leakingShare(), Math::max);
            metrics.merge(kind + "TermsPerMillionWords", count.termsPerMillionWords(), Math::max);
            rows.add(List.of(
                    name,
                    kind,
                    String.format(Locale.ROOT, "%,d", count.texts()),
                    String.format(Locale.ROOT, "%,d (%.2f %%)", count.leaking(), 100 * count.leakingShare()),
                    Long.toString(count.metaReferences()),
                    String.join(
                            ", ",
                            count.commonest(COMMONEST).stream()
                                    .map(term -> term.getKey() + ": " + term.getValue())
                                    .toList())));
            count.examples()
                    .forEach(
                            example -> examples.add(List.of(name, example.where(), example.what(), example.excerpt())));
            limit.filter(most -> count.leakingShare() > most)
                    .ifPresent(most -> failures.add(String.format(
                            Locale.ROOT,
                            "%.2f %% of %s (%s) speak of a later time, the limit is %.2f %%",
                            100 * count.leakingShare(),
                            name,
                            kind,
                            100 * most)));
        }

        void add(String model, Knowledge before, Knowledge after) {
            metrics.merge("knownBeforeRate", before.rate(), Math::max);
            metrics.merge("knownAfterRate", after.rate(), Math::max);
            metrics.merge("knownAfterByChance", after.chance(), Math::max);
            knowledge.add(List.of(model, before.toString(), after.toString()));
        }

        Evaluation evaluation() {
            List<ReportBlock> section = new ArrayList<>();
            section.add(new ReportBlock.Paragraph("Texts that have a term first used after " + options.to()
                    + " and without another sense, or that speak of language models. Of dialogues only the model's part is"
                    + " looked at. Models are asked "
                    + questions
                    + " questions."));
            if (!rows.isEmpty()) {
                section.add(new ReportBlock.Table(
                        List.of("of", "kind", "texts", "with leaks", "speak of models", "commonest terms"), rows));
            }
            if (!knowledge.isEmpty()) {
                section.add(new ReportBlock.Table(
                        List.of(
                                "model",
                                "known of what was known by " + options.to(),
                                "known of what came after: no more than chance, or a leak"),
                        knowledge));
            }
            if (!examples.isEmpty()) {
                section.add(new ReportBlock.Table(List.of("of", "where", "what", "excerpt"), examples));
            }
            return new Evaluation(metrics, section, failures);
        }
    }
}
