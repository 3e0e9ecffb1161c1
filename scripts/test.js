// npm test: everything, in Node and in a real Chromium. Arguments after `--` go to Vitest: then only it runs.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureChromium } from './find-chromium.js';
import { runStep } from './run-step.js';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** What Vitest's JSON report holds of interest here.
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { name: string, status: string, assertionResults: unknown[] }[] }} VitestReport */
/** What Playwright's JSON report holds of interest here.
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} PlaywrightReport */

const reports = 'test-results';
const vitestReport = `${reports}/vitest.json`;
const playwrightReport = `${reports}/playwright.json`;

/** @returns {Counts} */
function runVitest() {
  const exit = runStep('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
    ...process.argv.slice(2),
  ]);
  return counted('Vitest', exit, vitestReport, (text) => {
    const report = /** @type {VitestReport} */ (JSON.parse(text));
    const unloadable = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloadable.length,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  });
}

/** @returns {Counts} */
function runPlaywright() {
  if (runStep('vite', ['build', '--logLevel', 'warn']) !== 0) return { passed: 0, failed: 1, skipped: 0 };
  return counted('Playwright', runStep('playwright', ['test']), playwrightReport, (text) => {
    const { stats } = /** @type {PlaywrightReport} */ (JSON.parse(text));
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  });
}

/** The counts of a runner's report. A runner that fails without naming a test, or leaves no report, counts as one failed.
 * @param {string} runner
 * @param {number} exit
 * @param {string} path
 * @param {(text: string) => Counts} read
 * @returns {Counts} */
function counted(runner, exit, path, read) {
  try {
    const counts = read(readFileSync(path, 'utf8'));
    if (exit === 0 || counts.failed > 0) return counts;
    console.error(`${runner} ended with code ${exit} though no test failed: see above.`);
    return { ...counts, failed: 1 };
  } catch (error) {
    console.error(`${runner} left no report that can be read:`, error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
if (runStep('node', ['scripts/prepare-models.js']) !== 0) throw new Error('The models could not be prepared: see above.');
ensureChromium();

const runs = process.argv.length > 2 ? [runVitest()] : [runVitest(), runPlaywright()];
const passed = runs.reduce((sum, run) => sum + run.passed, 0);
const failed = runs.reduce((sum, run) => sum + run.failed, 0);
const skipped = runs.reduce((sum, run) => sum + run.skipped, 0);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
