#!/usr/bin/env node
// The entry point of the package. An older Node.js must be able to read this file: the rest needs functions that it does not have.
const OLDEST = [22, 13];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) {
  await import('./main.js');
} else {
  process.stderr.write(
    `macie-warden: this is Node.js ${process.versions.node}, and macie-warden needs ${OLDEST.join('.')} or newer. Install a newer one, from https://nodejs.org/ or with a version manager (nvm install --lts)\n`,
  );
  process.exitCode = 3;
}
