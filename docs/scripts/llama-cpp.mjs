#!/usr/bin/env node
// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// What llama.cpp makes of a GGUF file, as JSON for whoever compares: a test of the exporter, or check-gguf.mjs. The
// library is npm's node-llama-cpp, whose prebuilt llama.cpp runs on the processor.
//
//   node docs/scripts/llama-cpp.mjs MODEL.gguf < job.json
//
// The job, each part as one likes: {"encode": [text...], "greedy": {"prompts": [[id...]...], "tokens": n},
// "nats": [[id...]...], "speed": {"prompt": n, "tokens": n}, "threads": n}. The answer has the same names: ids of each text
// (with special tokens as text), ids of each continuation, the sum of -ln p over all but the first id of each row, tokens
// per second. Besides: "metadata" as npm's @huggingface/gguf reads them, "tensors" by name with type and shape, and "add_bos".
//
// NPM_CLIENTS=DIR keeps the npm packages there for the next time. Exit 3 when npm cannot bring them.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, install } from './npm-clients.mjs';

const [model] = process.argv.slice(2);
if (!model) {
  fail('usage: llama-cpp.mjs MODEL.gguf < job.json');
}
const job = JSON.parse(readFileSync(0, 'utf8'));
let require;
try {
  require = install('node-llama-cpp@3.22.1', '@huggingface/gguf@0.4');
} catch (missing) {
  console.error(`npm cannot install the clients: ${missing.message}`);
  process.exit(3);
}
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

const { gguf, GGMLQuantizationType } = await load('@huggingface/gguf');
const parsed = await gguf(resolve(model), { allowLocalFile: true });
const text = (value) => (typeof value === 'bigint' ? Number(value) : value);
const answer = {
  metadata: Object.fromEntries(Object.entries(parsed.metadata).map(([key, value]) => [key, text(value)])
    .filter(([, value]) => !Array.isArray(value))),
  tensors: Object.fromEntries(parsed.tensorInfos.map((tensor) =>
    [tensor.name, { type: GGMLQuantizationType[tensor.dtype], shape: tensor.shape.map(Number) }])),
};

const { getLlama } = await load('node-llama-cpp');
const llama = await getLlama({ build: 'never', gpu: false, logLevel: 'error', maxThreads: job.threads ?? 0 });
const loaded = await llama.loadModel({ modelPath: resolve(model) });
answer.add_bos = loaded.tokens.shouldPrependBosToken;
answer.encode = (job.encode ?? []).map((one) => [...loaded.tokenize(one, false)]);

async function withSequence(work) {
  const context = await loaded.createContext({ contextSize: loaded.trainContextSize, threads: job.threads });
  try {
    return await work(context.getSequence());
  } finally {
    await context.dispose();
  }
}

/** Ids after a prompt, the likeliest each time, whatever they are: no end of text ends it. */
const continued = (prompt, count) => withSequence(async (sequence) => {
  const ids = [];
  let input = prompt;
  while (ids.length < count) {
    const items = input.map((id, i) => (i === input.length - 1
      ? [id, { generateNext: { token: true, options: { temperature: 0 } } }] : id));
    const output = await sequence.controlledEvaluate(items);
    ids.push(output[items.length - 1].next.token);
    input = [ids.at(-1)];
  }
  return ids;
});

const nats = (ids) => withSequence(async (sequence) => {
  // Its defaults leave the unlikely ones out.
  const options = { temperature: 1, topK: 0, topP: 1, minP: 0 };
  const items = ids.slice(0, -1).map((id) => [id, { generateNext: { logits: true, options } }]);
  const output = await sequence.controlledEvaluate(items);
  return output.reduce((sum, { next: { logits } }, i) => {
    let whole = 0;
    logits.forEach((logit) => {
      whole += Math.exp(logit);
    });
    return sum + Math.log(whole) - logits.get(ids[i + 1]);
  }, 0);
});

answer.greedy = [];
for (const prompt of job.greedy?.prompts ?? []) {
  answer.greedy.push(await continued(prompt, job.greedy.tokens));
}
answer.nats = 0;
for (const row of job.nats ?? []) {
  answer.nats += await nats(row);
}
if (job.speed) {
  const ids = Array.from({ length: job.speed.prompt }, (_, i) => 300 + i);
  answer.speed = await withSequence(async (sequence) => {
    const seconds = async (work) => {
      const began = process.hrtime.bigint();
      await work();
      return Number(process.hrtime.bigint() - began) / 1e9;
    };
    const reading = await seconds(() => sequence.evaluateWithoutGeneratingNewTokens(ids));
    let left = job.speed.tokens;
    const writing = await seconds(async () => {
      for await (const _ of sequence.evaluate([300], { temperature: 0 })) {
        if (--left === 0) {
          break;
        }
      }
    });
    return { prompt: ids.length / reading, tokens: (job.speed.tokens - left) / writing };
  });
}
// Exits by hand, as the library keeps threads; only once a pipe has taken it all.
process.stdout.write(JSON.stringify(answer) + '\n', () => process.exit(0));
