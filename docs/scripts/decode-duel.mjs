#!/usr/bin/env node
// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// Who writes faster on this processor, seance or llama.cpp, with the same number of bytes a weight? Exports the model of a
// run as GGUF, and times in turns: reading a prompt of half the context, and writing after it one token at a time, the
// likeliest each time. Prints medians of several rounds, and ours as a multiple of theirs.
//
//   node docs/scripts/decode-duel.mjs RUN TEXT_FILE [SEANCE_OPTION...]
//
// TEXT_FILE is what prompts are taken from. TOKENS=64 ROUNDS=5 THREADS=2 are the defaults. Run it where runs/ is, or add --runs
// DIR. NPM_CLIENTS=DIR keeps the npm packages there for the next time; SEANCE=PATH names another seance than the checkout's.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, seance, temporaryFolder } from './npm-clients.mjs';

const [run, textFile, ...options] = process.argv.slice(2);
if (!textFile) {
  fail('usage: decode-duel.mjs RUN TEXT_FILE [SEANCE_OPTION...]');
}
const number = (name, value) => Number(process.env[name] ?? value);
const [tokens, rounds, threads] = [number('TOKENS', 64), number('ROUNDS', 5), number('THREADS', 2)];

// Bytes a weight: their type against our format.
const DUELS = [['f32', 'fp32'], ['f16', 'fp16'], ['bf16', 'bf16'], ['q8-0', 'int8']];

const folder = temporaryFolder();
const text = readFileSync(textFile, 'utf8');
const ids = (part) => {
  writeFileSync(join(folder, 'text'), part);
  return seance('tokenizer', 'encode', '--vocabulary', run, ...options, join(folder, 'text')).trim().split(/\s+/).length;
};

const exported = (type) => {
  seance('export', run, '--as', 'gguf', '--to', join(folder, type), '--with', `type=${type}`, ...options);
  return join(folder, type, `model-${type.toUpperCase().replace('-', '_')}.gguf`);
};
const llamaCpp = (file, job) => JSON.parse(execFileSync(
  process.execPath, [new URL('llama-cpp.mjs', import.meta.url).pathname, file],
  { input: JSON.stringify({ threads, ...job }), maxBuffer: 2 ** 30, stdio: ['pipe', 'pipe', 'inherit'] }).toString());

const completed = (prompt, weights, count) => JSON.parse(seance('complete', run, prompt, '--weights', weights, '--json',
  '--temperature', '0', '--repetition-penalty', '1', '--max-tokens', `${count}`, ...options));

const files = DUELS.map(([type]) => exported(type));
const context = llamaCpp(files[0], {}).metadata['llama.context_length'];
const half = Math.floor(context / 2);
let prompt = text.slice(0, 6 * half);
while (ids(prompt) >= half) {
  prompt = prompt.slice(0, Math.floor(prompt.length * 0.95));
}
const length = ids(prompt) + 1;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const measured = DUELS.map(() => ({ theirs: [], ours: [], theirFirst: [], ourFirst: [] }));
for (let round = 0; round < rounds; round++) {
  DUELS.forEach(([, weights], i) => {
    const { speed } = llamaCpp(files[i], { speed: { prompt: length, tokens } });
    measured[i].theirs.push(speed.tokens);
    measured[i].theirFirst.push(length / speed.prompt);
    const first = completed(prompt, weights, 1);
    const all = completed(prompt, weights, tokens);
    measured[i].ourFirst.push(first.seconds);
    measured[i].ours.push((all.tokens - 1) / (all.seconds - first.seconds));
  });
}

console.log(`${run}, ${threads} threads; a prompt of ${length} tokens, ${tokens} written; medians of ${rounds}`);
console.log('llama.cpp  tokens/s  first s | seance  tokens/s  first s | tokens/s x  first x');
DUELS.forEach(([type, weights], i) => {
  const [theirs, ours, theirFirst, ourFirst] = ['theirs', 'ours', 'theirFirst', 'ourFirst'].map((key) => median(measured[i][key]));
  console.log([type.padEnd(9), theirs.toFixed(1).padStart(9), theirFirst.toFixed(3).padStart(8), '|', weights.padEnd(6),
    ours.toFixed(1).padStart(9), ourFirst.toFixed(3).padStart(8), '|', (ours / theirs).toFixed(2).padStart(10),
    (theirFirst / ourFirst).toFixed(2).padStart(8)].join(' '));
});
