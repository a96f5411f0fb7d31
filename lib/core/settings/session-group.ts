import { describeValues, type AdministeredTarget, type SettingsGroup, type Write } from './group.ts';
import { frequencyToSet, SESSION, type Frequency } from './session.ts';

/** The types leave no way to say PAUSED or DISABLED: protection is only ever turned up. `update` carries at least one value. */
type SessionWrite = Write & { readonly group: typeof SESSION } & (
    | { readonly kind: 'enable'; readonly values: { readonly findingPublishingFrequency: Frequency } }
    | {
        readonly kind: 'update';
        readonly values: { readonly status?: 'ENABLED'; readonly findingPublishingFrequency?: Frequency };
      }
    | {
        readonly kind: 'follow-administrator';
        readonly at: string;
        readonly values: { readonly findingPublishingFrequency: Frequency };
      }
    | {
        readonly kind: 'resume-member';
        readonly at: string;
        readonly values: { readonly accountId: string; readonly status: 'ENABLED' };
      }
    | {
        readonly kind: 'add-member';
        readonly at: string;
        readonly values: { readonly accountId: string; readonly email: string };
      }
  );

export const sessionGroup: SettingsGroup = {
  id: SESSION,
  operations: {
    EnableMacie: { status: 'ENABLED' },
    UpdateMacieSession: { status: 'ENABLED' },
    UpdateMemberSession: { status: 'ENABLED' },
    CreateMember: {},
  },
  composeWrite: (planned, desired, target): SessionWrite => {
    const actions = new Set(planned.map(({ action }) => action));
    const ofMember = memberWrite(actions, target);
    if (ofMember) return ofMember;
    const findingPublishingFrequency = frequencyToSet(desired);
    if (actions.has('enable')) return { group: SESSION, kind: 'enable', values: { findingPublishingFrequency } };
    return {
      group: SESSION,
      kind: 'update',
      values: {
        ...(actions.has('resume') ? { status: 'ENABLED' as const } : {}),
        ...(actions.has('set-frequency') ? { findingPublishingFrequency } : {}),
      },
    };
  },
  showsWrite: (values, { kind, values: written }) => {
    const wanted = wantedAfter(kind, written);
    return Object.entries(wanted).every(([setting, value]) => values[setting] === value);
  },
  describeWrite: ({ kind, values, at }) => {
    switch (kind) {
      case 'enable':
        return `EnableMacie: status ENABLED, ${describeValues(values)}`;
      case 'follow-administrator':
        return `${describeValues(values)}, with the write of administrator ${String(at)}`;
      case 'resume-member':
        return `UpdateMemberSession by administrator ${String(at)}: status ENABLED`;
      case 'add-member':
        return `CreateMember by administrator ${String(at)}: enables Macie and adds the account`;
      default:
        return `UpdateMacieSession: ${describeValues(values)}`;
    }
  },
};

/** null: the account makes the write itself. */
function memberWrite(actions: ReadonlySet<string>, target: AdministeredTarget | undefined): SessionWrite | null {
  if (!target?.administration) return null;
  const { accountId, administration } = target;
  const { administrator: at, email } = administration;
  if (actions.has('resume-member'))
    return { group: SESSION, kind: 'resume-member', at, values: { accountId, status: 'ENABLED' } };
  return actions.has('add-member') && email !== null
    ? { group: SESSION, kind: 'add-member', at, values: { accountId, email } }
    : null;
}

/** The values that a session shows after a write. */
function wantedAfter(kind: string, written: Write['values']): Write['values'] {
  switch (kind) {
    case 'enable':
      return { status: 'ENABLED', ...written };
    case 'resume-member':
    case 'add-member':
      return { status: 'ENABLED' };
    default:
      return written;
  }
}
