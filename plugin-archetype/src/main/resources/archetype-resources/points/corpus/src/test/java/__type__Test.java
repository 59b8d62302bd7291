package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.run.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class ${type}Test extends CorpusSourceContract {

    @TempDir
    Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ${type}.class;
    }

    @Override
    protected CorpusSource source() throws IOException {
        return sourceEndingIn("the end");
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws IOException {
        return sourceEndingIn("the very end");
    }

    private CorpusSource sourceEndingIn(String end) throws IOException {
        Path texts = Files.createDirectories(folder.resolve(end));
        Files.writeString(texts.resolve("letters.txt"), "Dear Sir,\n* * *\nDear Madam,\n");
        Files.writeString(texts.resolve("tales.txt"), "Once upon a time\n* * *\n" + end);
        return new ${type}(
                new ${type}Options(texts, "* * *", 1850),
                new Environment(folder.resolve("cache"), true, 1, Clock.systemUTC()));
    }

    @Test
    void cutsFilesIntoTexts() throws IOException {
        assertThat(everything(source())).extracting(Document::text)
                .containsExactly("Dear Sir,", "Dear Madam,", "Once upon a time", "the end");
    }
}
