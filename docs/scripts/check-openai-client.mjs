// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// Drives a running server by OpenAI's own client, unmodified:
//
//   seance serve RUN &
//   node docs/scripts/check-openai-client.mjs http://127.0.0.1:8080 MODEL
//
// Exits with 3 when the client cannot be installed.

import assert from 'node:assert/strict';
import { install } from './npm-clients.mjs';

const [server, model] = process.argv.slice(2);
let OpenAI;
try {
  OpenAI = install('openai@7.57.0')('openai').OpenAI;
} catch (failure) {
  console.error(failure.message);
  process.exit(3);
}
const client = new OpenAI({ baseURL: new URL('/v1', server).href, apiKey: process.env.SEANCE_API_KEY ?? 'none', maxRetries: 0 });
const messages = [{ role: 'user', content: 'Good evening, sir.' }];
const likeliest = { model, messages, temperature: 0, max_tokens: 12 };

const models = await client.models.list();
assert(models.data.some((one) => one.id === model));
assert.equal((await client.models.retrieve(model)).id, model);

const whole = await client.chat.completions.create({ ...likeliest, logprobs: true, top_logprobs: 3 });
const text = whole.choices[0].message.content;
assert.equal(typeof text, 'string');
assert.equal(whole.choices[0].logprobs.content.length, whole.usage.completion_tokens);
assert.equal(whole.usage.total_tokens, whole.usage.prompt_tokens + whole.usage.completion_tokens);

let streamed = '';
let usage;
for await (const piece of await client.chat.completions.create({ ...likeliest, stream: true, stream_options: { include_usage: true } })) {
  streamed += piece.choices[0]?.delta?.content ?? '';
  usage = piece.usage ?? usage;
}
assert.equal(streamed, text);
assert.deepEqual(usage, whole.usage);

const drawn = (seed) => client.chat.completions.create({ ...likeliest, temperature: 1, seed, n: 2 });
const contents = (reply) => reply.choices.map((choice) => choice.message.content);
assert.deepEqual(contents(await drawn(7)), contents(await drawn(7)));

const completion = await client.completions.create({ model, prompt: ['It was', 'There came'], max_tokens: 5, temperature: 0 });
assert.equal(completion.choices.length, 2);

const stream = await client.chat.completions.create({ ...likeliest, stream: true });
for await (const unused of stream) {
  stream.controller.abort();
}

await assert.rejects(client.chat.completions.create({ ...likeliest, model: 'nobody' }), OpenAI.NotFoundError);
await assert.rejects(client.chat.completions.create({ ...likeliest, temperature: 9 }), (failure) =>
  failure instanceof OpenAI.BadRequestError && failure.param === 'temperature' && failure.code === 'invalid_value');
await assert.rejects(
  client.chat.completions.create({ ...likeliest, messages: [{ role: 'user', content: 'long '.repeat(50000) }] }),
  (failure) => failure.code === 'context_length_exceeded');
console.log('all is well');
