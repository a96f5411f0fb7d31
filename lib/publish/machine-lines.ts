import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { notAsked, type Line } from './channel.ts';
import type { SecurityHub } from './security-hub.ts';

/* The channels of machines. They take alerts one by one, and load renderers and clients when there is something to send. */

export interface AlertBus {
  /** Its name or ARN. */
  readonly bus: string;
  readonly client: () => Promise<EventBridgeClient>;
}

export function openEventBridge({ bus, client }: AlertBus): Line {
  return {
    audience: notAsked,
    test: async (test, signal) => {
      const [{ testEvent }, { publishToEventBridge }] = await Promise.all([
        import('../render/messages/test-alert.ts'),
        import('./event-bridge.ts'),
      ]);
      const { messageId } = await publishToEventBridge({ client: await client(), bus }, [testEvent(test)], signal);
      return { messageId, subscriptions: null, doubt: null };
    },
    message: async (report, { changes }) => {
      const [{ alertEvents }, { publishToEventBridge }] = await Promise.all([
        import('../render/messages/alert-event.ts'),
        import('./event-bridge.ts'),
      ]);
      const events = alertEvents(changes?.alerts ?? [], report);
      return {
        alertIds: events.map(({ alertId }) => alertId),
        send: async (signal) => publishToEventBridge({ client: await client(), bus }, events, signal),
      };
    },
  };
}

export function openSecurityHub({ hub, own, client }: SecurityHub): Line {
  return {
    audience: notAsked,
    test: async (test, signal) => {
      const [{ testFinding }, { publishToSecurityHub }] = await Promise.all([
        import('../render/messages/test-alert.ts'),
        import('./security-hub.ts'),
      ]);
      const findings = [{ alertIds: [test.id], at: own, finding: testFinding(test, own) }];
      await publishToSecurityHub({ client }, findings, { startedAt: test.at, madeAt: new Map(), signal });
      return { messageId: null, subscriptions: null, doubt: null };
    },
    message: async (report, content) => {
      const [{ securityHubFindings }, { publishToSecurityHub }] = await Promise.all([
        import('../render/messages/security-hub.ts'),
        import('./security-hub.ts'),
      ]);
      const findings = securityHubFindings(report, content, { hub });
      const madeAt = new Map((content.changes?.alerts ?? []).map(({ id, at }) => [id, at]));
      return {
        alertIds: findings.flatMap(({ alertIds }) => alertIds),
        send: async (signal) =>
          publishToSecurityHub({ client }, findings, { startedAt: report.startedAt, madeAt, signal }),
      };
    },
  };
}
