import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { createServer } from 'vite';
import { chromiumLaunch } from '../scripts/chromium-launch.js';
import { isolation } from '../vite.config.ts';
import type { BenchPage } from './page/main.ts';
import type { CaseReport, CaseRequest, Report } from './report.ts';
import { problemsOf, toMarkdown } from './table.ts';

declare const bench: BenchPage;

const usage = `npm run bench -- [--size 320x240]… [--layer mixed3]… [--rounds 3] [--json FILE] [--out FILE]

Measures one ascent step of InceptionV3 in headless Chromium, ours beside tfjs's, after checking that both compute the same gradient.
Sizes: 320x240 on a GPU, 160x120 on a software adapter unless given. Layers: mixed3 and mixed5. --rounds: of the wall-clock comparison, 0 for none.
Prints a table; --out writes it as Markdown, --json everything as numbers. Ends with 1 when a count that must be exact is not.
PAREIDOLIA_ADAPTER=hardware measures the machine's own GPU.
`;

/** The command line of `npm run bench`. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: 'string', multiple: true },
      layer: { type: 'string', multiple: true, default: ['mixed3', 'mixed5'] },
      rounds: { type: 'string', default: '3' },
      json: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stderr.write(usage);
    return 0;
  }
  const report = await inChromium((page, browser) =>
    measure(page, browser, values.size?.map(readSize), values.layer, readRounds(values.rounds)),
  );
  const table = toMarkdown(report);
  process.stdout.write(table);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
  if (values.out !== undefined) await writeFile(values.out, table);
  const problems = problemsOf(report);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

async function measure(
  page: Page,
  browser: string,
  given: readonly Size[] | undefined,
  layers: readonly string[],
  rounds: number,
): Promise<Report> {
  const { adapter, oracle } = await page.evaluate(() => bench.checkOracle());
  const sizes = given ?? [adapter.software ? { width: 160, height: 120 } : { width: 320, height: 240 }];
  const cases: CaseReport[] = [];
  for (const size of sizes) {
    for (const layer of layers) {
      process.stderr.write(`${layer} at ${String(size.width)}×${String(size.height)} …\n`);
      // A fresh page a case: neither side inherits the other's memory.
      await page.reload();
      cases.push(await page.evaluate((request: CaseRequest) => bench.measureCase(request), { layer, ...size, rounds }));
    }
  }
  const [processor] = cpus();
  const machine = { processor: processor?.model ?? 'unknown processor', cores: cpus().length };
  return { date: new Date().toISOString().slice(0, 10), machine, browser, adapter, oracle, cases };
}

/** Opens the bench's page, served by Vite and cross-origin isolated, in headless Chromium. */
async function inChromium(action: (page: Page, browser: string) => Promise<Report>): Promise<Report> {
  if (!existsSync('public/models/inception-v3/model.json')) {
    throw new Error('Expected the model in public/models/inception-v3, found none. Run npm run models.');
  }
  const server = await createServer({
    configFile: false,
    logLevel: 'warn',
    cacheDir: 'node_modules/.vite-bench',
    // Found while the page runs, a dependency would reload it.
    optimizeDeps: { entries: ['bench/index.html'] },
    server: { headers: isolation, host: 'localhost', port: 0, watch: null, ws: false },
  });
  const browser = await chromium.launch({ headless: true, ...chromiumLaunch() });
  try {
    await server.listen();
    const [address] = server.resolvedUrls?.local ?? [];
    if (address === undefined) throw new Error('Expected Vite to serve the page, got no address.');
    const page = await browser.newPage();
    page.on('pageerror', (error) => process.stderr.write(`${String(error)}\n`));
    await page.goto(new URL('bench/index.html', address).href);
    return await action(page, `Chromium ${browser.version()}`);
  } finally {
    await browser.close();
    await server.close();
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function readSize(text: string): Size {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (width === undefined || height === undefined) throw new Error(`Expected a size such as 320x240, got ${text}.`);
  return { width: Number(width), height: Number(height) };
}

function readRounds(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`Expected a whole number of rounds, got ${text}.`);
  return Number(text);
}
