import { describe, expect, test } from 'vitest';
import { SOFTWARE, toMarkdown } from '../../../bench/gpu/table.ts';
import { aCase, aReport, f16, f32, measured } from './a-report.ts';

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
