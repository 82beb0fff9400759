import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createFinder, termsOf } from '../../../scripts/book/glossary.ts';

const GLOSSARY = `# Glossary

Not - **a term**: of it.

- **discount (γ)**: factor on the value of the
  next step; see [method](method.md) and \`gamma\`.
- **DQN**: deep Q-network.
- **information gain**: how much.
- **expected information gain**: how much is _expected_.

## More

- **Bayesian neural network (BNN)**: a network.
- **terminated, truncated**: the end; the limit.
- **unit**: what makes 1.
`;

const terms = termsOf(GLOSSARY);
const find = createFinder(terms);
const found = (text: string) =>
  find(text).map(({ term, text: words, index }) => {
    assert.is(text.slice(index, index + words.length), words);
    return [words, term.names[0]];
  });

test('terms are read with all their names, and their meaning without marks', () => {
  assert.equal(
    terms.map(({ names }) => names),
    [
      ['discount'],
      ['DQN'],
      ['information gain'],
      ['expected information gain'],
      ['Bayesian neural network', 'BNN'],
      ['terminated', 'truncated'],
      ['unit'],
    ],
  );
  assert.is(terms[0].meaning, 'factor on the value of the next step; see method and gamma.');
  assert.is(terms[0].anchor, 'term-discount-γ');
  assert.is(terms[3].meaning, 'how much is expected.');
});

test('the longest name is found, in the plural and with a capital, too', () => {
  assert.equal(found('Expected information gains, information gain.'), [
    ['Expected information gains', 'expected information gain'],
    ['information gain', 'information gain'],
  ]);
  assert.equal(found('truncated BNNs'), [
    ['truncated', 'terminated'],
    ['BNNs', 'Bayesian neural network'],
  ]);
  assert.equal(found('an information\ngain'), [['information\ngain', 'information gain']]);
});

test('parts of words, other cases of capitals and common words are no terms', () => {
  assert.equal(found('discounted, a-discount, dqn, sb3-DQN, hidden units'), []);
});

test('the glossary of the project is read whole', () => {
  const text = readFileSync(new URL('../../../docs/glossary.md', import.meta.url), 'utf8');
  const project = termsOf(text);
  assert.is(project.length, text.split('\n- **').length - 1);
  const names = project.flatMap((term) => term.names);
  assert.equal(
    names.filter((name, n) => name !== 'reward' && names.indexOf(name) !== n),
    [],
  );
  for (const {
    meaning,
    names: [name],
  } of project) {
    assert.match(meaning, /[.]$/, name);
    assert.not.match(meaning, /[`*]|\]\(/, name);
  }
});

test.run();
