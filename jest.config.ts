/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests', '<rootDir>/directives', '<rootDir>/src'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  // What only one kind of database can do is tested where it is the one in use.
  testPathIgnorePatterns: [process.env.TEST_MYSQL_URL === undefined ? '/tests/mysql/' : '/tests/embedded/'],
  testTimeout: 30_000,
};

export default config;
