import { afterEach, expect, test } from 'vitest';
import { TuningCache } from '../../../src/streams/worker/tuning-cache.ts';

const modelsUrl = new URL('models/', location.href).href;

afterEach(async () => {
  await caches.delete('pareidolia-tuning');
});

test('a tuning, kept and read by another, is the same; other keys have their own', async () => {
  await new TuningCache(modelsUrl).write('Some GPU & Co., mixed2+mixed3, f16', '{"version":1}');
  await new TuningCache(modelsUrl).write('Some GPU & Co., mixed2+mixed3, f32', '{"version":2}');
  const cache = new TuningCache(modelsUrl);
  expect(await cache.read('Some GPU & Co., mixed2+mixed3, f16')).toBe('{"version":1}');
  expect(await cache.read('Some GPU & Co., mixed2+mixed3, f32')).toBe('{"version":2}');
  expect(await cache.read('Some GPU')).toBeNull();
});

test('a tuning, measured anew, replaces the one before', async () => {
  const cache = new TuningCache(modelsUrl);
  await cache.write('key', 'old');
  await cache.write('key', 'new');
  expect(await cache.read('key')).toBe('new');
});

test('where caches take no such address, nothing is kept and nothing fails', async () => {
  const cache = new TuningCache('data:,nowhere');
  await cache.write('key', 'value');
  expect(await cache.read('key')).toBeNull();
});
