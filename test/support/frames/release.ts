// Run before every file whose tests share the page's device.
import { afterAll } from 'vitest';
import { releaseDevice } from './gpu.ts';

afterAll(releaseDevice);
