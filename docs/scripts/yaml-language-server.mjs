#!/usr/bin/env node
// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// What an editor makes of a recipe: yaml-language-server, which is VS Code's YAML extension without VS Code, asked as an
// editor asks it. Reads a job from its input, a list of {"text": RECIPE, "ask": WHAT, "line": N, "character": N}, where
// WHAT is 'completion' (the labels and what is said of each), 'hover' or 'mistakes' and lines and characters count from 0;
// writes a list of answers. The first line of a recipe names its schema: # yaml-language-server: $schema=FILE
//
//   seance recipes schema > schema.json; node docs/scripts/yaml-language-server.mjs < job.json
//
// NPM_CLIENTS=DIR keeps the npm package there for the next time. Ends with 3 when npm cannot bring it.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, install, temporaryFolder } from './npm-clients.mjs';

let server;
try {
  const load = install('yaml-language-server@1.19.2');
  server = join(dirname(load.resolve('yaml-language-server/package.json')), 'bin', 'yaml-language-server');
} catch (e) {
  console.error(e.message);
  process.exit(3);
}
const job = JSON.parse(readFileSync(0, 'utf8'));
const folder = temporaryFolder();
const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const waiting = new Map();
const diagnosed = new Map();

// The Language Server Protocol: JSON behind a header with its length.
function send(message) {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  child.stdin.write(body);
}

let count = 0;
const request = (method, params) => new Promise((done) => {
  waiting.set(++count, done);
  send({ id: count, method, params });
});

function received(message) {
  if (message.method === 'workspace/configuration') {
    const settings = { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } } };
    send({ id: message.id, result: message.params.items.map((item) => settings[item.section] ?? {}) });
  } else if (message.method === 'textDocument/publishDiagnostics') {
    diagnosed.get(message.params.uri)?.(message.params.diagnostics);
  } else if (message.method && message.id !== undefined) {
    send({ id: message.id, result: null });
  } else if (waiting.has(message.id)) {
    waiting.get(message.id)(message.error ? fail(JSON.stringify(message.error)) : message.result);
  }
}

let buffered = Buffer.alloc(0);
child.stdout.on('data', (data) => {
  buffered = Buffer.concat([buffered, data]);
  for (;;) {
    const end = buffered.indexOf('\r\n\r\n');
    const length = end < 0 ? NaN : Number(/Content-Length: (\d+)/i.exec(buffered.subarray(0, end).toString())[1]);
    if (!(buffered.length >= end + 4 + length)) {
      return;
    }
    const body = buffered.subarray(end + 4, end + 4 + length).toString();
    buffered = buffered.subarray(end + 4 + length);
    received(JSON.parse(body));
  }
});

await request('initialize', {
  processId: process.pid,
  rootUri: pathToFileURL(folder).href,
  capabilities: { workspace: { configuration: true }, textDocument: { hover: { contentFormat: ['markdown'] } } },
});
send({ method: 'initialized', params: {} });

const text = (content) => (typeof content === 'string' ? content : content?.value ?? '');
const answers = [];
for (const [index, { text: recipe, ask, line, character }] of job.entries()) {
  const uri = pathToFileURL(join(folder, `recipe-${index}.yaml`)).href;
  const at = { textDocument: { uri }, position: { line, character } };
  const mistakes = new Promise((done) => diagnosed.set(uri, done));
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'yaml', version: 1, text: recipe } },
  });
  if (ask === 'completion') {
    const result = await request('textDocument/completion', at);
    answers.push((result.items ?? result).map((item) => ({ label: item.label, says: text(item.documentation) })));
  } else if (ask === 'hover') {
    answers.push(text((await request('textDocument/hover', at))?.contents));
  } else {
    answers.push((await mistakes).map((one) => ({ line: one.range.start.line, says: one.message })));
  }
}
console.log(JSON.stringify(answers));
process.exit(0);
