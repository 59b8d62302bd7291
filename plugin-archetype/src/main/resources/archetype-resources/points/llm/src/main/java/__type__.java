package ${package};

import dev.seance.api.dialogue.Turn;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Asks a program of this machine, which is started once a question. A word counts as a token. */
@Extension
@ExtensionSpec(
        name = "${artifactId}",
        summary = "Asks a program of this machine.",
        options = ${type}Options.class)
public class ${type} implements LlmProvider {

    private final ${type}Options options;

    @Inject
    public ${type}(${type}Options options) {
        this.options = options;
    }

    @Override
    public LlmClient open(String model) {
        if (options.command().isEmpty()) {
            throw new UserError("command: names no program; for example [my-model, --quiet]");
        }
        return new LlmClient() {
            @Override
            public LlmReply ask(LlmRequest request) {
                String question = request.turns().stream().map(Turn::text).collect(Collectors.joining("\n"));
                return reply(request, question, answer(model, request.system() + "\n" + question));
            }

            @Override
            public void close() {
                // Nothing is open between two questions.
            }
        };
    }

    private String answer(String model, String question) {
        try {
            ProcessBuilder builder = new ProcessBuilder(options.command()).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("SEANCE_MODEL", model);
            Process process = builder.start();
            try (var input = process.getOutputStream()) {
                input.write(question.getBytes(StandardCharsets.UTF_8));
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            if (status != 0 || answer.isEmpty()) {
                throw new LlmException(options.command() + " exits with " + status, true, null);
            }
            return answer;
        } catch (IOException e) {
            throw new LlmException(options.command() + " cannot be asked: " + e.getMessage(), true, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LlmException("interrupted", false, e);
        }
    }

    private static LlmReply reply(LlmRequest request, String question, String answer) {
        List<String> words = List.of(answer.split("\\s+"));
        int asked = question.strip().split("\\s+").length;
        return words.size() <= request.maxTokens()
                ? new LlmReply(answer, FinishReason.STOP, asked, words.size())
                : new LlmReply(
                        String.join(" ", words.subList(0, request.maxTokens())),
                        FinishReason.LENGTH,
                        asked,
                        request.maxTokens());
    }
}
