import { setFlagsFromString } from 'node:v8';

/*
 * How far the heap may grow beyond what lives in it before it is cleaned: by as much again. By itself V8 waits for up to
 * four times as much, which under load was 60 to 110 MB more memory and no less work: see the soak in bench/README.md.
 * The flag is only looked at after a cleaning, so that to set it now is safe.
 */
setFlagsFromString('--heap-growing-percent=100');
