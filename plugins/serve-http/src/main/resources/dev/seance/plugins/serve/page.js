// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// A conversation with one model or two. What models and people say reaches the page as text nodes alone: nothing here
// parses markup.
'use strict';

const NUMBERS = ['temperature', 'top_p', 'min_p', 'repetition_penalty', 'top_k', 'max_tokens'];
const byId = (id) => document.getElementById(id);
const words = new Intl.NumberFormat('en');

const state = { models: [], defaults: {}, key: '', columns: [], editing: -1, writing: 0, abort: null };

/** An element with text and children. */
function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// ---------------------------------------------------------------------------------------------------------- the server

async function ask(path, options = {}) {
  const headers = { ...options.headers };
  if (state.key) {
    headers.Authorization = `Bearer ${state.key}`;
  }
  const response = await fetch(path, { ...options, headers });
  if (response.status === 401) {
    await askForKey();
    return ask(path, options);
  }
  if (!response.ok) {
    throw new Error(await reason(response));
  }
  return response;
}

async function reason(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return `the server answered with ${response.status}`;
  }
}

function askForKey() {
  return new Promise((done) => {
    byId('key').value = '';
    byId('key-dialog').addEventListener('close', () => { state.key = byId('key').value; done(); }, { once: true });
    if (!byId('key-dialog').open) {
      byId('key-dialog').showModal();
    }
  });
}

/** The pieces of a streamed reply. */
async function* pieces(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    rest += value;
    const events = rest.split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = event.replace(/^data: /, '');
      if (data === '[DONE]') {
        return;
      }
      const piece = JSON.parse(data);
      if (piece.error) {
        throw new Error(piece.error.message);
      }
      yield piece.choices[0]?.delta?.content ?? '';
    }
  }
}

function settings() {
  const values = Object.fromEntries(NUMBERS.map((name) => [name, Number(byId(name).value)]));
  if (byId('seed').value !== '') {
    values.seed = Number(byId('seed').value);
  }
  return values;
}

// -------------------------------------------------------------------------------------------------------- conversations

/** A conversation with one model: what was said, and where it is shown. */
function addColumn(model) {
  const number = state.columns.length;
  const select = element('select', { ariaLabel: number === 0 ? 'Model' : 'Second model' });
  for (const one of state.models) {
    select.append(element('option', { value: one.id, textContent: one.id }));
  }
  select.value = model;
  const log = element('ol', { className: 'log', tabIndex: 0 });
  log.setAttribute('role', 'log');
  log.setAttribute('aria-live', 'polite');
  log.setAttribute('aria-label', `Conversation with ${model}`);
  const heading = element('h2', {}, select);
  const section = element('section', { className: 'column' }, heading, log);
  section.setAttribute('aria-label', `Conversation ${number + 1}`);
  const column = { model, turns: [], log, select, section };
  select.addEventListener('change', () => {
    column.model = select.value;
    log.setAttribute('aria-label', `Conversation with ${select.value}`);
    introduce();
  });
  state.columns.push(column);
  byId('columns').append(section);
  show(column);
}

function show(column) {
  column.log.replaceChildren();
  if (column.turns.length === 0) {
    column.log.append(element('li', { className: 'empty', textContent: 'Nothing has been said yet. Wish it a good evening.' }));
  }
  column.turns.forEach((turn, i) => column.log.append(item(column, turn, i)));
  column.log.scrollTop = column.log.scrollHeight;
}

function item(column, turn, i) {
  const user = turn.role === 'user';
  const said = element('p', { className: 'said', textContent: turn.content });
  const header = element('header', {}, element('p', { className: 'who', textContent: user ? 'You' : name(column.model) }));
  const made = element('li', { className: `turn ${user ? 'user' : 'model'}` }, header, said);
  made.classList.toggle('error', Boolean(turn.error));
  if (user) {
    header.append(tool('Edit', 'Edit this message', () => edit(i)));
  } else if (i === column.turns.length - 1) {
    header.append(tool('Regenerate', 'Have this message answered again', () => regenerate(column)));
  }
  return made;
}

function tool(text, label, action) {
  const made = element('button', { type: 'button', textContent: text, title: label, disabled: state.writing > 0 });
  made.addEventListener('click', action);
  return made;
}

const name = (id) => state.models.find((one) => one.id === id)?.title ?? id;

async function say(text) {
  const from = state.editing < 0 ? Infinity : state.editing;
  stopEditing();
  for (const column of state.columns) {
    column.turns = column.turns.slice(0, from);
    column.turns.push({ role: 'user', content: text });
  }
  await write(state.columns);
}

async function regenerate(column) {
  column.turns.pop();
  await write([column]);
}

/** Has the last message of some conversations answered, all at once. */
async function write(columns) {
  state.abort = new AbortController();
  begin(columns.length);
  await Promise.all(columns.map((column) => answer(column, state.abort.signal)));
  end();
}

async function answer(column, signal) {
  const messages = column.turns.filter((turn) => !turn.error).map(({ role, content }) => ({ role, content }));
  const system = byId('system').value.trim();
  if (system) {
    messages.unshift({ role: 'system', content: system });
  }
  const turn = { role: 'assistant', content: '' };
  column.turns.push(turn);
  show(column);
  const shown = column.log.lastElementChild;
  const text = shown.querySelector('.said');
  shown.classList.add('writing');
  // What is half said is not read out: the whole is, when it is there.
  column.log.setAttribute('aria-busy', 'true');
  try {
    const response = await ask('v1/chat/completions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ model: column.model, messages, stream: true, truncation: 'auto', ...settings() }),
      signal,
    });
    for await (const piece of pieces(response)) {
      const atEnd = column.log.scrollHeight - column.log.scrollTop - column.log.clientHeight < 80;
      turn.content += piece;
      text.append(piece);
      if (atEnd) {
        column.log.scrollTop = column.log.scrollHeight;
      }
    }
    turn.content ||= '...';
  } catch (failure) {
    if (failure.name === 'AbortError') {
      turn.content ||= '...';
    } else {
      turn.error = true;
      turn.content = `No answer: ${failure.message}`;
    }
  }
  column.log.setAttribute('aria-busy', 'false');
}

