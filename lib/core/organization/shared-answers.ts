import type { Membership } from '../observation.ts';
import type { OrganizationConfiguration } from './configuration.ts';

/** Answers that several settings groups need in one reading of a target: the first of them asks. */
export interface SharedAnswers {
  membership?: Promise<Membership>;
  configuration?: Promise<OrganizationConfiguration>;
}
