// npm run check: every check, also after one has failed, and then which did.
import { runStep } from './run-step.js';

const checks = ['lockfile', 'format', 'lint', 'types', 'layers', 'dead', 'size'];

const failed = checks.filter((check) => {
  console.log(`\n— check:${check}`);
  return runStep('npm', ['run', '--silent', `check:${check}`]) !== 0;
});

console.log(
  failed.length === 0 ? '\nAll checks passed.' : `\nFailed checks: ${failed.join(', ')}. Each runs alone: npm run check:${failed[0]}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
