package ${package};

import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class ${type}Test extends LlmProviderContract {

    @TempDir
    Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ${type}.class;
    }

    /** Notes that it was asked, and answers with the question. */
    @Override
    protected LlmProvider provider() {
        return asking("sh", "-c", "echo asked >> '" + folder.resolve("log") + "'; cat");
    }

    @Override
    protected String model() {
        return "echo";
    }

    @Override
    protected int requests() {
        try {
            Path log = folder.resolve("log");
            return Files.exists(log) ? Files.readAllLines(log).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Optional<LlmProvider> faulty(Fault fault) {
        return switch (fault) {
            case OVERLOADED -> Optional.of(asking("sh", "-c", "exit 75"));
            case UNREACHABLE -> Optional.of(asking("no-program-has-this-name"));
            case KEY_REFUSED -> Optional.empty();
        };
    }

    @Override
    protected Optional<LlmProvider> unconfigured() {
        return Optional.of(asking());
    }

    private static LlmProvider asking(String... command) {
        return new ${type}(new ${type}Options(List.of(command)));
    }
}
