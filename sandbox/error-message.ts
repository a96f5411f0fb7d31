/** One sentence for the terminal, with the remedy where there is one. `port`: the port that the sandbox listens on. */
export function errorMessage(error: unknown, port: number): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  const file = 'path' in error ? String(error.path) : 'a file';
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use: stop what listens there, or choose another with --port`;
    case 'EACCES':
      return 'syscall' in error && error.syscall === 'listen'
        ? `port ${port} takes rights that you do not have: choose one above 1023`
        : `${file}: not allowed to read it`;
    case 'ENOENT':
      return `${file}: no file there`;
    case 'EISDIR':
      return `${file}: a directory; name the file in it`;
    default:
      return error.message;
  }
}
