// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.serving.ServerAddress;

/**
 * What all connections share.
 *
 * @param decoder computes
 * @param files what there is to look at
 * @param options the limits
 * @param address where it listens, and the key
 * @param metrics what is counted
 */
record Service(
        Decoder decoder, StaticFiles files, ServeOptions options, ServerAddress address, ServerMetrics metrics) {}
