import { execFileSync } from 'node:child_process';
import { projectRoot } from '../../src/projectRoot';

/** Builds the program once before any test: those that run it in a process of its own run what operators run. */
export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
