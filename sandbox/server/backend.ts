import { FaultInjector } from '../faults/fault-injector.ts';
import { DynaliteServer } from '../services/dynalite-server.ts';
import { OPERATIONS } from '../services/registry.ts';
import { State } from '../worlds/state.ts';
import type { World } from '../worlds/world-schema.ts';

/** The parts of a sandbox that a reset replaces. */
export interface Backend {
  readonly world: World;
  readonly state: State;
  readonly faults: FaultInjector;
  readonly now: () => Date;
  readonly dynalite: DynaliteServer;
}

export function createBackend(world: World, now: () => Date): Backend {
  return {
    world,
    state: new State(world, now()),
    faults: new FaultInjector(world.faults, OPERATIONS),
    now,
    dynalite: new DynaliteServer(world.tables),
  };
}
