import aperture from 'lucide-static/icons/aperture.svg?raw';
import brush from 'lucide-static/icons/brush.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import chevron from 'lucide-static/icons/chevron-down.svg?raw';
import compare from 'lucide-static/icons/chevrons-left-right.svg?raw';
import alert from 'lucide-static/icons/circle-alert.svg?raw';
import cloud from 'lucide-static/icons/cloud.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import mirror from 'lucide-static/icons/flip-vertical-2.svg?raw';
import hand from 'lucide-static/icons/hand.svg?raw';
import file from 'lucide-static/icons/image.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import maximize from 'lucide-static/icons/maximize.svg?raw';
import minimize from 'lucide-static/icons/minimize.svg?raw';
import screen from 'lucide-static/icons/monitor.svg?raw';
import pause from 'lucide-static/icons/pause.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import reset from 'lucide-static/icons/rotate-ccw.svg?raw';
import sliders from 'lucide-static/icons/sliders-horizontal.svg?raw';
import stop from 'lucide-static/icons/square.svg?raw';
import video from 'lucide-static/icons/video.svg?raw';
import close from 'lucide-static/icons/x.svg?raw';
import { type TemplateResult, html } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

const drawings = {
  alert,
  aperture,
  brush,
  camera,
  check,
  chevron,
  close,
  cloud,
  compare,
  copy,
  download,
  file,
  hand,
  info,
  maximize,
  minimize,
  mirror,
  pause,
  play,
  reset,
  screen,
  sliders,
  stop,
  video,
} as const satisfies Readonly<Record<string, string>>;

export type IconName = keyof typeof drawings;

/** A Lucide icon, drawn in place: nothing is fetched. It says nothing to a screen reader; what carries it has the words. */
export function icon(name: IconName): TemplateResult {
  return html`<span class="icon" aria-hidden="true">${unsafeHTML(drawings[name])}</span>`;
}
