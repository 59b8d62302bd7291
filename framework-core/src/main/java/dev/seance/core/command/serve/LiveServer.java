// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.serve;

import dev.seance.api.serving.ModelServer;
import dev.seance.api.serving.RunningServer;
import dev.seance.api.serving.ServerAddress;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.ExtensionChoice;
import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.report.LivePage;
import dev.seance.core.run.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Shows a run on a page, to this machine alone, by the server that serves models too. */
public final class LiveServer implements AutoCloseable {

    /** Twice the time between two requests of the page, and some for a slow machine. */
    private static final long LAST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long LOOK_MILLIS = 50;

    private final LivePage page;
    private final RunningServer server;

    private LiveServer(LivePage page, RunningServer server) {
        this.page = page;
        this.server = server;
    }

    /**
     * Starts to show a run, running or not.
     *
     * @param port 0 for any that is free
     * @throws dev.seance.api.run.UserError when the port is taken, or no server is installed
     */
    public static LiveServer start(CommandRuntime runtime, RunFolder run, int port) throws IOException {
        InstalledExtension extension =
                ExtensionChoice.of(runtime, ExtensionKind.SERVE, Optional.empty(), "conf/defaults.properties");
        Record options = ExtensionChoice.options(extension, List.of());
        LivePage page = new LivePage(run);
        return new LiveServer(
                page,
                runtime.host()
                        .create(ModelServer.class, extension, options)
                        .start(List.of(), page.files(), ServerAddress.loopback(port)));
    }

    public URI address() {
        return server.address();
    }

    /** Ends, as soon as a page that is open has been told how the run ended. */
    @Override
    public void close() {
        try {
            while (page.isWatched(LAST_LOOK_NANOS)) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }
}
