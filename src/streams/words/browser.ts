/** Which browser a remedy is for. */
export interface Browser {
  readonly kind: 'chromium' | 'firefox' | 'safari' | 'other';
  readonly linux: boolean;
  /** The command that starts it on Linux. */
  readonly command: string;
}

/** Reads a user agent: only for words of help, never to decide what works. */
export function browserOf(userAgent: string): Browser {
  const linux = /Linux|X11|CrOS/.test(userAgent) && !userAgent.includes('Android');
  if (userAgent.includes('Firefox/')) return { kind: 'firefox', linux, command: 'firefox' };
  if (userAgent.includes('Edg/')) return { kind: 'chromium', linux, command: 'microsoft-edge' };
  // Chromium calls itself Chrome, as Chrome does: one command must do for both.
  if (userAgent.includes('Chrome/')) return { kind: 'chromium', linux, command: 'chromium' };
  if (userAgent.includes('Safari/')) return { kind: 'safari', linux, command: '' };
  return { kind: 'other', linux, command: '' };
}