function begin(count) {
  state.writing = count;
  byId('status').textContent = count > 1 ? 'They are writing …' : 'It is writing …';
  byId('stop').hidden = false;
  byId('send').disabled = true;
}

function end() {
  state.writing = 0;
  byId('status').textContent = '';
  byId('stop').hidden = true;
  byId('send').disabled = false;
  state.columns.forEach(show);
  byId('message').focus();
}

function edit(i) {
  state.editing = i;
  byId('message').value = state.columns[0].turns[i].content;
  byId('message-label').textContent = 'Your message, said again';
  byId('cancel').hidden = false;
  byId('message').focus();
}

function stopEditing() {
  state.editing = -1;
  byId('message-label').textContent = 'Your message';
  byId('cancel').hidden = true;
  byId('message').value = '';
}

function startAnew() {
  state.abort?.abort();
  stopEditing();
  for (const column of state.columns) {
    column.turns = [];
    show(column);
  }
  byId('message').focus();
}

function compare() {
  const two = state.columns.length === 1;
  if (two) {
    const first = state.columns[0];
    const other = state.models.find((one) => one.id !== first.model) ?? state.models[0];
    addColumn(other.id);
  } else {
    state.columns.pop().section.remove();
  }
  byId('compare').setAttribute('aria-pressed', String(two));
  byId('columns').classList.toggle('two', two);
  // Side by side they answer the same questions, from the first one on.
  startAnew();
  introduce();
}

// --------------------------------------------------------------------------------------------------- models and settings

/** The title page: who one is talking to. */
function introduce() {
  const shown = state.columns.map((column) => state.models.find((one) => one.id === column.model));
  const titles = [...new Set(shown.map((model) => model.title))];
  byId('title').textContent = titles.join(' and ');
  byId('era').textContent = [...new Set(shown.map((model) => model.era).filter(Boolean))].join('; ');
  document.title = titles.join(' and ');
  byId('origins').replaceChildren(...shown.map(origin));
}

function origin(model) {
  const made = new Date(model.made);
  const facts = `${words.format(model.parameters)} parameters, reads ${words.format(model.context)} tokens at a time`
    + (made.getTime() > 0 ? `, finished ${made.toISOString().slice(0, 10)}` : '');
  const part = element('div', {}, element('h3', { textContent: `${model.title} (${model.id})` }),
    element('p', { className: 'facts', textContent: [model.era, facts].filter(Boolean).join('. ') + '.' }));
  for (const corpus of model.corpora) {
    part.append(funnel(corpus));
  }
  if (model.corpora.length === 0) {
    part.append(element('p', { textContent: 'Its run says nothing of books.' }));
  }
  return part;
}

function funnel(corpus) {
  const table = element('table', { className: 'funnel' }, element('caption', { textContent:
    `From “${corpus.step}” it read ${words.format(corpus.documents)} works of ${words.format(corpus.words)} words.` }));
  const most = corpus.funnel[0]?.wordsIn ?? corpus.words;
  const row = (label, documents, count) => {
    const bar = element('div');
    bar.style.width = `${most ? 100 * count / most : 0}%`;
    const cell = element('td', { className: 'bar' }, bar);
    cell.setAttribute('aria-hidden', 'true');
    const head = element('th', { scope: 'row', textContent: label });
    table.append(element('tr', {}, head, element('td', { className: 'number', textContent: words.format(documents) }), cell));
  };
  table.append(element('tr', {}, element('th', { scope: 'col', textContent: 'After' }),
    element('th', { scope: 'col', className: 'number', textContent: 'Works' }), element('td')));
  if (corpus.funnel.length > 0) {
    row('all that was found', corpus.funnel[0].documentsIn, corpus.funnel[0].wordsIn);
  }
  corpus.funnel.forEach((stage) => row(stage.filter, stage.documentsOut, stage.wordsOut));
  return table;
}

function reset() {
  NUMBERS.forEach((id) => { byId(id).value = state.defaults[id]; });
  byId('seed').value = '';
  byId('system').value = '';
  showValues();
}

function showValues() {
  document.querySelectorAll('output').forEach((output) => { output.textContent = byId(output.htmlFor.value).value; });
}

function connect() {
  const message = byId('message');
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = message.value.trim();
    if (text && state.writing === 0 && state.columns.length > 0) {
      message.value = '';
      say(text);
    }
  });
  message.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      byId('composer').requestSubmit();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && state.writing > 0) {
      state.abort.abort();
    }
  });
  byId('stop').addEventListener('click', () => state.abort.abort());
  byId('cancel').addEventListener('click', () => { stopEditing(); message.focus(); });
  byId('new').addEventListener('click', startAnew);
  byId('compare').addEventListener('click', compare);
  byId('open-settings').addEventListener('click', () => byId('settings').showModal());
  byId('open-about').addEventListener('click', () => byId('about').showModal());
  byId('defaults').addEventListener('click', reset);
  byId('settings').addEventListener('input', showValues);
  byId('theme').addEventListener('change', (event) => { document.documentElement.dataset.theme = event.target.value; });
}

async function start() {
  connect();
  try {
    const about = await (await ask('about')).json();
    state.models = about.models;
    state.defaults = about.sampling;
    reset();
    addColumn(state.models[0].id);
    introduce();
  } catch (failure) {
    byId('status').textContent = `The server cannot be reached: ${failure.message}`;
  }
}

start();
