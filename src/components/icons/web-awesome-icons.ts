import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import check from 'lucide-static/icons/check.svg?url&no-inline';
import chevronDown from 'lucide-static/icons/chevron-down.svg?url&no-inline';
import close from 'lucide-static/icons/x.svg?url&no-inline';

/** The icons that Web Awesome's own components draw, as files of this site: its own resolvers go to the network or to `data:`. */
const files: Readonly<Record<string, string>> = {
  check,
  'chevron-down': chevronDown,
  'circle-xmark': close,
  xmark: close,
};

for (const library of ['default', 'system']) {
  registerIconLibrary(library, { resolver: (name) => files[name] ?? '' });
}
