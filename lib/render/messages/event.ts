/** The version of `detail`: alert.schema.json. A key that is added leaves it; any other change raises it. */
export const SCHEMA_VERSION = 1;

export const EVENT_SOURCE = 'macie-warden';
export const ALERT_DETAIL_TYPE = 'Macie Warden Alert';

/** An event of EventBridge, before it has a bus. */
export interface AlertEvent {
  readonly alertId: string;
  readonly time: Date;
  readonly resources: readonly string[];
  readonly detailType: string;
  /** JSON. */
  readonly detail: string;
}
