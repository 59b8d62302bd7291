package ${package};

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Tables of figures are no prose: drops texts of which too much is digits. */
@Extension
@ExtensionSpec(
        name = "${artifactId}",
        summary = "Drops texts of which too much is digits.",
        options = ${type}Options.class)
public class ${type} implements DocumentFilter {

    private final ${type}Options options;

    @Inject
    public ${type}(${type}Options options) {
        this.options = options;
    }

    @Override
    public Verdict judge(Document document) {
        String text = document.text();
        long digits = text.codePoints().filter(Character::isDigit).count();
        long all = text.codePoints().filter(Character::isLetterOrDigit).count();
        return digits <= options.maxShare() * all
                ? Verdict.kept()
                : Verdict.dropped("mostly digits", digits + " of " + all + " letters and digits");
    }
}
