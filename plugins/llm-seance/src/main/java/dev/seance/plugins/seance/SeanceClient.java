// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.seance;

import dev.seance.api.dialogue.Turn;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.kit.chat.ChatTemplate;
import dev.seance.kit.model.Generator;
import java.io.IOException;
import java.util.List;

/**
 * Answers with a model that lies on this machine: its weights are loaded by the first request, and one request is answered
 * at a time. Equal requests that want the same sample get the same answer.
 */
final class SeanceClient implements LlmClient {

    private final TrainedModel trained;
    private final SeanceOptions options;
    private final ChatTemplate template;
    private LanguageModel model;

    SeanceClient(TrainedModel trained, SeanceOptions options) {
        this.trained = trained;
        this.options = options;
        this.template = new ChatTemplate(trained.vocabulary());
    }

    @Override
    public synchronized LlmReply ask(LlmRequest request) {
        LanguageModel loaded = loaded();
        int context = loaded.config().context();
        Sampling sampling = new Sampling(
                        request.temperature(),
                        options.topK(),
                        options.repetitionPenalty(),
                        options.repetitionWindow(),
                        request.maxTokens())
                .fitting(context);
        int[] prompt = template.prompt(turns(request));
        int room = context - sampling.maxTokens();
        if (prompt.length > room) {
            throw new LlmException(
                    "the request is " + prompt.length + " tokens long, and model '" + trained.name()
                            + "' reads at most " + room + " and writes " + sampling.maxTokens() + " after them",
                    false,
                    null);
        }
        int[] reply = Generator.of(loaded, trained.vocabulary(), sampling, seed(request))
                .generate(prompt, template.end(), token -> {});
        return new LlmReply(
                trained.vocabulary().decode(reply).strip(),
                reply.length < sampling.maxTokens() ? FinishReason.STOP : FinishReason.LENGTH,
                prompt.length,
                reply.length);
    }

    /** From the words alone, which are the same in every process. */
    private static long seed(LlmRequest request) {
        List<String> words = request.turns().stream().map(Turn::text).toList();
        return 31L * (31L * request.system().hashCode() + words.hashCode()) + request.sample();
    }

    private LanguageModel loaded() {
        if (model == null) {
            try {
                model = trained.backend().load(trained.folder());
            } catch (IOException e) {
                throw new LlmException("cannot load model '" + trained.name() + "': " + e.getMessage(), false, e);
            }
        }
        return model;
    }

    private List<Turn> turns(LlmRequest request) {
        String system =
                request.system().isBlank() ? trained.conditioning().system().orElse("") : request.system();
        return ChatTemplate.withSystem(system, request.turns());
    }

    @Override
    public synchronized void close() {
        if (model != null) {
            model.close();
            model = null;
        }
    }
}
