import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { createServer } from 'vite';
import { chromiumLaunch } from '../scripts/chromium-launch.js';
import { loadGraph } from '../src/engine/network/load.ts';
import { makeBlueprint } from '../src/engine/plan/blueprint.ts';
import { modelFolder } from '../src/node/model-folder.ts';
import { isolation } from '../vite.config.ts';
import type { BenchPage } from './page/main.ts';
import { problemsOf } from './problems.ts';
import type { CaseReport, CaseRequest, LeftOut, MemoryReport, Report, StartReport } from './report.ts';
import { sectionOf, sectionsOf, withSection } from './section.ts';
import { measureStart } from './start.ts';
import { toMarkdown } from './table.ts';

declare const bench: BenchPage;

const usage = `npm run bench -- [--size 320x240]… [--layer mixed3]… [--rounds 3] [--skip-start] [--json FILE] [--out FILE]

Measures one ascent step of InceptionV3 in headless Chromium, ours beside tfjs's and jax-js's, after checking that all compute the same gradient; then
the memory of a large dream, and how soon the built app dreams.
Sizes: 320x240 on a GPU, 160x120 on a software adapter unless given. Layers: mixed3 and mixed5. --rounds: of the wall-clock comparison, 0 for none.
Prints a table; --out writes it as Markdown, --json everything as numbers. Ends with 1 when something that is asserted does not hold.
PAREIDOLIA_ADAPTER=hardware measures the machine's own GPU.
`;

/** What a dream's memory is stated for. */
const LARGE = { layer: 'mixed5', width: 640, height: 480 } as const;

/** The command line of `npm run bench`. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: { type: 'string', multiple: true },
      layer: { type: 'string', multiple: true, default: ['mixed3', 'mixed5'] },
      rounds: { type: 'string', default: '3' },
      'skip-start': { type: 'boolean', default: false },
      json: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stderr.write(usage);
    return 0;
  }
  const choice = {
    sizes: values.size?.map(readSize),
    layers: values.layer,
    rounds: readRounds(values.rounds),
    skipStart: values['skip-start'],
  };
  const report = await inChromium((page, browser) => measure(page, browser, choice));
  const table = toMarkdown(report);
  process.stdout.write(table);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
  if (values.out !== undefined) await writeFile(values.out, await withOthers(table, values.out));
  const problems = problemsOf(report);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

/** What another bench has put into the file stays in it. */
async function withOthers(table: string, path: string): Promise<string> {
  const before = existsSync(path) ? await readFile(path, 'utf8') : '';
  return sectionsOf(before).reduce((text, name) => withSection(text, name, sectionOf(before, name) ?? ''), table);
}

interface Choice {
  readonly sizes: readonly Size[] | undefined;
  readonly layers: readonly string[];
  readonly rounds: number;
  readonly skipStart: boolean;
}

async function measure(page: Page, browser: Browser, choice: Choice): Promise<Report> {
  const { adapter, oracle } = await page.evaluate(() => bench.checkOracle());
  const sizes = choice.sizes ?? [adapter.software ? { width: 160, height: 120 } : { width: 320, height: 240 }];
  const cases: CaseReport[] = [];
  for (const size of sizes) {
    for (const layer of choice.layers) cases.push(await measureCase(page, { layer, ...size, rounds: choice.rounds }));
  }
  const memory = await measureMemory(page);
  // The app's pages are to have the GPU to themselves.
  await page.close();
  const start = choice.skipStart ? { leftOut: 'left out by --skip-start' } : await measureApp(browser, adapter.software);
  const [processor] = cpus();
  const machine = { processor: processor?.model ?? 'unknown processor', cores: cpus().length };
  const date = new Date().toISOString().slice(0, 10);
  return { date, machine, browser: `Chromium ${browser.version()}`, adapter, oracle, cases, memory, start };
}

async function measureCase(page: Page, request: CaseRequest): Promise<CaseReport> {
  process.stderr.write(`${request.layer} at ${String(request.width)}×${String(request.height)} …\n`);
  // A fresh page a case: nobody inherits another's memory.
  await page.reload();
  return await page.evaluate((asked: CaseRequest) => bench.measureCase(asked), request);
}

async function measureMemory(page: Page): Promise<MemoryReport> {
  process.stderr.write('memory …\n');
  await page.reload();
  const measured = await page.evaluate((asked: typeof LARGE) => bench.measureMemory(asked), LARGE);
  const graph = await loadGraph(modelFolder('inception-v3'), [LARGE.layer]);
  const { arenaBytes, bitsBytes, liveBytes } = makeBlueprint(graph, LARGE, [LARGE.layer]);
  return { ...LARGE, arenaBytes: arenaBytes + bitsBytes, liveBytes, ...measured };
}

async function measureApp(browser: Browser, software: boolean): Promise<StartReport | LeftOut> {
  process.stderr.write('start of the built app …\n');
  try {
    return await measureStart(browser, software ? '?source=demo&layers=mixed3:1&size=128' : '?source=demo');
  } catch (error) {
    return { leftOut: error instanceof Error ? error.message : String(error) };
  }
}

/** Opens the bench's page, served by Vite and cross-origin isolated, in headless Chromium. */
async function inChromium(action: (page: Page, browser: Browser) => Promise<Report>): Promise<Report> {
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
    return await action(page, browser);
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
