import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Layers keep to themselves; the rule of each folder is in CONTRIBUTING.md ("Which way imports go"). */
const forbid = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});
const wiring = {
  regex: '/(resolvers|directives)(/|$)',
  message: 'Only src/server.ts and src/schema.ts wire these in.',
};
const graphqlTypes = {
  regex: '(^graphql$|^@apollo/|^@graphql-tools/|/generated/|/context$)',
  message: 'A service takes plain arguments and a Principal; it knows no GraphQL types and no context.',
};
const typeorm = { regex: '^typeorm$', message: 'A resolver calls a service; it never reads a table.' };
const server = {
  regex: '/(server|schema)$',
  message: 'The composition root imports the parts, never the other way.',
};
const domain = {
  regex: '/src/(?!auth/|errors$)',
  message: 'directives/ knows no domain: only src/auth, src/errors and GraphQL libraries.',
};

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'data', '**/generated', 'bench/node_modules', 'examples/*/src/generated'] },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only src/config.ts reads the environment.',
        },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/config.ts', 'jest.config.ts', 'tests/harness/**', 'bench/**', 'examples/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // Nothing imports these; declaration merging is how a plugin's types are filled in.
    files: ['bench/**'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },
  forbid(['src/**/*.ts'], [wiring], ['src/server.ts', 'src/schema.ts', 'src/cli/accessReport.ts']),
  forbid(
    ['src/*/**/*.ts'],
    [wiring, graphqlTypes, server],
    ['src/cli/**', 'src/execution/**', 'src/http/**', 'src/limits/**', 'src/**/*.test.ts'],
  ),
  forbid(['resolvers/**/*.ts'], [typeorm, server, { regex: '/directives(/|$)', message: wiring.message }]),
  forbid(['directives/**/*.ts'], [domain]),
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
