import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundleBench } from './bundle.ts';
import { contents, sourceOf } from './contents.ts';
import type { Piece } from './contents.ts';

const NAME = 'pareidolia-bench-linux-x64';
const STAGE = `node_modules/.bench-pack/${NAME}`;
const RESULT = 'dist-bench';
/** The archive travels to machines by narrow ways. */
const MOST_BYTES = 45e6;

const run = promisify(execFile);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The command line of `npm run bench:pack`: writes the archive, run.sh to lie beside it, and both as one file. Returns the exit code. */
export async function main(): Promise<number> {
  await expectPortableNode();
  await rm(dirname(STAGE), { recursive: true, force: true });
  const pieces = contents(process.execPath).map((piece) => ({ piece, source: sourceOf(piece) }));
  // First: it empties the folder that Dawn goes to as well.
  await bundleBench(join(STAGE, 'app'), 'inside');
  for (const { piece, source } of pieces) await place(piece, source);
  await mkdir(RESULT, { recursive: true });
  const archive = join(RESULT, `${NAME}.tar.xz`);
  say('compressing …');
  await compress(archive);
  const { size } = await stat(archive);
  if (size > MOST_BYTES) throw new Error(`Expected an archive of at most ${megabytes(MOST_BYTES)}, it is ${megabytes(size)}.`);
  const script = await readFile('bench/pack/run.sh');
  await writeFile(join(RESULT, 'run.sh'), script, { mode: 0o755 });
  const whole = Buffer.concat([script, Buffer.from('exit\n__ARCHIVE__\n'), await readFile(archive)]);
  await writeFile(join(RESULT, `${NAME}.run`), whole, { mode: 0o755 });
  say(`${archive}  ${megabytes(size)}\n${RESULT}/run.sh  runs it from beside it\n${RESULT}/${NAME}.run  both in one file`);
  return 0;
}

async function place({ to, strip = false }: Piece, source: string): Promise<void> {
  const target = resolve(STAGE, to);
  await mkdir(dirname(target), { recursive: true });
  await cp(source, target, { dereference: true });
  await chmod(target, to === 'run.sh' || to.startsWith('bin/') ? 0o755 : 0o644);
  if (strip) await stripped(target);
}

/** Smaller where `strip` (binutils) is there; the same otherwise. */
async function stripped(file: string): Promise<void> {
  try {
    await run('strip', ['--strip-unneeded', file]);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    say(`strip is not installed: ${file} keeps its symbols.`);
  }
}

/** Jumps and calls are made easier to compress (--x86). Times, owners and order do not depend on who packs it. */
async function compress(archive: string): Promise<void> {
  const order = '--sort=name --owner=0 --group=0 --numeric-owner --mtime=@0';
  const command = `tar -C "$1" ${order} -cf - "$2" | xz --x86 --lzma2=preset=9e -c > "$3"`;
  await run('bash', ['-o', 'pipefail', '-c', command, 'bash', dirname(STAGE), NAME, archive]);
}

/** Debian's own Node, for one, is spread over many libraries. */
async function expectPortableNode(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`Expected to pack Node for linux-x64, this is ${process.platform}-${process.arch}. Run it on Linux on x86-64.`);
  }
  const { stdout } = await run('ldd', [process.execPath]);
  const usual = /^\s*(linux-vdso|ld-linux|\/lib64\/ld-linux|lib(c|m|dl|pthread|rt|stdc\+\+|gcc_s)\.so)/;
  const others = stdout.split('\n').filter((line) => line.trim() !== '' && !usual.test(line));
  if (others.length === 0) return;
  throw new Error(`Expected a Node in one file, ${process.execPath} needs ${others.join(', ').trim()}. Take Node from nodejs.org.`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
