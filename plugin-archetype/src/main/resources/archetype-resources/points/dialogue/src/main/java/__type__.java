package ${package};

import dev.seance.api.corpus.Document;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.DialogueExtractor;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Questions and answers of catechisms and handbooks: a line "Q. ..." and below it a line "A. ...". */
@Extension
@ExtensionSpec(
        name = "${artifactId}",
        summary = "Finds questions and answers in catechisms.",
        options = ${type}Options.class)
public class ${type} implements DialogueExtractor {

    private final Pattern pair;

    @Inject
    public ${type}(${type}Options options) {
        pair = Pattern.compile("(?m)^" + Pattern.quote(options.question()) + "[ \t]*(\\S.*)\n+"
                + Pattern.quote(options.answer()) + "[ \t]*(\\S.*)");
    }

    @Override
    public Stream<Dialogue> extract(Document document) {
        return pair.matcher(document.text()).results().map(found -> dialogue(document.id(), found));
    }

    private static Dialogue dialogue(String document, MatchResult found) {
        String place = "characters " + found.start() + "-" + found.end();
        return new Dialogue(
                document + "-" + found.start(),
                List.of(new Turn(Role.USER, found.group(1).strip()), new Turn(Role.ASSISTANT, found.group(2).strip())),
                new Origin("catechism", document, place, ""));
    }
}
