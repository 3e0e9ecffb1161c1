import { describe, expect, test } from 'vitest';
import { agreement, expectAgreement } from '../../../bench/page/agreement.ts';

const gradient = Float32Array.from({ length: 300 }, (_, index) => Math.sin(index));

describe('gradients that the bench is to compare', () => {
  test('that agree but for rounding, are let through', () => {
    const rounded = gradient.map((value, index) => value * (1 + (index % 2 === 0 ? 1e-6 : -1e-6)));
    expect(() => {
      expectAgreement(agreement(rounded, gradient), 'ours and theirs');
    }).not.toThrow();
  });

  test('one of which is longer by a hundredth, are refused though they point the same way', () => {
    const longer = gradient.map((value) => value * 1.01);
    expect(agreement(longer, gradient).cosine).toBeCloseTo(1, 9);
    expect(() => {
      expectAgreement(agreement(longer, gradient), 'ours and theirs');
    }).toThrow(/Expected ours and theirs to agree .* Nothing was timed/);
  });

  test('one of which is not a number somewhere, are refused', () => {
    const broken = gradient.map((value, index) => (index === 7 ? Number.NaN : value));
    expect(() => {
      expectAgreement(agreement(broken, gradient), 'ours and theirs');
    }).toThrow('Nothing was timed');
  });
});
