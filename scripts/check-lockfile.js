// Holds package-lock.json so that `npm ci` works from any registry and on any platform.
import { readFileSync } from 'node:fs';

/** @typedef {{ resolved?: string, optionalDependencies?: Record<string, string> }} Entry */
const lock = /** @type {{ packages: Record<string, Entry> }} */ (JSON.parse(readFileSync('package-lock.json', 'utf8')));
const paths = Object.keys(lock.packages);
const entries = Object.values(lock.packages);

const addressed = paths.filter((path) => lock.packages[path]?.resolved?.startsWith('http'));
if (addressed.length > 0) {
  console.error(`package-lock.json names where ${addressed.length} packages came from, the first ${addressed[0]}; expected none.`);
  console.error('Remove its "resolved" fields; .npmrc keeps npm from writing new ones.');
  process.exitCode = 1;
}

const optional = new Set(entries.flatMap((entry) => Object.keys(entry.optionalDependencies ?? {})));
const missing = [...optional].filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
if (missing.length > 0) {
  console.error(`package-lock.json lacks ${missing.join(', ')}: npm ci fails where one of them belongs.`);
  console.error(
    'Take a version whose packages for all platforms are published, then: rm package-lock.json && npm install --package-lock-only',
  );
  process.exitCode = 1;
}
