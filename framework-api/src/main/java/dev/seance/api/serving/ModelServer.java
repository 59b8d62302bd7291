// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.serving;

import java.io.IOException;
import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * Serves models, and pages of the host, over the network. One instance per command, called once, on one thread; what it starts is its own affair.
 *
 * <p>A server is bounded by its options, whatever is sent to it: connections, waiting requests, their size and their time.
 * Nothing that comes from the network names a file. It lets no page of another origin in.
 */
public interface ModelServer extends ExtensionPoint {

    /**
     * Loads the models and starts to serve them and the pages; returns as soon as requests are answered.
     *
     * @param models each with a name of its own; none where there are pages
     * @param pages each with a path of its own, where it stands in front of whatever the server has there
     * @param address where to listen; whoever asks has to show the key, if there is one
     * @return the server, which the caller closes
     * @throws dev.seance.api.run.UserError when the address is taken or not this machine's, or a model cannot be loaded
     */
    RunningServer start(List<ServedModel> models, List<ServedPage> pages, ServerAddress address) throws IOException;
}
