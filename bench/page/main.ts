import { measureCase, measureMemory } from './measure.ts';
import { checkOracle } from './oracle.ts';

/** What bench.ts calls in this page. */
const bench = { measureCase, measureMemory, checkOracle };

export type BenchPage = typeof bench;

Object.assign(globalThis, { bench });
