#!/usr/bin/env node
import { main } from './pareidolia.ts';

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error && !process.env['DEBUG'] ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
