import { megabytes, table } from './markdown.ts';
import type { MemoryReport, StartReport, LeftOut, StartTimes } from './report.ts';

/** How many of the engine's buffers and textures are named. */
const PARTS = 8;

/** The memory of a large dream. */
export function memoryLines({ layer, width, height, arenaBytes, liveBytes, engine, parts }: MemoryReport): readonly string[] {
  return [
    `## Memory, ${layer} at ${String(width)}×${String(height)}`,
    '',
    ...table(
      ['', 'bytes'],
      [
        ['planned: the arena (activations, gradients and masks)', megabytes(arenaBytes)],
        ['planned: what lives at once in the fullest step, which nothing can go below', megabytes(liveBytes)],
        ['the arena ÷ that', `${(arenaBytes / liveBytes).toFixed(2)} ×`],
        ['measured: the whole engine, at most', megabytes(engine.peak)],
        ['measured: the whole engine, once warm', megabytes(engine.steady)],
        ...parts.slice(0, PARTS).map(({ name, bytes }) => [`of that: ${name || 'unnamed'}`, megabytes(bytes)]),
      ],
    ),
    '',
  ];
}

/** How soon the built app dreams, and how old what it shows is. */
export function startLines(start: StartReport | LeftOut, software: boolean): readonly string[] {
  const heading = ['## Start', ''];
  if ('leftOut' in start) return [...heading, `Not measured: ${start.leftOut}.`, ''];
  const { query, cold, warm, latency } = start;
  const names = [...new Set([...cold.phases, ...warm.phases].map(({ name }) => name))];
  const flag = software ? ', **on a software adapter: a GPU starts and dreams far sooner**' : '';
  return [
    ...heading,
    `The built app at \`${query}\`, milliseconds from navigation${flag}. Cold: a fresh browser context. Warm: a second page in the same one.`,
    '',
    ...table(
      ['', 'cold', 'warm'],
      [
        ...names.map((name) => [phaseWords[name] ?? name, began(cold, name), began(warm, name)]),
        ['**first dreamt frame**', milliseconds(cold.firstDream), milliseconds(warm.firstDream)],
        ['model, fetched', megabytes(cold.modelBytes), megabytes(warm.modelBytes)],
      ],
    ),
    '',
    'leftOut' in latency
      ? `Latency, capture to presentation: not measured, as ${latency.leftOut}.`
      : `Latency, capture to presentation: p50 ${milliseconds(latency.p50)}, p95 ${milliseconds(latency.p95)}${flag}.`,
    '',
  ];
}

const phaseWords: Readonly<Record<string, string>> = {
  device: 'asks for the GPU',
  model: 'loads the model',
  compiling: 'compiles',
  live: 'shows the live picture',
};

function began({ phases }: StartTimes, phase: string): string {
  const at = phases.find(({ name }) => name === phase)?.at;
  return at === undefined ? '–' : milliseconds(at);
}

const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;
