import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { contents, sourceOf } from '../../../bench/pack/contents.ts';

const folders: string[] = [];
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-pack-test-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const linux = process.platform === 'linux' && process.arch === 'x64';

describe.runIf(linux)('the archive', () => {
  test.for(contents(process.execPath))('has a source for $to', (piece) => {
    expect(() => sourceOf(piece)).not.toThrow();
  });

  test('puts everything in a place of its own', () => {
    const places = contents(process.execPath).map(({ to }) => to);
    expect(new Set(places).size).toBe(places.length);
  });
});

describe('a file that is nowhere', () => {
  test('is named with what to do', () => {
    const piece = { from: ['no/such.file', 'nor/this.one'], to: 'lib/it', missing: 'Install it.' };
    expect(() => sourceOf(piece)).toThrow('Expected no/such.file or nor/this.one for the archive’s lib/it, found none. Install it.');
  });
});

describe.runIf(linux)('run.sh', () => {
  const script = 'bench/pack/run.sh';

  test('is a script that a plain shell understands', () => {
    execFileSync('sh', ['-n', script]);
    expect(readFileSync(script, 'utf8')).toMatch(/^#!\/bin\/sh\n/);
  });

  test.for([[[]], [['--size', '640x480']]])('without a folder for the results (%s), says so', ([args = []]) => {
    const { status, stderr } = spawnSync('sh', [script, ...args], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('Expected a folder for the results');
  });

  test('without its archive, says so and leaves no temporary folder', () => {
    const [folder, temporary] = [emptyFolder(), emptyFolder()];
    const { status, stderr } = spawnSync('sh', [script, join(folder, 'results')], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: temporary },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('Expected pareidolia-bench-linux-x64.tar.xz beside');
    expect(readdirSync(temporary)).toEqual([]);
  });
});
