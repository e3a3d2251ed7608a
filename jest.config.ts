/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests', '<rootDir>/directives', '<rootDir>/src'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/tests/harness/build.ts',
  transform: { '^.+\\.ts$': '@swc/jest' },
  // What only one kind of database can do is tested where it is the one in use.
  testPathIgnorePatterns: [process.env.TEST_MYSQL_URL === undefined ? '/tests/mysql/' : '/tests/embedded/'],
  testTimeout: 30_000,
  // Much of a test is waiting for its database: a core left to jest alone stands idle.
  maxWorkers: '100%',
};

export default config;
