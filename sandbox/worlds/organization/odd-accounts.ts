import type { WorldSession } from '../account-schema.ts';
import { memberAccountSchema, type OrganizationAccount } from './schema.ts';

export const SESSION: WorldSession = {
  status: 'ENABLED',
  findingPublishingFrequency: 'FIFTEEN_MINUTES',
  createdAt: '2025-03-03T10:00:00Z',
};

const INVITED = { by: 'invitation', invitedAt: '2025-03-03T10:00:00Z' };

/** What is odd about some of the generated accounts, one entry per account. */
export const ODD_ACCOUNTS: readonly OrganizationAccount[] = [
  // Suspended by the administrator.
  { membership: { 'eu-west-1': 'Paused' } },
  // Never added: off, on, and suspended.
  { membership: { 'eu-west-3': null }, sessions: { '*': SESSION, 'eu-west-3': null } },
  { membership: null },
  { membership: { 'us-east-2': null }, sessions: { '*': SESSION, 'us-east-2': { ...SESSION, status: 'PAUSED' } } },
  { membership: { 'ap-south-1': 'Removed' } },
  { membership: { '*': INVITED, 'eu-central-1': { ...INVITED, status: 'Paused' } } },
  { membership: { 'ca-central-1': 'Created' } },
  { sessions: { '*': SESSION, 'sa-east-1': { ...SESSION, findingPublishingFrequency: 'SIX_HOURS' } } },
  // No role can be assumed.
  { roles: {} },
  { state: 'SUSPENDED' },
  { state: 'PENDING_CLOSURE' },
  { state: 'CLOSED' },
].map((account) => memberAccountSchema.parse(account));
