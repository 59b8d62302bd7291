package ${package};

import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.DigestCache;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Texts in files of several, with a line between two of them. */
@Extension
@ExtensionSpec(
        name = "${artifactId}",
        summary = "Reads files of several texts, with a line between two of them.",
        options = ${type}Options.class)
public class ${type} implements CorpusSource {

    private final ${type}Options options;
    private final DigestCache digests;

    @Inject
    public ${type}(${type}Options options, Environment environment) {
        this.options = options;
        this.digests = DigestCache.of(environment);
    }

    @Override
    public String revision() throws IOException {
        TreeMap<String, Path> byName = new TreeMap<>();
        files().forEach(file -> byName.put(file.getFileName().toString(), file));
        return digests.sha256(byName);
    }

    @Override
    public List<InputSplit> splits() throws IOException {
        List<InputSplit> splits = new ArrayList<>();
        for (Path file : files()) {
            splits.add(new InputSplit(file.getFileName().toString(), file.toString(), Files.size(file)));
        }
        return splits;
    }

    @Override
    public Stream<Document> read(InputSplit split, BadRecords bad) throws IOException {
        String text = Files.readString(Path.of(split.location())).replace("\uFEFF", "").replace("\r\n", "\n");
        String[] texts = text.split("(?m)^" + Pattern.quote(options.separator()) + "\n");
        return IntStream.range(0, texts.length).mapToObj(i -> Document.of(split.id() + "-" + (i + 1), texts[i].strip())
                .title(split.id() + ", text " + (i + 1))
                .year(options.year())
                .language("en")
                .provenance(new Provenance("${artifactId}", split.id(), ""))
                .build());
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(options.path())) {
            throw new UserError("path: there is no folder " + options.path().toAbsolutePath());
        }
        try (Stream<Path> files = Files.list(options.path())) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
    }
}
