import { writeFileSync } from 'node:fs';

// Loaded into a process that is measured: writes its peak memory, in KB, when it ends.
process.on('exit', () => {
  const file = process.env['USAGE_FILE'];
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
