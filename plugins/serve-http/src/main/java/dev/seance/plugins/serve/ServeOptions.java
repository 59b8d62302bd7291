// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.model.Sampling;
import dev.seance.api.plugin.Option;
import java.util.Objects;

/** Options of {@link OpenAiServer}: its limits, and how replies are drawn where a request does not say. */
public record ServeOptions(
        @Option(
                doc = "Replies of a model that are written together; each needs a cache of the model's context.",
                defaultValue = "8",
                min = 1,
                max = 256,
                unit = "replies")
        int batch,

        @Option(
                doc = "Replies that may wait for their turn; requests beyond that are answered with 429.",
                defaultValue = "64",
                min = 0,
                max = 100_000,
                unit = "replies")
        int queue,

        @Option(
                doc =
                        "The longest time from a request to the end of its reply, waiting included; a reply that takes longer is"
                                + " cut off.",
                defaultValue = "300",
                min = 1,
                max = 86_400,
                unit = "seconds")
        int timeLimit,

        @Option(
                doc = "The longest time that a client may take to send a request, or to read a piece of the reply.",
                defaultValue = "20",
                min = 1,
                max = 3_600,
                unit = "seconds")
        int clientTime,

        @Option(
                doc = "The largest request; larger ones are answered with 413.",
                defaultValue = "1048576",
                min = 1024,
                max = 67_108_864,
                unit = "bytes")
        int maxRequest,

        @Option(
                doc = "Connections that are open at a time; further ones are answered with 503.",
                defaultValue = "1024",
                min = 1,
                max = 100_000,
                unit = "connections")
        int connections,

        @Option(
                doc = "How long replies that are being written may go on when the server is stopped.",
                defaultValue = "10",
                min = 0,
                max = 3_600,
                unit = "seconds")
        int stopTime,

        @Option(doc = "Sampling of replies where a request says nothing.", defaultValue = "{}")
        Sampling sampling) {

    public ServeOptions {
        Objects.requireNonNull(sampling, "sampling");
    }
}
