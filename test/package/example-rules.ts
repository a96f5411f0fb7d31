import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Alert } from '../../lib/core/alerts/model.ts';
import { alertEvent, alertEvents } from '../../lib/render/messages/alert-event.ts';
import { EVENT_SOURCE, type AlertEvent } from '../../lib/render/messages/event.ts';
import { matchesPattern, type Pattern } from '../../sandbox/stack/pattern.ts';
import { REPORTS } from '../fixtures/reports.ts';
import { transform, type InputTransformer } from './input-transformer.ts';

export const FOLDER = join(import.meta.dirname, '../../resources/examples');
export const FILES = readdirSync(FOLDER);

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

interface Rule {
  readonly EventPattern: Pattern;
  readonly Targets: readonly { readonly InputTransformer: InputTransformer }[];
}

export function templateOf(file: string): {
  readonly Resources: Record<string, Resource>;
  readonly Parameters: object;
} {
  return parse(readFileSync(join(FOLDER, file), 'utf8').replaceAll(/!\w+/g, ''));
}

export function rulesOf(file: string): readonly Rule[] {
  return RULES.get(file) ?? [];
}

const RULES: ReadonlyMap<string, readonly Rule[]> = new Map(
  FILES.map((file) => [
    file,
    Object.values(templateOf(file).Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::Events::Rule' ? [Properties as unknown as Rule] : [],
    ),
  ]),
);

/** The alert as a rule of the bus sees it. */
export function eventOf(alert: Alert): object {
  return onBus(alertEvent(alert, REPORTS.mixed));
}

function onBus({ time, resources, detailType, detail }: AlertEvent): object {
  const event = { version: '0', id: '1', account: '111122223333', time: time.toISOString(), region: 'us-east-1' };
  return { ...event, resources, source: EVENT_SOURCE, 'detail-type': detailType, detail: JSON.parse(detail) };
}

/** The bodies that the receiver of an example gets of the alerts of one delivery, in their order. */
export function bodiesOfDelivery(file: string, alerts: readonly Alert[]): readonly unknown[] {
  return alertEvents(alerts, REPORTS.mixed).flatMap((event) => bodiesOfEvent(file, onBus(event)));
}

/** The bodies that the receiver of an example gets of an alert. */
export function bodiesOf(file: string, alert: Alert, over: Readonly<Record<string, string>> = {}): readonly unknown[] {
  return bodiesOfEvent(file, eventOf(alert), over);
}

function bodiesOfEvent(file: string, event: object, over: Readonly<Record<string, string>> = {}): readonly unknown[] {
  return rulesOf(file)
    .filter(({ EventPattern }) => matchesPattern(event, EventPattern))
    .flatMap(({ Targets }) => Targets)
    .map(({ InputTransformer: { InputPathsMap, InputTemplate } }) => {
      const filled = InputTemplate.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => over[name] ?? '');
      return transform(event, { InputPathsMap, InputTemplate: filled });
    });
}
