import { GetMacieSessionCommand } from '@aws-sdk/client-macie2';
import { parseWorld } from '../../../sandbox/worlds/world.ts';
import { ACCOUNT } from '../values.ts';

export const get = new GetMacieSessionCommand({});

/** A world in which Macie is on in every Region, with faults in the form of a world file. */
export function withFault(fault: string): ReturnType<typeof parseWorld> {
  return parseWorld(`accounts: { "${ACCOUNT}": { sessions: { "*": {} } } }\nfaults: [${fault}]`, 'world');
}
