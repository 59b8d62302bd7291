// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0

// Shows a run as it goes: asks for progress.json every second, and draws what it says. Whatever a run says is set as text,
// never as markup.
'use strict';

const EVERY_MILLIS = 1000;
const SVG = 'http://www.w3.org/2000/svg';
const byId = id => document.getElementById(id);

/** An element with attributes (class, and what else there is) and what is in it: texts and elements. */
function element(tag, attributes, ...inside) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...inside);
  return made;
}

function drawn(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Sets a text only when it is another, so that screen readers say what is new and nothing else. */
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function duration(seconds) {
  if (seconds < 9.95) return seconds.toFixed(1) + ' s';
  const whole = Math.round(seconds);
  if (whole < 60) return whole + ' s';
  if (whole < 3600) return Math.floor(whole / 60) + ' min' + (whole % 60 ? ' ' + whole % 60 + ' s' : '');
  const minutes = Math.round(seconds / 60);
  return Math.floor(minutes / 60) + ' h' + (minutes % 60 ? ' ' + minutes % 60 + ' min' : '');
}

const count = value => Math.round(value).toLocaleString('en');
const dollars = value => '$' + value.toFixed(value > 0 && value < 0.1 ? 4 : 2);

function figure(value) {
  const size = Math.abs(value);
  return size >= 1000 ? count(value) : value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

const STATES = {
  running: 'It is running.',
  finished: 'It has finished.',
  stopped: 'It was stopped; the same command resumes it.',
  failed: 'It has failed.'
};

function head(run) {
  document.title = (run.state === 'running' ? '' : run.state + ': ') + (run.title || run.run);
  say(byId('title'), run.title || run.run);
  say(byId('subtitle'), (run.era ? run.era + ' · ' : '') + 'run ' + run.run);
  const state = byId('state');
  state.className = 'state ' + run.state;
  say(state, STATES[run.state] + (run.reason ? ' ' + run.reason : '')
      + (run.state === 'finished' ? ' Its report is report.html in its folder, and ‘seance report ' + run.run + '’.' : ''));
}

function figures(run) {
  const now = run.steps.find(step => step.state === 'running');
  const shown = [['time so far', duration(run.seconds)],
    ['steps done', run.steps.filter(step => step.state === 'made' || step.state === 'hit').length + ' of ' + run.steps.length]];
  if (run.state === 'running' && now) {
    if (now.phase && now.phase.secondsLeft >= 0) shown.push(['left of ' + now.name, duration(now.phase.secondsLeft)]);
    if (now.tokensPerSecond) shown.push(['tokens a second', count(now.tokensPerSecond)]);
  }
  if (run.usd > 0 || run.budgetUsd > 0) {
    shown.push(['spent', dollars(run.usd) + (run.budgetUsd > 0 ? ' of ' + dollars(run.budgetUsd) : '')]);
  }
  byId('figures').replaceChildren(...shown.map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value))));
}

/** Says how a step stands; of an ended run the step it was at has not been made. */
function stands(step, run) {
  if (step.state === 'hit') return 'HIT: made before';
  if (step.state === 'made') return 'made in ' + duration(step.seconds);
  if (step.state === 'waiting') return 'waiting';
  return run.state === 'running' ? 'running, ' + duration(step.seconds) : run.state + ' after ' + duration(step.seconds);
}

function steps(run) {
  byId('steps').replaceChildren(...run.steps.map(step => {
    const item = element('li', {class: step.state}, element('header', {},
      element('h3', {}, step.name),
      element('span', {class: 'by'}, step.kind + ' ' + step.plugin),
      element('span', {class: 'how'}, stands(step, run) + (step.usd > 0 ? ', ' + dollars(step.usd) : ''))));
    if (step.state === 'running' && run.state === 'running' && step.phase && step.phase.name) {
      const phase = step.phase;
      const known = phase.total > 0;
      item.append(element('progress', Object.assign({'aria-label': step.name + ': ' + phase.name},
        known ? {max: phase.total, value: Math.min(phase.done, phase.total)} : {})));
      item.append(element('p', {}, phase.name + ': ' + count(phase.done) + (known ? ' of ' + count(phase.total) : '') + ' '
        + phase.unit + (phase.secondsLeft >= 0 ? ', ' + duration(phase.secondsLeft) + ' left' : '')
        + (phase.state ? ', ' + phase.state : '')));
    } else if (step.state === 'waiting' || step.state === 'running') {
      item.append(element('p', {}, step.why));
    }
    return item;
  }));
}

/** Round numbers between two values: 1, 2 or 5 times a power of ten apart. */
function ticks(low, high, about) {
  const power = 10 ** Math.floor(Math.log10((high - low) / about));
  const lead = (high - low) / about / power;
  const apart = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  const all = [];
  for (let i = Math.ceil(low / apart - 1e-6); i <= high / apart + 1e-6; i++) all.push(i * apart);
  return all;
}

