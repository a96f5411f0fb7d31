import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename } from 'node:path';

// With --import: writes the name of each file of the bundle that is loaded to the file that LOADED_FILES names.
registerHooks({
  load: (url, context, next) => {
    if (url.endsWith('.mjs')) appendFileSync(process.env['LOADED_FILES'] ?? '', `${basename(url)}\n`);
    return next(url, context);
  },
});
