import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderAccessReport } from '../../directives/accessReport';
import { projectRoot } from '../projectRoot';
import { buildSchema } from '../schema';

/** Writes schema/ACCESS.md: every coordinate and its requirement, so that a review sees each permission change. */
const { schema } = buildSchema({ production: true });
writeFileSync(join(projectRoot, 'schema', 'ACCESS.md'), renderAccessReport(schema));
