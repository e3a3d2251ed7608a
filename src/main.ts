// First: V8 takes back what it compiled only under the flags that it compiled it with.
import './heapFlags';
import { join } from 'node:path';
import { loadCompiled } from './codeCache';
import type * as program from './program';

const loaded = loadCompiled<typeof program>(join(__dirname, 'program'));
loaded.exports.run({ isPrecompiled: loaded.isFromCache });
