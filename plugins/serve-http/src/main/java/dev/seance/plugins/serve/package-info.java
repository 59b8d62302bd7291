// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Models served by OpenAI's protocol over HTTP.
 *
 * <p>A request goes this way: {@link dev.seance.plugins.serve.HttpListener} (connections, sizes, times) to {@link
 * dev.seance.plugins.serve.HttpApi} (who may ask what), to {@link dev.seance.plugins.serve.CompletionRequest} (what is
 * asked), to {@link dev.seance.plugins.serve.Decoder} (whose one thread computes for all), and back through a {@link
 * dev.seance.plugins.serve.Reply}.
 */
package dev.seance.plugins.serve;
