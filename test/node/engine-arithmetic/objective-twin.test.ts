import { expect, test } from 'vitest';
import { relativeL2 } from '../../support/compare.ts';
import { headed, objectives } from '../../support/objectives.ts';
import { random } from '../../support/random.ts';
import { referenceGradient } from '../../support/reference-network.ts';

const size = { width: 9, height: 8 };
const next = random(12);
const draw = (): Float64Array => Float64Array.from({ length: size.width * size.height * 3 }, () => 2 * next() - 1);
const [values, guide] = [draw(), { ...size, values: draw() }];

test.for(objectives)('the twin of $name, is the slope that finite differences measure', ({ objective }) => {
  const context = { guide, roll: [2, -3] } as const;
  const { gradient } = referenceGradient(headed, { ...size, values }, objective, context);
  const valueAt = (index: number, change: number): number =>
    referenceGradient(headed, { ...size, values: values.with(index, (values[index] ?? 0) + change) }, objective, context).value;
  const slopes = gradient.map((_, index) => (valueAt(index, 1e-6) - valueAt(index, -1e-6)) / 2e-6);
  expect(gradient.some((value) => value !== 0)).toBe(true);
  expect(relativeL2(gradient, slopes)).toBeLessThan(1e-5);
});
