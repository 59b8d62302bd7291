#!/usr/bin/env node
// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// Does Hugging Face's trainer learn the same merges? Trains its library and seance on a text and compares the merges,
// in order. The library's trainer numbers bytes by their characters, so seance does here (byte-order=character); from
// Node it always learns 30,000 tokens less the bytes it saw, and it reads a file line by line, so that the text is
// given to both with line ends made spaces.
//
//   node docs/scripts/check-tokenizer-training.mjs TEXT_FILE...
//
// NPM_CLIENTS=DIR keeps the npm packages there for the next time; SEANCE=PATH names another seance than the checkout's.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, install, seance, temporaryFolder, timed } from './npm-clients.mjs';

if (process.argv.length < 3) {
  fail('usage: check-tokenizer-training.mjs TEXT_FILE...');
}
const { Tokenizer } = install('tokenizers@0.23')('tokenizers');
const folder = temporaryFolder();
const text = process.argv.slice(2).map((file) => readFileSync(file, 'utf8').replace(/\s*[\r\n]\s*/g, ' ')).join(' ');
const prepared = join(folder, 'text.txt');
writeFileSync(prepared, text);

const train = (size) =>
  seance('tokenizer', 'train', prepared, '--size', String(size), '--with', 'byte-order=character', '--force', '--to', folder);
const merges = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).model.merges;

// The smallest vocabulary, for the file's layout: theirs begins as ours, without tokens.
train(260);
const layout = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'));
layout.added_tokens = [];
layout.model.vocab = {};
layout.model.merges = [];
const hugging = Tokenizer.fromString(JSON.stringify(layout));
timed('tokenizers', () => hugging.train([prepared]));
hugging.save(join(folder, 'theirs.json'));
const theirs = merges('theirs.json');
timed('seance, with its start', () => train(260 + theirs.length));
const ours = merges('tokenizer.json');

const at = theirs.findIndex((pair, k) => pair.join(' ') !== ours[k].join(' '));
if (at >= 0 || ours.length !== theirs.length) {
  fail(`merge ${at} differs: ${theirs[at]} where seance has ${ours[at]} (${theirs.length} and ${ours.length} merges)`);
}
console.log(`the same ${theirs.length} merges of ${Buffer.byteLength(text)} bytes`);
