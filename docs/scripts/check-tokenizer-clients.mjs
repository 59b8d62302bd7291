#!/usr/bin/env node
// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// Do other programs give a vocabulary's ids? Encodes a text with Hugging Face's tokenizers (native, from
// tokenizer.json), with tiktoken (from vocabulary.tiktoken) and with seance, and compares; then renders
// tokenizer_config.json's chat template with Hugging Face's Jinja. Exit 0 when all agree. A folder of a vocabulary made
// elsewhere will do, too; what it has not is left out.
//
//   node docs/scripts/check-tokenizer-clients.mjs VOCABULARY_FOLDER TEXT_FILE
//
// NPM_CLIENTS=DIR keeps the npm packages there for the next time; SEANCE=PATH names another seance than the checkout's.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, install, seance, timed } from './npm-clients.mjs';

const [folder, textFile] = process.argv.slice(2);
if (!textFile) {
  fail('usage: check-tokenizer-clients.mjs VOCABULARY_FOLDER TEXT_FILE');
}
const require = install('tokenizers@0.23', 'tiktoken@1', '@huggingface/jinja@0.5');
const { Tokenizer } = require('tokenizers');
const { Tiktoken } = require('tiktoken/lite');
const { Template } = require('@huggingface/jinja');

const file = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'));
const text = readFileSync(textFile, 'utf8');
const spelt = file.added_tokens.map((token) => token.content).filter((content) => text.includes(content));
if (spelt.length > 0) {
  fail(`${textFile} spells special tokens (${spelt.join(', ')}), which the clients would take for them; use another text`);
}

// The clients are asked for a part at a time, cut before a word; a cut could otherwise join what a pattern parts.
const parts = [];
for (let from = 0; from < text.length; from = parts.at(-1).end) {
  let end = Math.min(text.length, from + 500_000);
  while (end < text.length && !/^[a-z] [a-z]$/.test(text.slice(end - 1, end + 2))) {
    end++;
  }
  parts.push({ end, text: text.slice(from, end) });
}

function compare(client, ids) {
  const at = ids.findIndex((id, i) => id !== ours[i]);
  if (at >= 0 || ids.length !== ours.length) {
    fail(`${client} differs at token ${at}: ${ids.slice(at, at + 8)} where seance has ${ours.slice(at, at + 8)}`
      + ` (${ids.length} and ${ours.length} tokens)`);
  }
  console.log(`${client}: the same ${ids.length} ids`);
}

const ours = timed('seance, with its start', () =>
  seance('tokenizer', 'encode', '--vocabulary', folder, textFile).trim().split(/\s+/).map(Number));

const hugging = Tokenizer.fromFile(join(folder, 'tokenizer.json'));
const encoded = await Promise.all(parts.map((part) => hugging.encode(part.text, null, { addSpecialTokens: false })));
compare('tokenizers', encoded.flatMap((encoding) => encoding.getIds()));

const ranks = join(folder, 'vocabulary.tiktoken');
if (existsSync(ranks)) {
  // tiktoken's own packed form: a word nobody reads, the first rank, and tokens of ranks that follow each other.
  const lines = readFileSync(ranks, 'utf8').trim().split('\n').map((line) => line.split(' '));
  const packed = lines.map(([token, rank]) => `! ${rank} ${token}`).join('\n');
  const pattern = file.pre_tokenizer.pretokenizers[0].pattern.Regex;
  const specials = Object.fromEntries(file.added_tokens.map((token) => [token.content, token.id]));
  const tiktoken = new Tiktoken(packed, specials, pattern);
  const ids = timed('tiktoken', () => parts.flatMap((part) => [...tiktoken.encode_ordinary(part.text)]));
  compare('tiktoken', ids);
} else {
  console.log('tiktoken: left out, the vocabulary has no ranks');
}

const configFile = join(folder, 'tokenizer_config.json');
const config = existsSync(configFile) ? JSON.parse(readFileSync(configFile, 'utf8')) : {};
const { user_token: user, assistant_token: assistant } = config.extra_special_tokens ?? {};
if (user && assistant) {
  const end = config.bos_token;
  const messages = [
    { role: 'user', content: ' Who are\nyou? {{ bos_token }}' },
    { role: 'assistant', content: '{% if %}\n\n' },
    { role: 'user', content: "And I'm “here”. " },
  ];
  const rendered = new Template(config.chat_template).render({
    messages, add_generation_prompt: true, bos_token: end, eos_token: config.eos_token,
  });
  const expected = end + messages
    .map(({ role, content }) => (role === 'user' ? user : assistant) + content + end).join('') + assistant;
  if (rendered !== expected) {
    fail(`the chat template renders\n${rendered}\nnot\n${expected}`);
  }
  try {
    new Template(config.chat_template).render({ messages: [{ role: 'system', content: 'x' }] });
    console.log('chat template: as the model learnt it, but it takes a system turn');
    process.exitCode = 1;
  } catch (refusal) {
    console.log(`chat template: as the model learnt it; a system turn: "${refusal.message}"`);
  }
}
