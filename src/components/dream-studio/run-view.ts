import { type TemplateResult, html, nothing, svg } from 'lit';
import type { StillRun } from '../../streams/index.ts';
import { durationInWords, leftOutInWords, progressInWords, shareDone, sizeInWords, timeLeftInWords } from '../words/still-words.ts';
import { CURVE_HEIGHT, CURVE_WIDTH, curvePoints } from './curve.ts';

/** How far a run is: in words, as a bar and as the objective's curve. */
export function runView(run: StillRun, paused: boolean): TemplateResult {
  const { plan, progress } = run;
  const share = shareDone(run);
  const steps = plan && progress ? plan.octaves.length * progress.steps : 0;
  return html`<div class="run ${paused ? 'paused' : ''}">
    <p class="far figures">${progressInWords(run)}</p>
    <div
      class="bar ${share === null ? 'waiting' : ''}"
      role="progressbar"
      aria-label="Dreaming"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${share === null ? nothing : Math.round(100 * share)}
    >
      <span style="inline-size: ${String(100 * (share ?? 0))}%"></span>
    </div>
    <p class="row soft figures">
      <span>${progress ? sizeInWords(progress.width, progress.height) : ''}</span>
      <span>${paused ? 'Paused' : timeLeftInWords(progress?.remainingMs ?? null)}</span>
    </p>
    ${progress ? objectiveView(progress.curve, steps) : nothing} ${leftOutView(run)}
    ${progress ? html`<p class="soft figures small">${durationInWords(progress.elapsedMs)} so far. The live dream waits; it goes on when you close the studio.</p>` : nothing}
  </div>`;
}

/** The objective before each step, and its newest value. @param steps how many there will be */
export function objectiveView(curve: readonly number[], steps: number): TemplateResult | typeof nothing {
  const points = curvePoints(curve, steps);
  const newest = curve.findLast((value) => Number.isFinite(value));
  if (points === '' || newest === undefined) return nothing;
  return html`<figure>
    <figcaption class="row"><span>Objective</span><output class="figures" aria-live="off">${newest.toPrecision(3)}</output></figcaption>
    <svg viewBox="0 0 ${CURVE_WIDTH} ${CURVE_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="The objective over the steps">
      ${svg`<polyline points=${points} />`}
    </svg>
  </figure>`;
}

/** What is not dreamt, and why. */
export function leftOutView(run: Pick<StillRun, 'plan'>): TemplateResult | typeof nothing {
  const sentences = leftOutInWords(run);
  return sentences.length === 0
    ? nothing
    : html`<ul class="left-out soft figures">
        ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>`;
}
