import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ORACLE } from '../gpu/oracle.ts';

/** One file of the archive: copied from the first of `from` that exists, relative to the repository. */
export interface Piece {
  readonly from: readonly string[];
  readonly to: string;
  /** ELF files lose their symbols, which nobody needs to run them. */
  readonly strip?: boolean;
  /** How a person gets it where it is missing. */
  readonly missing: string;
}

const libraries = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'];
const library = (file: string): readonly string[] => libraries.map((folder) => `${folder}/${file}`);
const models = 'public/models/inception-v3';
const oracles = 'test/oracles/inception-v3';
const npm = 'Run npm ci.';

/** The programs and libraries: what a bare machine lacks. */
const binaries = (node: string): readonly Piece[] => [
  { from: [node], to: 'bin/node', strip: true, missing: 'Run it by Node.' },
  { from: ['node_modules/webgpu/dist/linux-x64/dawn.node'], to: 'app/dist/linux-x64/dawn.node', strip: true, missing: npm },
  // Debian's libvulkan1; Chromium brings the same loader along.
  {
    from: [...library('libvulkan.so.1'), '/usr/lib/chromium/libvulkan.so.1'],
    to: 'lib/vulkan/libvulkan.so.1',
    strip: true,
    missing: 'Install libvulkan1.',
  },
  { from: library('libstdc++.so.6'), to: 'lib/cxx/libstdc++.so.6', strip: true, missing: 'Install libstdc++6.' },
  {
    from: [...library('libgcc_s.so.1'), '/lib/x86_64-linux-gnu/libgcc_s.so.1'],
    to: 'lib/cxx/libgcc_s.so.1',
    strip: true,
    missing: 'Install libgcc-s1.',
  },
];

/** The bench reads them where it reads them in the repository. */
const files: readonly Piece[] = [
  ...['model.json', ...[0, 1, 2, 3, 4, 5].map((stage) => `mixed${String(stage)}.bin`)].map((file) => ({
    from: [`${models}/${file}`],
    to: `${models}/${file}`,
    missing: 'Run npm run models.',
  })),
  ...[`${ORACLE}.png`, `${ORACLE}.gradient.f32`].map((file) => ({
    from: [`${oracles}/${file}`],
    to: `${oracles}/${file}`,
    missing: 'Check out the whole repository.',
  })),
  { from: ['bench/pack/run.sh'], to: 'run.sh', missing: 'Check out the whole repository.' },
  { from: ['bench/pack/README.txt'], to: 'README.txt', missing: 'Check out the whole repository.' },
];

/** Of what is not in the bundle: that one's licences are collected while it is made. */
const licences = (node: string): readonly Piece[] => [
  { from: ['LICENSE'], to: 'licences/pareidolia.txt', missing: 'Check out the whole repository.' },
  {
    from: [resolve(dirname(node), '../LICENSE'), resolve(dirname(node), '../share/doc/nodejs/LICENSE'), '/usr/share/doc/nodejs/copyright'],
    to: 'licences/node.txt',
    missing: 'Take a Node that brings its LICENSE along, as those of nodejs.org and NodeSource do.',
  },
  { from: ['node_modules/webgpu/LICENSE.md'], to: 'licences/dawn.txt', missing: npm },
  {
    from: ['/usr/share/doc/libvulkan1/copyright', '/usr/share/doc/chromium/copyright', '/usr/share/doc/chromium-common/copyright'],
    to: 'licences/vulkan-loader.txt',
    missing: 'Install libvulkan1.',
  },
  {
    from: ['/usr/share/doc/libstdc++6/copyright', '/usr/share/doc/gcc-12-base/copyright', '/usr/share/licenses/libstdc++/COPYING.RUNTIME'],
    to: 'licences/libstdc++.txt',
    missing: 'Install libstdc++6.',
  },
  // tfjs's packages name it without bringing its text along.
  { from: ['node_modules/typescript/LICENSE.txt'], to: 'licences/apache-2.0.txt', missing: npm },
  { from: ['node_modules/nsfwjs/LICENSE'], to: 'licences/weights.txt', missing: npm },
];

/** All files of the archive but those that are made: the bundle, `app/bench-gpu.mjs`, and what is in it by licence, `app/licences.md`. */
export const contents = (node: string): readonly Piece[] => [...binaries(node), ...files, ...licences(node)];

/** @throws Error saying what to do about a file that is nowhere */
export function sourceOf({ from, to, missing }: Piece): string {
  const found = from.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`Expected ${from.join(' or ')} for the archive’s ${to}, found none. ${missing}`);
  return found;
}
