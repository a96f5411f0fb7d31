import { bundleCommandLine } from './package.ts';

await bundleCommandLine();
