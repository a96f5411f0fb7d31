import { KEPT_FORMATS, type KeptFormat } from '../../core/archive/kept-formats.ts';
import type { ReportBackground } from '../view/report-background.ts';
import type { ReportWithAlerts } from './json.ts';

type Render = (report: ReportWithAlerts, background: ReportBackground) => Promise<string>;

/** A format that the archive keeps, with its renderer, which is loaded when it is used. */
export interface ArchivedFormat extends KeptFormat {
  readonly render: Render;
}

const RENDERERS: Readonly<Record<KeptFormat['name'], Render>> = {
  html: async (report, background) => (await import('./html/page.ts')).htmlReport(report, background),
  json: async (report) => (await import('./json.ts')).compactJson(report),
  ocsf: async (report, background) => (await import('./ocsf.ts')).ocsf(report, background),
};

/** The formats of an archived report. */
export const ARCHIVED: readonly ArchivedFormat[] = KEPT_FORMATS.map((format) => ({
  ...format,
  render: RENDERERS[format.name],
}));
