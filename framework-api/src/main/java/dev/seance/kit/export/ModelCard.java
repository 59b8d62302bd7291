// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.export;

import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelHistory;
import dev.seance.api.model.ParameterCount;
import dev.seance.api.model.TrainedModel;
import java.util.List;
import java.util.Locale;

/**
 * A model card: the page that goes with exported weights, in Markdown with the header that hubs read. It says what the model
 * was raised from and how, with the figures of its run, and claims nothing that the run does not know.
 */
public final class ModelCard {

    /** More of what a source says of its data belongs into the run's own files. */
    private static final int MOST_DATA = 4000;

    private final TrainedModel model;
    private final StringBuilder text = new StringBuilder();

    private ModelCard(TrainedModel model) {
        this.model = model;
    }

    /**
     * The card.
     *
     * @param library what loads the files, as hubs call it, or ""
     * @param licence the licence the weights are given away under, as hubs call it, or ""
     * @param files a sentence or two on the files, in Markdown
     */
    public static String of(TrainedModel model, String library, String licence, String files) {
        ModelCard card = new ModelCard(model);
        card.header(library, licence);
        card.introduction(licence);
        card.parameters();
        card.data();
        card.training();
        card.evaluation();
        card.use(files);
        return card.text.toString();
    }

    private void header(String library, String licence) {
        line("---");
        if (!library.isEmpty()) {
            line("library_name: " + library);
        }
        line("pipeline_tag: text-generation");
        line("license: " + (licence.isEmpty() ? "other" : licence));
        line("tags: [seance, " + model.config().architecture() + "]");
        line("---");
        line("");
    }

    private void introduction(String licence) {
        ModelHistory history = model.history();
        line("# " + (history.title().isEmpty() ? model.name() : history.title()));
        line("");
        line("A language model trained from fresh weights with Seance"
                + (history.era().isEmpty() ? "." : " on texts of an era: " + history.era() + ".")
                + " It knows what its books knew, shares their errors and their prejudices, and is a demonstration, not an"
                + " authority.");
        line("");
        line(
                licence.isEmpty()
                        ? "Licence: whoever publishes these weights has not chosen one yet. What the sources say of theirs is below."
                        : "Licence of the weights: " + licence + ". What the sources say of theirs is below.");
        line("");
    }

    private void parameters() {
        ModelConfig config = model.config();
        ParameterCount count = config.parameters();
        line("## The model");
        line("");
        row("parameters, all", count.total());
        row("of them multiply on every token", count.matmulParameters());
        row("in the layers' matrices", count.matrices());
        row("in the token table, looked up", count.embeddings());
        if (count.valueEmbeddings() > 0) {
            row("in tables inside the layers, looked up", count.valueEmbeddings());
        }
        if (config.tied()) {
            line("- in the output matrix: it is the token table, counted once");
        } else {
            row("in the output matrix", count.head());
        }
        row("in norms and scales", count.scalars());
        row("layers", config.layers());
        row("width", config.width());
        row("heads", config.heads());
        row("heads of keys and values", config.kvHeads());
        row("context, tokens", config.context());
        row("vocabulary, tokens", config.vocabularySize());
        line("");
    }

    private void data() {
        for (ModelHistory.Step step : model.history().steps()) {
            if (step.funnel().isPresent()) {
                line("## Data: " + step.name());
                line("");
                line("Source `" + step.plugin() + "`"
                        + (step.data().isEmpty() ? "." : ", of its data and their licences:"));
                line("");
                if (!step.data().isEmpty()) {
                    line("```");
                    line(
                            step.data().length() <= MOST_DATA
                                    ? step.data()
                                    : step.data().substring(0, MOST_DATA) + " ...");
                    line("```");
                    line("");
                }
                funnel(step.funnel().get());
            }
        }
    }

    private void funnel(Funnel funnel) {
        List<Funnel.Stage> stages = funnel.stages();
        if (!funnel.skipped().isEmpty()) {
            line("Not read: " + Skipped.inWords(funnel.skipped()));
            line("");
        }
        if (stages.isEmpty()) {
            line("No filter dropped anything.");
        } else {
            line("| filter | documents | words | dropped |");
            line("|---|---:|---:|---|");
            stage("(as found)", stages.get(0).in(), "");
            stages.forEach(stage -> stage(
                    stage.filter(), stage.out(), stage.dropped().toString().replaceAll("[{}]", "")));
        }
        line("");
    }

    private void stage(String filter, CorpusSize size, String dropped) {
        line(String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %s |",
                filter,
                size.documents(),
                size.words(),
                dropped.replace("|", "/")));
    }

    private void training() {
        List<ModelHistory.Step> steps = model.history().steps().stream()
                .filter(step -> step.funnel().isEmpty() && !step.kind().equals("evaluate"))
                .toList();
        figures("## Training", steps);
    }

    /** Audits are evaluations too. */
    private void evaluation() {
        List<ModelHistory.Step> steps = model.history().steps().stream()
                .filter(step -> step.kind().equals("evaluate"))
                .toList();
        figures("## Evaluation and audit", steps);
        if (!model.history().steps().isEmpty() && steps.isEmpty()) {
            line("## Evaluation and audit");
            line("");
            line("None was made by the time of this export.");
            line("");
        }
    }

    private void figures(String title, List<ModelHistory.Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        line(title);
        line("");
        for (ModelHistory.Step step : steps) {
            StringBuilder figures = new StringBuilder();
            step.metrics().forEach((name, value) -> figures.append(figures.isEmpty() ? "" : ", ")
                    .append(name)
                    .append(' ')
                    .append(number(value)));
            line("- " + step.name() + " (" + step.kind() + " `" + step.plugin() + "`): " + figures);
            step.failures().forEach(failure -> line("  - **not passed**: " + failure));
        }
        line("");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    private void use(String files) {
        line("## Use");
        line("");
        line(files);
        model.conditioning().system().ifPresent(system -> {
            line("");
            line(
                    "It was tuned with a system prompt; a chat template, where the files have one, gives it to conversations"
                            + " without one: "
                            + system.strip());
        });
        model.conditioning().tags().ifPresent(tags -> {
            line("");
            line("Before each text it was trained on stood the tags `" + tags.text()
                    + "` and a line feed, after the token that begins a document; a chat template leaves them out.");
        });
    }

    private void row(String what, long count) {
        line(String.format(Locale.ROOT, "- %s: %,d", what, count));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
