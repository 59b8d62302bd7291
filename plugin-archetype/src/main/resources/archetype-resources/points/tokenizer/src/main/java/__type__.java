package ${package};

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Whole words, the commonest of the corpus, each with the blank before it; all other text is spelled in bytes. */
@Extension
@ExtensionSpec(
        name = "${artifactId}",
        summary = "The commonest words as tokens, everything else in bytes.",
        options = ${type}Options.class)
public class ${type} implements Tokenizer {

    private final ${type}Options options;

    @Inject
    public ${type}(${type}Options options) {
        this.options = options;
    }

    @Override
    public int vocabularySize() {
        return options.size();
    }

    @Override
    public Vocabulary train(Corpus corpus, StepContext context) {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Document> documents = corpus.read(Subset.TRAIN)) {
            documents.forEach(document -> ${type}Vocabulary.of(document.text())
                    .filter(word -> word.getBytes(UTF_8).length > 1)
                    .forEach(word -> counts.merge(word, 1L, Long::sum)));
        }
        int wanted = options.size() - ${type}Vocabulary.FIRST;
        if (counts.isEmpty() || counts.size() < wanted) {
            throw new UserError("size " + options.size() + " is more than the corpus has words for; set size to "
                    + (${type}Vocabulary.FIRST + counts.size()) + " or less");
        }
        // A tree is sorted by word, and the sort is stable: words of one count are in the order of the alphabet.
        List<String> words = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(wanted)
                .map(Map.Entry::getKey)
                .toList();
        return new ${type}Vocabulary(words);
    }

    @Override
    public Vocabulary load(Path folder) throws IOException {
        Path file = folder.resolve(Vocabulary.FILE);
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + " is not there");
        }
        return ${type}Vocabulary.read(file);
    }
}
