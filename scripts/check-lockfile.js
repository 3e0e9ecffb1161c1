// Holds package-lock.json free of registry addresses, so that it installs from whatever registry a machine uses.
import { readFileSync } from 'node:fs';

const lock = /** @type {{ packages: Record<string, { resolved?: string }> }} */ (JSON.parse(readFileSync('package-lock.json', 'utf8')));
const named = Object.entries(lock.packages).filter(([, entry]) => entry.resolved?.startsWith('http'));
if (named.length > 0) {
  console.error(`package-lock.json names where ${named.length} packages came from, the first ${named[0]?.[0]}; expected none.`);
  console.error('Remove its "resolved" fields; .npmrc keeps npm from writing new ones.');
  process.exitCode = 1;
}
