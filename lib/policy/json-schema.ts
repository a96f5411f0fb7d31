import { toJSONSchema } from 'zod/mini';
import { policySchema } from './schema.ts';

/** The JSON Schema for editors. `policy.schema.json` is this, and a test holds the two together. */
export function policyJsonSchema(): object {
  return toJSONSchema(policySchema, { io: 'input', target: 'draft-2020-12' });
}
