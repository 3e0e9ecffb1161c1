import { describe, expect, test } from 'vitest';
import type { ConvolutionReport } from '../../../bench/gpu/report.ts';
import { SOFTWARE, toMarkdown } from '../../../bench/gpu/table.ts';
import { aCase, aConvolution, aReport, f16, f32, measured } from './a-report.ts';

const size = { width: 640, height: 480 };
/** The cells of the first row that has this one. */
function rowWith(text: string, cell: string): readonly string[] | undefined {
  const rows = text.split('\n').map((line) => line.split(' | ').map((part) => part.replaceAll('|', '').trim()));
  return rows.find((cells) => cells.includes(cell));
}

describe('the table', () => {
  test('on a GPU, gives milliseconds, the rate and the share of the measured peak', () => {
    const text = toMarkdown(aReport([aCase('mixed3', size)], { f32: 4000 }));
    expect(rowWith(text, 'mixed3 640×480')).toEqual([
      'mixed3 640×480',
      'f32',
      'shared',
      '2.000',
      '0.0 %',
      '1.000',
      '2',
      '12.5 MB',
      '4.00',
      '2000',
      '50.0 %',
    ]);
    expect(text).not.toContain(SOFTWARE);
  });

  test('on a software adapter, is headed by what it is worth, every time', () => {
    const text = toMarkdown(aReport([aCase('mixed3', size)], {}, true));
    const tables = text.split('\n').filter((line) => /^\| (---|:---)/.test(line)).length;
    expect(tables).toBeGreaterThan(4);
    expect(text.split(`**${SOFTWARE}**`)).toHaveLength(tables + 1);
  });

  test('of kernels, says where the time goes and how near each is to both peaks', () => {
    const text = toMarkdown(aReport([aCase('mixed3', size)], { f32: 8000, bandwidth: 400 }));
    const cells = ['0.7500', '75.0 %', '2667', '33.3 %', '80.0', '20.0 %'];
    expect(rowWith(text, '1 first forward (convolution)')).toEqual(['1 first forward (convolution)', ...cells]);
    expect(rowWith(text, 'convolution, 1 ×')).toEqual(['convolution, 1 ×', ...cells]);
  });

  describe('of ways', () => {
    const tunedCase = (convolutions: readonly ConvolutionReport[]) =>
      aCase('mixed3', size, { ours: [{ precision: 'f32', shaders: 'tuned', ...measured([2]), tuning: { seconds: 12.34, convolutions } }] });
    const others = [
      aConvolution({ label: 'second forward', count: 1, taken: 'wide', milliseconds: { wide: 1, large: 1.5 } }),
      aConvolution({ label: 'third forward', likely: 'thin', taken: 'thin', milliseconds: {} }),
      aConvolution({ label: 'fourth forward', taken: 'large', measured: false, milliseconds: {} }),
    ];
    const text = toMarkdown(aReport([tunedCase([aConvolution(), ...others])]));

    test('says what tuning took, and what it gained where it was measured', () => {
      const ways = text.slice(text.indexOf('## Ways'));
      expect(rowWith(ways, 'mixed3 640×480')).toEqual(['mixed3 640×480', 'f32', '4', '3', '12.3', '2.000', '1.500', '1.33 ×']);
    });

    test('gives each convolution’s milliseconds by way, the winner and its gain over the likely way', () => {
      const shape = 'forward 3×3, 32 → 64, 45×33';
      const first = ['first forward', shape, '2', '1.500', 'wide', '**winograd**', '2.00 ×', '0.5000', '0.7500', '**0.2500**'];
      expect(rowWith(text, 'first forward')).toEqual(first);
      expect(rowWith(text, 'second forward')?.slice(5)).toEqual(['**wide**', '1.00 ×', '**1.0000**', '1.5000', '–']);
    });

    test('says where there is only one way, and where the time did not suffice', () => {
      expect(rowWith(text, 'third forward')?.slice(5, 8)).toEqual(['**thin**', 'the only way', '–']);
      expect(rowWith(text, 'fourth forward')?.[5]).toBe('large, not measured');
    });
  });

  test('of something that was not measured, gives the reason, and no bar ends its cell early', () => {
    const result = aCase('mixed3', size, {
      ours: [
        { ...f32, ...measured([2]), kernels: { leftOut: 'the adapter has no timestamp-query' } },
        { ...f16, leftOut: 'too large | for it' },
      ],
      agreements: [{ name: 'tfjs', leftOut: 'another gradient' }],
    });
    const text = toMarkdown({ ...aReport([result]), absent: [{ name: 'jax-js', leftOut: 'no adapter' }] });
    expect(text).toContain('not measured: the adapter has no timestamp-query');
    expect(text).toContain('| not measured: too large / for it |');
    expect(text).toContain('| not measured: another gradient |');
    expect(text).toContain('| all | jax-js | not measured: no adapter |');
  });

  test('of peers, gives each setting and the best, as a ratio to ours', () => {
    const result = aCase('mixed3', size, {
      agreements: [{ name: 'tfjs', cosine: 1, relativeL2: 1e-6 }],
      peers: [
        { name: 'tfjs', setting: 'one', milliseconds: [9, 8] },
        { name: 'tfjs', setting: 'other', milliseconds: [7, 12] },
      ],
    });
    const text = toMarkdown(aReport([result]));
    expect(rowWith(text, 'tfjs, one')).toEqual(['mixed3 640×480', 'tfjs, one', '8.000', '4.00 ×', '–']);
    expect(rowWith(text, '**tfjs at its best**')).toContain('**3.50 ×**');
  });
});