/** A line chart as report.html has it. */
function chart(title, unit, points, series) {
  const [width, height, left, right, top, bottom] = [720, 260, 64, 110, 14, 48];
  let [x0, x1] = [points[0][0], points[points.length - 1][0]];
  let [y0, y1] = [Math.min(...points.map(p => p[1])), Math.max(...points.map(p => p[1]))];
  if (x0 === x1) x1 = x0 + 1;
  if (y1 - y0 <= 1e-9 * Math.abs(y1)) [y0, y1] = [y0 - (Math.abs(y0) / 2 || 1), y1 + (Math.abs(y1) / 2 || 1)];
  const x = value => (left + (value - x0) / (x1 - x0) * (width - left - right)).toFixed(1);
  const y = value => (height - bottom - (value - y0) / (y1 - y0) * (height - top - bottom)).toFixed(1);
  const last = points[points.length - 1];
  const svg = drawn('svg', {viewBox: '0 0 ' + width + ' ' + height, role: 'img',
    'aria-label': title + '; now ' + figure(last[1]) + ' at step ' + count(last[0])});
  for (const tick of ticks(y0, y1, 4)) {
    svg.append(drawn('line', {class: 'grid', x1: left, x2: width - right, y1: y(tick), y2: y(tick)}));
    svg.append(drawn('text', {class: 'tick', x: left - 8, y: +y(tick) + 4, 'text-anchor': 'end'}, +tick.toPrecision(6)));
  }
  for (const tick of ticks(x0, x1, 6)) {
    svg.append(drawn('text', {class: 'tick', x: x(tick), y: height - bottom + 18, 'text-anchor': 'middle'}, count(tick)));
  }
  svg.append(drawn('line', {class: 'axis', x1: left, x2: width - right, y1: height - bottom, y2: height - bottom}));
  svg.append(drawn('text', {class: 'unit', x: (left + width - right) / 2, y: height - 10, 'text-anchor': 'middle'},
    'optimiser steps'));
  svg.append(drawn('text', {class: 'unit', 'text-anchor': 'middle',
    transform: 'translate(14 ' + (top + height - bottom) / 2 + ') rotate(-90)'}, unit));
  const style = 'line line' + series;
  if (points.length > 1) {
    svg.append(drawn('polyline', {class: style, points: points.map(p => x(p[0]) + ',' + y(p[1])).join(' ')}));
  }
  svg.append(drawn('circle', {class: style + ' dot', cx: x(last[0]), cy: y(last[1]), r: 3}));
  svg.append(drawn('text', {class: 'end end' + series, x: width - right + 12, y: +y(last[1]) + 4}, figure(last[1])));
  return element('figure', {}, element('figcaption', {}, title), svg);
}

/** Trainings with their curves and samples, and what other steps told, where they told anything. */
function details(run) {
  const opened = new Set([...document.querySelectorAll('details[open]')].map(one => one.id));
  byId('trainings').replaceChildren(...run.steps.flatMap(step => {
    const parts = [];
    if (step.curves.loss.length) parts.push(chart('Loss in training; lower is better', 'loss (nats a token)', step.curves.loss, 0));
    if (step.curves.bitsPerByte.length) {
      parts.push(chart('Bits per byte on held-out text; lower is better', 'bits per byte', step.curves.bitsPerByte, 1));
    }
    if (step.samples.length) {
      parts.push(element('h3', {}, 'As it writes'), element('ul', {class: 'samples'}, ...step.samples.slice(-8).reverse().map(
        sample => element('li', {}, element('span', {class: 'where'}, 'at step ' + count(sample.position)),
          element('b', {}, sample.prompt), ' ' + sample.text))));
    }
    if (step.notes.length) {
      const id = 'notes-' + step.name;
      const notes = element('details', {id}, element('summary', {}, 'What ' + step.name + ' said'),
        element('ul', {class: 'lines'}, ...step.notes.map(note => element('li', {}, note))));
      notes.open = opened.has(id);
      parts.push(notes);
    }
    return parts.length ? [element('section', {'aria-label': step.name}, element('h2', {}, step.name), ...parts)] : [];
  }));
}

function list(run) {
  byId('warnings').hidden = run.warnings.length === 0;
  byId('warning-list').replaceChildren(...run.warnings.map(line => element('li', {}, line)));
  byId('failures').replaceChildren(...(run.failures.length
    ? [element('div', {class: 'failures', role: 'alert'}, element('p', {}, 'Not passed'),
      element('ul', {}, ...run.failures.map(line => element('li', {}, line))))]
    : []));
}

let drawnBefore = '';
let ended = false;

function draw(text) {
  if (text === drawnBefore) return;
  drawnBefore = text;
  const run = JSON.parse(text);
  head(run);
  figures(run);
  steps(run);
  // A curve that is as it was is left alone: whoever reads on, or has marked a text, is not disturbed.
  const parts = JSON.stringify(run.steps.map(step => [step.name, step.curves, step.samples, step.notes]));
  if (parts !== details.before) {
    details.before = parts;
    details(run);
  }
  const lists = JSON.stringify([run.warnings, run.failures]);
  if (lists !== list.before) {
    list.before = lists;
    list(run);
  }
  ended = run.state !== 'running';
}

async function ask() {
  try {
    const answer = await fetch('progress.json', {cache: 'no-store'});
    if (!answer.ok) throw new Error(answer.status);
    draw(await answer.text());
    say(byId('connection'), '');
  } catch (e) {
    say(byId('connection'), ended ? '' : 'Nobody answers any more: the program that showed this run has ended. ‘seance watch’'
        + ' shows it again.');
  }
  // What has ended stays as it is, unless it is seen again later.
  if (!ended) setTimeout(ask, EVERY_MILLIS);
}

ask();
