import { readFileSync } from 'node:fs';
import { costTable, standingCosts } from './stack-costs.ts';

// `npm run cost:stack`: the table of docs/deploying.md, from a packaged template.
const [path = '.serverless/cloudformation-template-update-stack.json'] = process.argv.slice(2);
process.stdout.write(costTable(standingCosts(JSON.parse(readFileSync(path, 'utf8')))));
