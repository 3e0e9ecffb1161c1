/** Which browser a remedy is for. */
export interface Browser {
  readonly kind: 'chromium' | 'firefox' | 'safari' | 'other';
  readonly linux: boolean;
  /** The command that starts it on Linux. */
  readonly command: string;
}

/** Reads a user agent: only for words of help, never to decide what works. */
export function browserOf(userAgent: string): Browser {
  const linux = /Linux|X11|CrOS/.test(userAgent) && !/Android/.test(userAgent);
  if (/Firefox\//.test(userAgent)) return { kind: 'firefox', linux, command: 'firefox' };
  if (/Edg\//.test(userAgent)) return { kind: 'chromium', linux, command: 'microsoft-edge' };
  if (/Chromium\//.test(userAgent)) return { kind: 'chromium', linux, command: 'chromium' };
  // Debian's Chromium calls itself Chrome, as Chrome does: the free one's command is the likelier on a machine without WebGPU.
  if (/Chrom(e|ium)\//.test(userAgent)) return { kind: 'chromium', linux, command: 'chromium' };
  if (/Safari\//.test(userAgent)) return { kind: 'safari', linux, command: '' };
  return { kind: 'other', linux, command: '' };
}
