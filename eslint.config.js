import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['node_modules', 'runs', 'results', 'coverage', 'dist', 'site', 'tune']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['eslint.config.js', 'bench/peers/*.js', 'scripts/book/*.js'],
        },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // `x!` marks what the line before has established.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // Uses packages that are installed on request only, so there are no types to check against.
    files: ['bench/peers/*.js', 'scripts/book/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { console: 'readonly', performance: 'readonly', process: 'readonly' },
    },
  },
  {
    // Runs in a page.
    files: ['scripts/book/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        clearTimeout: 'readonly',
        document: 'readonly',
        getComputedStyle: 'readonly',
        setTimeout: 'readonly',
        window: 'readonly',
      },
    },
  },
  {
    // `+f(x)` tells V8, not the reader, that it is a number (math/numerics/bits.ts).
    files: ['src/math/numerics/**'],
    rules: { '@typescript-eslint/no-unnecessary-type-conversion': 'off' },
  },
);
