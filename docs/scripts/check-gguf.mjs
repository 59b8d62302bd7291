#!/usr/bin/env node
// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// Is an exported GGUF file the model, in llama.cpp? Exports the model of a run in every type, and compares: the ids of a
// text and of what tokenizers stumble over, continuations without chance by the f32 file, perplexity by the others.
//
//   node docs/scripts/check-gguf.mjs RUN TEXT_FILE [SEANCE_OPTION...]
//
// Run it where runs/ is, or add --runs DIR. NPM_CLIENTS=DIR keeps the npm packages there for the next time; SEANCE=PATH
// names another seance than the checkout's.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, seance, temporaryFolder } from './npm-clients.mjs';

const [run, textFile, ...options] = process.argv.slice(2);
if (!textFile) {
  fail('usage: check-gguf.mjs RUN TEXT_FILE [SEANCE_OPTION...]');
}
const HARD = [
  "  Don't, won't, I'LL, 'tis, o'clock, they've -- \"he'd\"?!\n\n\tAnd so\r\n  on.  \n",
  'In 1899; 12,345 souls & 1234567 sheep, 10s. 6d., \u00bd \u00b2 \u2167.',
  '\u00c6sop \u201cna\u00efve\u201d \u2014 \u03bb\u03cc\u03b3\u03bf\u03c2, \u4e00\u4e8c\u4e09 \u{1f56f}\ufe0f e\u0301\u00a0x \u200d \u0e01\u0e33 \u0627\u0644',
  '<|endoftext|><|user|>spelt by the user<|assistant|><s>[1850]',
  'a\u0000b \ufffd \r \u2028 \u0085 x',
];
const BEGINNINGS = ['It was a dark night, and', 'The President of the United States', '"I do not know," said'];
const TOKENS = 40;

const folder = temporaryFolder();
let step;
const llamaCpp = (file, job) => JSON.parse(execFileSync(
  process.execPath, [new URL('llama-cpp.mjs', import.meta.url).pathname, file],
  { input: JSON.stringify(job), maxBuffer: 2 ** 30, stdio: ['pipe', 'pipe', 'inherit'] }).toString());
const exported = (type) => {
  const words = ['--as', 'gguf', '--to', join(folder, type), '--with', `type=${type}`, '--json', ...options];
  step = JSON.parse(seance('export', run, ...words)).step;
  return join(folder, type, `model-${type.toUpperCase().replace('-', '_')}.gguf`);
};
const encoded = (text) => {
  writeFileSync(join(folder, 'text'), text);
  return seance('tokenizer', 'encode', '--vocabulary', run, ...options, join(folder, 'text'))
    .trim().split(/\s+/).filter(Boolean).map(Number);
};
const same = (what, ours, theirs) => {
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
    fail(`${what} differs:\n  seance    ${JSON.stringify(ours)}\n  llama.cpp ${JSON.stringify(theirs)}`);
  }
  console.log(`${what}: the same`);
};

const f32 = exported('f32');
const whole = readFileSync(textFile, 'utf8').slice(0, 500_000);
const texts = [...HARD, whole];
const ids = texts.map(encoded);
const begin = llamaCpp(f32, {}).metadata['tokenizer.ggml.bos_token_id'];
const prompts = BEGINNINGS.map((text) => [begin, ...encoded(text)]);
const context = llamaCpp(f32, {}).metadata['llama.context_length'];
const rows = Array.from({ length: 8 }, (_, i) => [begin, ...ids.at(-1).slice(i * context, (i + 1) * context - 1)])
  .filter((row) => row.length > 1);
const answer = llamaCpp(f32, { encode: texts, greedy: { prompts, tokens: TOKENS }, nats: rows });
texts.forEach((text, i) => same(`ids of ${JSON.stringify(text.slice(0, 30))} (${ids[i].length})`, ids[i], answer.encode[i]));
BEGINNINGS.forEach((text, i) => {
  const ours = seance('complete', run, text, '--step', step, '--temperature', '0', '--repetition-penalty', '1', '--max-tokens', `${TOKENS}`,
    ...options).trimEnd();
  // Ours ends with the text.
  const end = answer.greedy[i].indexOf(begin);
  const reply = end < 0 ? answer.greedy[i] : answer.greedy[i].slice(0, end);
  const theirs = text + seance('tokenizer', 'decode', '--vocabulary', run, ...options, '--', ...reply.map(String));
  same(`continuation of ${JSON.stringify(text)}`, ours, theirs.trimEnd());
});
const scored = rows.reduce((sum, row) => sum + row.length - 1, 0);
const perplexity = (nats) => Math.exp(nats / scored);
console.log(`perplexity of ${scored} tokens, f32: ${perplexity(answer.nats).toFixed(3)}`);
for (const type of ['bf16', 'f16', 'q8-0', 'q4-0']) {
  const found = perplexity(llamaCpp(exported(type), { nats: rows }).nats);
  const more = 100 * (found / perplexity(answer.nats) - 1);
  console.log(`perplexity, ${type}: ${found.toFixed(3)} (${more.toFixed(2)} %)`);
  if (type !== 'q4-0' && Math.abs(more) > 1) {
    fail(`${type} is off by more than 1 %`);
  }
}
