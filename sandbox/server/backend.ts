import { Faults } from '../faults/faults.ts';
import { Dynamo } from '../services/dynamo.ts';
import { OPERATIONS } from '../services/registry.ts';
import { State } from '../worlds/state.ts';
import type { World } from '../worlds/world.ts';

/** The parts of a sandbox that a reset replaces. */
export interface Backend {
  readonly world: World;
  readonly state: State;
  readonly faults: Faults;
  readonly now: () => Date;
  readonly dynamo: Dynamo;
}

export function createBackend(world: World, now: () => Date): Backend {
  return {
    world,
    state: new State(world, now()),
    faults: new Faults(world.faults, OPERATIONS),
    now,
    dynamo: new Dynamo(world.tables),
  };
}
