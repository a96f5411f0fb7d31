import { FaultInjector } from '../faults/fault-injector.ts';
import { Dynamo } from '../services/dynamo.ts';
import { OPERATIONS } from '../services/registry.ts';
import { State } from '../worlds/state.ts';
import type { World } from '../worlds/world-schema.ts';

/** The parts of a sandbox that a reset replaces. */
export interface Backend {
  readonly world: World;
  readonly state: State;
  readonly faults: FaultInjector;
  readonly now: () => Date;
  readonly dynamo: Dynamo;
}

export function createBackend(world: World, now: () => Date): Backend {
  return {
    world,
    state: new State(world, now()),
    faults: new FaultInjector(world.faults, OPERATIONS),
    now,
    dynamo: new Dynamo(world.tables),
  };
}
