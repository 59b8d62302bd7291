// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// How many tokens a running server writes for one client and for several at a time, and whether the texts are the same:
//
//   seance serve RUN --with batch=8 &
//   node docs/scripts/serve-clients.mjs http://127.0.0.1:8080 MODEL [CLIENTS] [TOKENS]
//
// Each client sends prompts of its own, one after the other, and draws the likeliest token. One client and several take
// turns, three rounds, since a machine that does other work is not equally fast at all times. Texts must be equal token by
// token where the model computes in fp32 (`backend: {pytorch: {precision: fp32}}`); bf16 rounds otherwise in a batch, and
// a tie may then fall the other way.

const [server, model, clientCount = '8', tokenCount = '100'] = process.argv.slice(2);
if (!model) {
  console.error('usage: node serve-clients.mjs SERVER MODEL [CLIENTS] [TOKENS]');
  process.exit(2);
}
const clients = Number(clientCount);
const openings = ['It was a', 'The old man', 'Upon the', 'She had', 'In the year', 'My dear', 'There came', 'He said'];
const prompt = (i) => `${openings[i % openings.length]} ${'day and night '.repeat(i % 5)}`;

async function complete(i) {
  const response = await fetch(new URL('/v1/completions', server), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${process.env.SEANCE_API_KEY ?? ''}` },
    body: JSON.stringify({ model, prompt: prompt(i), temperature: 0, repetition_penalty: 1.3, max_tokens: Number(tokenCount) }),
  });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error.message);
  }
  return { tokens: body.usage.completion_tokens, text: body.choices[0].text };
}

async function timed(work) {
  const began = performance.now();
  const replies = await work();
  const tokens = replies.reduce((sum, reply) => sum + reply.tokens, 0);
  return { rate: tokens / ((performance.now() - began) / 1000), texts: replies.map((reply) => reply.text) };
}

const all = [...Array(clients).keys()];
const oneAfterTheOther = async () => {
  const replies = [];
  for (const i of all) {
    replies.push(await complete(i));
  }
  return replies;
};

await complete(0);
const rounds = [];
for (let round = 0; round < 3; round++) {
  const one = await timed(oneAfterTheOther);
  const many = await timed(() => Promise.all(all.map(complete)));
  const equal = one.texts.filter((text, i) => text === many.texts[i]).length;
  rounds.push({ one: one.rate, many: many.rate, equal });
  console.log(`1 client ${one.rate.toFixed(0)} tokens/s, ${clients} clients ${many.rate.toFixed(0)}: `
    + `${(many.rate / one.rate).toFixed(2)} times; ${equal} of ${clients} texts equal`);
}
rounds.sort((a, b) => a.many / a.one - b.many / b.one);
console.log(`median: ${(rounds[1].many / rounds[1].one).toFixed(2)} times`);
