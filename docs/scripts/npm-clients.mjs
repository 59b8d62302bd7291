// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
//
// For the scripts beside it: other people's libraries from npm, and the seance command.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A temporary folder that is gone when the script ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'seance-check-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Installs packages into NPM_CLIENTS, where they are kept, or else a temporary folder; gives what loads them. */
export function install(...packages) {
  const folder = process.env.NPM_CLIENTS ? resolve(process.env.NPM_CLIENTS) : temporaryFolder();
  const name = (spec) => spec.slice(0, spec.lastIndexOf('@'));
  const missing = packages.filter((spec) => !existsSync(join(folder, 'node_modules', name(spec))));
  if (missing.length > 0) {
    const flags = ['--no-save', '--no-audit', '--no-fund', '--silent', '--ignore-scripts'];
    execFileSync('npm', ['install', '--prefix', folder, ...flags, ...missing], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return createRequire(join(folder, 'package.json'));
}

/** Runs seance: the one that SEANCE names, or that of this checkout. Gives what it prints. */
export function seance(...words) {
  const command = process.env.SEANCE ?? new URL('../../seance', import.meta.url).pathname;
  return execFileSync(command, words, { maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'inherit'] }).toString();
}

/** What work gives, with the seconds it took on the line. */
export function timed(what, work) {
  const began = process.hrtime.bigint();
  const result = work();
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log(`${what}: ${seconds.toFixed(2)} s`);
  return result;
}

/** Ends the script with an error. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}
