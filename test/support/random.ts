// The rolls' generator makes the tests' networks and pictures too: the same in every browser and Node.
export { seededRandom as random } from '../../src/engine/jitter.ts';
