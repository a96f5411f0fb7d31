import { createInterface } from 'node:readline/promises';
import { UsageError, type Io } from './io.ts';
import { safeText } from './terminal.ts';

/** Asks on stderr. Only `y` and `yes` mean yes; the end of the input means no. Rejects when the run is cancelled. */
export async function confirm({ stdin, stderr, cancel }: Io, question: string): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stderr });
  const ended = new Promise<string>((resolve) => {
    lines.once('close', () => resolve(''));
  });
  // readline takes Ctrl-C for itself on a terminal: hand it on to whoever cancels runs.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await Promise.race([lines.question(`${safeText(question)} [y/N] `, { signal: cancel }), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

/** Asks for the code of an MFA device, which a profile with `mfa_serial` needs. Throws a UsageError for none, and rejects when cancelled. */
export async function askMfaCode({ stdin, stderr, cancel }: Io, device: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: stderr });
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<string>((resolve) => {
    lines.once('close', () => resolve(''));
  });
  // Ctrl-D on a terminal rejects the question.
  const asked = lines.question(`MFA code for ${safeText(device)}: `, { signal: cancel }).catch((error: unknown) => {
    if (cancel.aborted) throw error;
    return '';
  });
  try {
    const code = (await Promise.race([asked, ended])).trim();
    if (code === '') throw new UsageError(`there is no MFA code for ${device}: type the one that the device shows`);
    return code;
  } finally {
    lines.close();
  }
}
