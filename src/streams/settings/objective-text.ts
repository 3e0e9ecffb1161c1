import type { Objective, ObjectiveTerm } from '../../engine/index.ts';
import { RANGES } from './ranges.ts';

/** An objective that cannot be read: the message names the term, what was expected and what came. */
export class ObjectiveTextError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ObjectiveTextError';
  }
}

/** A number as people write it: `1`, `-.5`, `2e-3`. */
const NUMBER = String.raw`-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;

const TERM = new RegExp(String.raw`^([^:,\s]+):([a-z]+)(?:=([^:,]+))?(?::(${NUMBER}))?$`);
const CHANNELS = /^\d+(?:[+ ]\d+)*$/;
const NEURON = new RegExp(`^(\\d+)@(${NUMBER})/(${NUMBER})$`);
const GUIDE = new RegExp(`^(dot|cosine)(?:\\^(${NUMBER}))?$`);

type Share = Pick<ObjectiveTerm, 'layer' | 'weight'>;

/** What a kind's value says: the term's own part, or several where it names several channels; `null` where it cannot be read. */
const kinds: Readonly<Record<string, (value: string | undefined, share: Share) => Objective | null>> = {
  mean: (value, share) => (value === undefined ? [{ ...share, kind: 'mean' }] : null),
  energy: (value, share) => (value === undefined ? [{ ...share, kind: 'energy' }] : null),
  channel: (value = '', share) =>
    CHANNELS.test(value) ? value.split(/[+ ]/).map((channel) => ({ ...share, kind: 'channel', channel: Number(channel) })) : null,
  neuron: (value = '', share) => {
    const [, channel, x, y] = NEURON.exec(value) ?? [];
    if (channel === undefined || !isShare(Number(x)) || !isShare(Number(y))) return null;
    return [{ ...share, kind: 'neuron', channel: Number(channel), x: Number(x), y: Number(y) }];
  },
  class: (value = '', share) => (/^\d+$/.test(value) ? [{ ...share, kind: 'class', class: Number(value) }] : null),
  guide: (value = 'dot', share) => {
    const [, match, power] = GUIDE.exec(value) ?? [];
    if (match === 'dot') return power === undefined ? [{ ...share, kind: 'guide', match }] : null;
    if (match !== 'cosine' || Number(power ?? 0) < 0) return null;
    return [{ ...share, kind: 'guide', match, ...(power === undefined ? {} : { power: Number(power) }) }];
  },
};

const isShare = (value: number): boolean => value >= 0 && value <= 1;

/** What an objective's text may be, in words. */
export const OBJECTIVE_FORM =
  'terms such as mixed3:mean:1, mixed2:energy:0.5, mixed4:channel=3+7+9:1, mixed4:neuron=3@0.5/0.25:1, mixed10:class=2:1 or mixed3:guide=cosine^2:1, with commas between them';

/**
 * Reads terms `layer:kind:weight` with commas between them; a weight left out is 1, one below 0 climbs away. Kinds: `mean`, `energy`, `channel=3` or
 * `channel=3+7+9` (a term each), `neuron=channel@x/y` (x and y from 0 to 1), `class=2`, `guide` or `guide=dot`, `guide=cosine` or `guide=cosine^power`.
 * @throws ObjectiveTextError naming the term that it cannot read, or whose weight or power is one that the engine does not take
 */
export function parseObjective(text: string): Objective {
  return text.split(',').flatMap((part) => {
    const [, layer = '', kind = '', value, weight] = TERM.exec(part.trim()) ?? [];
    const share = { layer, weight: weight === undefined ? 1 : Number(weight) };
    const terms = Object.hasOwn(kinds, kind) && Number.isFinite(share.weight) ? kinds[kind]?.(value, share) : null;
    if (!terms) throw new ObjectiveTextError(`Expected an objective of ${OBJECTIVE_FORM}, got "${part.trim()}". Write layer:kind:weight.`);
    for (const term of terms) expectInRange(part.trim(), term);
    return terms;
  });
}

function expectInRange(part: string, term: ObjectiveTerm): void {
  const power = term.kind === 'guide' ? (term.power ?? 0) : 0;
  for (const [name, value] of [
    ['weight', term.weight],
    ['power', power],
  ] as const) {
    const { least, most } = RANGES[name];
    if (value >= least && value <= most) continue;
    throw new ObjectiveTextError(`Expected a ${name} from ${String(least)} to ${String(most)}, got "${part}". Choose one of those.`);
  }
}

/** Writes an objective as `parseObjective` reads it; neighbouring channels of one layer and weight as one set. */
export function formatObjective(objective: Objective): string {
  const parts: { head: string; tail: string; term: ObjectiveTerm }[] = [];
  for (const term of objective) {
    const last = parts.at(-1);
    if (last && term.kind === 'channel' && last.term.kind === 'channel' && sameShare(last.term, term))
      last.head += `+${String(term.channel)}`;
    else parts.push({ head: `${term.layer}:${formatKind(term)}`, tail: `:${String(term.weight)}`, term });
  }
  return parts.map(({ head, tail }) => head + tail).join(',');
}

const sameShare = (a: ObjectiveTerm, b: ObjectiveTerm): boolean => a.layer === b.layer && a.weight === b.weight;

function formatKind(term: ObjectiveTerm): string {
  switch (term.kind) {
    case 'mean':
    case 'energy':
      return term.kind;
    case 'channel':
      return `channel=${String(term.channel)}`;
    case 'neuron':
      return `neuron=${String(term.channel)}@${String(term.x)}/${String(term.y)}`;
    case 'class':
      return `class=${String(term.class)}`;
    case 'guide':
      return term.power === undefined ? `guide=${term.match}` : `guide=${term.match}^${String(term.power)}`;
    default:
      return term satisfies never;
  }
}
