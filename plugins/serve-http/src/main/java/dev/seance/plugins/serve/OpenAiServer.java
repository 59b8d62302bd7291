// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.serving.ModelServer;
import dev.seance.api.serving.RunningServer;
import dev.seance.api.serving.ServedModel;
import dev.seance.api.serving.ServedPage;
import dev.seance.api.serving.ServerAddress;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.pf4j.Extension;

/** Serves models as OpenAI's service serves its own, and a page for people. */
@Extension
@ExtensionSpec(
        name = "openai-api",
        summary = "OpenAI's protocol over HTTP (chat, completions, models), metrics, and a page to talk to the models.",
        options = ServeOptions.class)
public final class OpenAiServer implements ModelServer {

    private final ServeOptions options;

    @Inject
    public OpenAiServer(ServeOptions options) {
        this.options = options;
    }

    @Override
    public RunningServer start(List<ServedModel> models, List<ServedPage> pages, ServerAddress address)
            throws IOException {
        StaticFiles files = models.isEmpty()
                ? StaticFiles.NONE.and(pages)
                : StaticFiles.ofThePage().and(pages);
        ServerMetrics metrics = new ServerMetrics();
        Decoder decoder = Decoder.start(models, options, metrics);
        try {
            return HttpListener.start(new Service(decoder, files, options, address, metrics));
        } catch (RuntimeException | IOException e) {
            decoder.close();
            throw e;
        }
    }
}
